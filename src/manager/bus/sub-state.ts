import type { Entry } from '#core/engine/world.ts'
import { passiveSubState } from '#core/lifecycle/passive.ts'

/** SubState=: the state in the words of the unit's own type. */
export function subState({ state }: Entry): string {
  switch (state.type) {
    case 'service':
      return state.phase.at
    case 'socket':
      return state.at
    default:
      return passiveSubState(state)
  }
}
