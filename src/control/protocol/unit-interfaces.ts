/** The interface that units of each type have besides `org.freedesktop.systemd1.Unit`. */
import { automountInterface } from '#control/protocol/units/automount.ts'
import { deviceInterface } from '#control/protocol/units/device.ts'
import { mountInterface } from '#control/protocol/units/mount.ts'
import { pathInterface } from '#control/protocol/units/path.ts'
import { scopeInterface } from '#control/protocol/units/scope.ts'
import { serviceInterface } from '#control/protocol/units/service.ts'
import { sliceInterface } from '#control/protocol/units/slice.ts'
import { socketInterface } from '#control/protocol/units/socket.ts'
import { swapInterface } from '#control/protocol/units/swap.ts'
import { targetInterface } from '#control/protocol/units/target.ts'
import { timerInterface } from '#control/protocol/units/timer.ts'
import type { InterfaceSpec } from './interface-spec.ts'

/** By the suffix of the units' names. */
export const unitTypeInterfaces = {
  service: serviceInterface,
  socket: socketInterface,
  target: targetInterface,
  device: deviceInterface,
  mount: mountInterface,
  automount: automountInterface,
  swap: swapInterface,
  timer: timerInterface,
  path: pathInterface,
  slice: sliceInterface,
  scope: scopeInterface,
} as const satisfies Readonly<Record<string, InterfaceSpec>>
