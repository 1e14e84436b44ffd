/** Lines on what a unit is doing since when, and why it did not start. */

import { formatProperty } from '#cli/properties/format-property.ts'
import type { TimeStyle } from '#cli/properties/style.ts'
import { paint } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import type { Session } from '#cli/session/session.ts'
import { formatSpan, usecPerMsec } from '#core/calendar/span.ts'
import { formatRelative, formatTimestamp } from '#core/calendar/timestamp.ts'
import type { Facts } from './facts.ts'
import { stateColour } from './headline.ts'
import { indent, labelled } from './layout.ts'

/** Writes a point in time and how far it is: `Mon 2026-01-05 10:00:00 UTC; 3min ago`. Undefined where there is none. */
export function describeTime(session: Session, time: bigint, { zone, style }: TimeStyle): string | undefined {
  const text = formatTimestamp(time, style, zone)
  const distance = formatRelative(time, BigInt(session.kernel.clock.realtime()))
  return text === undefined ? undefined : `${text}; ${distance}`
}

/** Which moment an active state dates from. */
function sinceProperty(state: string): string {
  if (['active', 'reloading', 'refreshing'].includes(state)) {
    return 'ActiveEnterTimestamp'
  }
  if (['inactive', 'failed'].includes(state)) {
    return 'InactiveEnterTimestamp'
  }
  return state === 'activating' ? 'InactiveExitTimestamp' : 'ActiveExitTimestamp'
}

export function activityLines(session: Session, facts: Facts, time: TimeStyle): string {
  const { look } = session
  const [state, sub, result] = [facts.text('ActiveState'), facts.text('SubState'), facts.text('Result')]
  const what = paint(sub === '' || sub === state ? state : `${state} (${sub})`, stateColour(state), look)
  const why = result === '' || result === 'success' ? '' : ` (Result: ${result})`
  const since = describeTime(session, facts.amount(sinceProperty(state)), time)
  const [job = 0] = (facts.value('Job', '(uo)') as readonly [number] | undefined) ?? []
  const invocation = formatProperty('InvocationID', { signature: 'ay', value: facts.bytes('InvocationID') }, time)
  return [
    labelled('Active', `${what}${why}${since === undefined ? '' : ` since ${since}`}`),
    job === 0 ? '' : labelled('Job', `${job}`),
    durationLine(facts, state),
    untilLine(session, facts, state, time),
    invocation?.[0] === '' ? '' : labelled('Invocation', invocation?.[0] ?? ''),
  ].join('')
}

/** How long it was active last time. */
function durationLine(facts: Facts, state: string): string {
  const [began, ended] = [facts.amount('ActiveEnterTimestamp'), facts.amount('ActiveExitTimestamp')]
  if (!['inactive', 'failed'].includes(state) || began === 0n || ended < began) {
    return ''
  }
  return labelled('Duration', formatSpan(ended - began, usecPerMsec))
}

/** When RuntimeMaxSec= ends it. */
function untilLine(session: Session, facts: Facts, state: string, time: TimeStyle): string {
  const longest = facts.amount('RuntimeMaxUSec')
  const began = facts.amount('ActiveEnterTimestamp')
  if (state !== 'active' || longest === 0n || longest >= 2n ** 64n - 1n || began === 0n) {
    return ''
  }
  const until = describeTime(session, began + longest + facts.amount('RuntimeRandomizedExtraUSec'), time)
  return until === undefined ? '' : labelled('Until', until)
}

type Condition = readonly [name: string, trigger: boolean, negate: boolean, parameter: string, state: number]

/** Conditions that were not met, and the assertion that failed. */
export function conditionLines(session: Session, facts: Facts, time: TimeStyle): string {
  return unmetLines(session, facts, time) + assertLines(session, facts, time)
}

function unmetLines(session: Session, facts: Facts, time: TimeStyle): string {
  const { look } = session
  const when = describeTime(session, facts.amount('ConditionTimestamp'), time)
  if (facts.isTrue('ConditionResult') || when === undefined) {
    return ''
  }
  const unmet = failedOf(facts, 'Conditions').toReversed()
  const head = labelled('Condition', `start ${paint('condition unmet', 'yellow', look)} at ${when}`)
  const lines = unmet.map((condition, index) => {
    const sign = glyph(index < unmet.length - 1 ? 'tree-branch' : 'tree-right', look)
    return `${indent}${sign} ${describeCondition(condition)} was not met\n`
  })
  return head + lines.join('')
}

function assertLines(session: Session, facts: Facts, time: TimeStyle): string {
  const when = describeTime(session, facts.amount('AssertTimestamp'), time)
  if (facts.isTrue('AssertResult') || when === undefined) {
    return ''
  }
  const head = labelled('Assert', `start ${paint('assertion failed', 'red', session.look)} at ${when}`)
  const failed = failedOf(facts, 'Asserts')
  const last = failed.findLast(([, trigger]) => !trigger) ?? failed[0]
  return last === undefined ? head : `${head}${indent}${describeCondition(last)} was not met\n`
}

function failedOf(facts: Facts, name: string): readonly Condition[] {
  const all = (facts.value(name, 'a(sbbsi)') as readonly Condition[] | undefined) ?? []
  return all.filter(([, , , , state]) => state < 0)
}

function describeCondition([name, trigger, negate, parameter]: Condition): string {
  return `${name}=${trigger ? '|' : ''}${negate ? '!' : ''}${parameter}`
}
