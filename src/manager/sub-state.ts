import type { Entry } from '#core/engine/world.ts'
import { passiveSubState } from '#core/lifecycle/passive.ts'

/** SubState=: the state in the words of the unit's own type. */
export function subState({ state }: Entry): string {
  return state.type === 'service' ? state.phase.at : passiveSubState(state)
}
