/**
 * Units that are simply up or down: targets and slices group others, the root mount and init.scope are there because we are.
 *
 * What berth cannot bring up in a plain container (it may not mount, there is no udev) is known here too: such a unit is up
 * when the system already has it, and a request to start it ends as `unsupported`. Only a mount of an empty file system in
 * memory has a stand-in that is as good: the folder itself (tmp.mount, which what works in /tmp requires).
 */
import type { ActiveState } from '#core/unit/active-state.ts'
import type { MountUnit, Unit } from '#core/unit/unit.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import type { UnitEffect } from './effect.ts'
import type { JobWords } from './job-words.ts'
import { type Machine, type Step, still } from './machine.ts'

export type PassiveType = Exclude<UnitType, 'service' | 'socket'>
type PassiveUnit = Extract<Unit, { readonly type: PassiveType }>

export interface PassiveState {
  readonly type: PassiveType
  readonly up: boolean
}

interface Traits<U> {
  readonly type: PassiveType
  /** SubState= when up. */
  readonly up: string
  readonly canStart: (unit: U) => boolean
  readonly words?: JobWords<U>
}

function passive<U extends PassiveUnit>({ type, up, canStart, words = {} }: Traits<U>): Machine<U, PassiveState> {
  return {
    initial: unit => ({ type, up: unit.perpetual && unit.load === 'loaded' }),
    activeState: (_, state) => activeStateOf(state),
    subState: state => (state.up ? up : 'dead'),
    canStart,
    step: (_, state, event) => {
      switch (event.type) {
        case 'start':
          return bring(state, true, { do: 'new-invocation' })
        case 'stop':
          return bring(state, false)
        case 'appeared':
          return bring(state, event.up)
        default:
          return still(state)
      }
    },
    words,
    countsStarts: false,
  }
}

function activeStateOf({ up }: PassiveState): ActiveState {
  return up ? 'active' : 'inactive'
}

/** Brings a passive unit up or down, which takes no time. */
function bring(state: PassiveState, up: boolean, ...first: readonly UnitEffect[]): Step<PassiveState> {
  if (state.up === up) {
    return { state, effects: first }
  }
  const next = { ...state, up }
  const change = { from: activeStateOf(state), to: activeStateOf(next), outcome: { reloaded: true } }
  return { state: next, effects: [...first, { do: 'changed', ...change }] }
}

export const targetMachine = passive({
  type: 'target',
  up: 'active',
  canStart: () => true,
  words: {
    start: { done: title => `Reached target ${title}.` },
    stop: { done: title => `Stopped target ${title}.` },
  },
})

export const sliceMachine = passive({
  type: 'slice',
  up: 'active',
  canStart: () => true,
  words: {
    start: { done: title => `Created slice ${title}.` },
    stop: { done: title => `Removed slice ${title}.` },
  },
})

export const scopeMachine = passive({ type: 'scope', up: 'running', canStart: () => false })

/** Mounts as they are seen: the system has them, or a folder stands in for them. */
export const mountMachine = passive<MountUnit>({
  type: 'mount',
  up: 'mounted',
  canStart: ({ mount }) => mount.Type === 'tmpfs',
  words: {
    start: {
      done: title => `${title} is not mounted, since a container may not: its folder is used as it is.`,
      failed: title => `Failed to mount ${title}.`,
      timeout: title => `Timed out mounting ${title}.`,
    },
    stop: { done: title => `The folder of ${title} stays.` },
    isSilent: true,
  },
})

/** Types that are read and shown, and cannot be started yet. */
export const unsupported = {
  automount: passive({ type: 'automount', up: 'waiting', canStart: () => false }),
  swap: passive({ type: 'swap', up: 'active', canStart: () => false }),
  device: passive({ type: 'device', up: 'plugged', canStart: () => false }),
  timer: passive({ type: 'timer', up: 'waiting', canStart: () => false }),
  path: passive({ type: 'path', up: 'waiting', canStart: () => false }),
} as const
