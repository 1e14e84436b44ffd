/**
 * Units that are simply up or down: targets and slices group others, the root mount and init.scope are there because we are.
 *
 * What berth cannot bring up in a plain container (it may not mount, there is no udev) is known here too: such a unit is up
 * when the system already has it, and a request to start it ends as `unsupported`. Only a mount of an empty file system in
 * memory has a stand-in that is as good: the folder itself (tmp.mount, which what works in /tmp requires).
 */
import type { ActiveState } from '#core/unit/active-state.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import type { UnitEffect } from './effect.ts'

export type PassiveType = Exclude<UnitType, 'service' | 'socket'>

export interface PassiveState {
  readonly type: PassiveType
  readonly up: boolean
}

/** SubState= when up, and whether a request can bring it up. */
const table = {
  target: { up: 'active', startable: true },
  slice: { up: 'active', startable: true },
  scope: { up: 'running', startable: false },
  mount: { up: 'mounted', startable: false },
  automount: { up: 'waiting', startable: false },
  swap: { up: 'active', startable: false },
  device: { up: 'plugged', startable: false },
  timer: { up: 'waiting', startable: false },
  path: { up: 'waiting', startable: false },
} as const satisfies Record<PassiveType, { readonly up: string; readonly startable: boolean }>

export function isStartable(unit: Exclude<Unit, { readonly type: 'service' | 'socket' }>): boolean {
  return table[unit.type].startable || (unit.type === 'mount' && unit.mount.Type === 'tmpfs')
}

export function passiveSubState(state: PassiveState): string {
  return state.up ? table[state.type].up : 'dead'
}

export function passiveActiveState(state: PassiveState): ActiveState {
  return state.up ? 'active' : 'inactive'
}

/** Brings a passive unit up or down, which takes no time. */
export function stepPassive(
  state: PassiveState,
  up: boolean,
): { readonly state: PassiveState; readonly effects: readonly UnitEffect[] } {
  if (state.up === up) {
    return { state, effects: [] }
  }
  const next = { ...state, up }
  return {
    state: next,
    effects: [
      { do: 'changed', from: passiveActiveState(state), to: passiveActiveState(next), outcome: { reloaded: true } },
    ],
  }
}
