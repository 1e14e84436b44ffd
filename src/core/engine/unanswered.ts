/**
 * What is answered in the place of an effect that could not be performed because of a bug: the engine lets no job begin before
 * these answers, and would wait for ever.
 */
import type { Effect } from './effect.ts'
import type { Event } from './event.ts'

const reason = 'the manager could not carry it out, which is a bug'

/** The event that says so, or undefined where nobody waits for one. */
export function answerInstead(effect: Effect): Event | undefined {
  if (effect.type === 'check') return { type: 'checked', unit: effect.unit, conditions: [], asserts: [] }
  if (effect.type !== 'unit') return undefined
  switch (effect.effect.do) {
    case 'spawn':
      return { type: 'spawn-failed', unit: effect.unit, role: effect.effect.role, reason }
    case 'clean':
      return { type: 'cleaned', unit: effect.unit, ok: false }
    case 'open-sockets':
      return { type: 'sockets-opened', unit: effect.unit, fault: reason }
    default:
      return undefined
  }
}
