/** One row a unit type. A new type is a machine in a file of its own and its row here (ARCHITECTURE.md, "A unit type"). */
import type { Unit } from '#core/unit/unit.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import type { Machine } from './machine.ts'
import {
  mountMachine,
  type PassiveState,
  type PassiveType,
  scopeMachine,
  sliceMachine,
  targetMachine,
  unsupported,
} from './passive.ts'
import { serviceMachine } from './service/row.ts'
import type { ServiceState } from './service/state.ts'
import { socketMachine } from './socket/socket.ts'
import type { SocketState } from './socket/state.ts'

export type UnitState = ServiceState | SocketState | PassiveState

type UnitOf<T extends UnitType> = Extract<Unit, { readonly type: T }>
type StateOf<T extends UnitType> = T extends PassiveType ? PassiveState : Extract<UnitState, { readonly type: T }>

/** A machine whose unit and state are of one type; which, the row says. */
export type AnyMachine = Machine<Unit, UnitState>
export type Machines = Readonly<Record<UnitType, AnyMachine>>

export const machines: Machines = {
  service: serviceMachine,
  socket: socketMachine,
  target: targetMachine,
  slice: sliceMachine,
  scope: scopeMachine,
  mount: mountMachine,
  ...unsupported,
} satisfies { readonly [T in UnitType]: Machine<UnitOf<T>, StateOf<T>> }
