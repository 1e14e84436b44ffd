/** Effects that want an answer, in one table: who asks, which events are the answer, and what is said where none can come. */
import type { UnitEffect, UnitQuestion } from '#core/lifecycle/effect.ts'
import type { UnitReport } from '#core/lifecycle/event.ts'
import type { Effect } from './effect.ts'
import type { Event } from './event.ts'

type Answered = UnitQuestion['do']

interface Answer<D extends Answered> {
  readonly by: readonly UnitReport['type'][]
  /** Whether the answer is there at once, and no other job begins before it. */
  readonly isAwaited: boolean
  /** What is answered in the place of an effect that could not be performed because of a bug, which would be waited for for ever. */
  instead(effect: Extract<UnitQuestion, { do: D }>): UnitReport
}

interface AnyAnswer extends Pick<Answer<Answered>, 'by' | 'isAwaited'> {
  instead(effect: never): UnitReport
}

const reason = 'the manager could not carry it out, which is a bug'

const answerOf: { readonly [D in Answered]: Answer<D> } = {
  spawn: {
    by: ['spawned', 'spawn-failed'],
    isAwaited: true,
    instead: ({ role }) => ({ type: 'spawn-failed', role, reason }),
  },
  'open-sockets': {
    by: ['sockets-opened'],
    isAwaited: true,
    instead: () => ({ type: 'sockets-opened', fault: reason }),
  },
  'read-pid-file': {
    by: ['pid-file'],
    isAwaited: false,
    instead: () => ({ type: 'pid-file', outcome: { found: 'nothing', reason } }),
  },
  'guess-main': { by: ['main-guessed'], isAwaited: false, instead: () => ({ type: 'main-guessed', pid: null }) },
  clean: { by: ['cleaned'], isAwaited: false, instead: () => ({ type: 'cleaned', ok: false }) },
}

/** The same, for whoever has an effect of any kind. */
const table: Readonly<Partial<Record<UnitEffect['do'], AnyAnswer>>> = answerOf
const awaited = new Set(Object.values(answerOf).flatMap(({ by, isAwaited }) => (isAwaited ? by : [])))

/** Whether no job begins before an effect is answered. */
export function isAwaited(effect: UnitEffect): boolean {
  return table[effect.do]?.isAwaited === true
}

/** The unit of which an event says what a job may have waited for. */
export function answeredUnit(event: Event): string | null {
  if (event.type === 'checked') {
    return event.unit
  }
  return event.type === 'unit' && awaited.has(event.event.type) ? event.unit : null
}

/** The answer in the place of an effect that was not performed, or undefined where nobody waits for one. */
export function answerInstead(effect: Effect): Event | undefined {
  if (effect.type === 'check') {
    return { type: 'checked', unit: effect.unit, conditions: [], asserts: [] }
  }
  if (effect.type !== 'unit') {
    return undefined
  }
  const event = table[effect.effect.do]?.instead(effect.effect as never)
  return event === undefined ? undefined : { type: 'unit', unit: effect.unit, event }
}
