/** The interface that units of each type have besides `org.freedesktop.systemd1.Unit`. */
import { automountInterface } from './automount.ts'
import { deviceInterface } from './device.ts'
import type { InterfaceSpec } from './interface-spec.ts'
import { mountInterface } from './mount.ts'
import { pathInterface } from './path.ts'
import { scopeInterface } from './scope.ts'
import { serviceInterface } from './service.ts'
import { sliceInterface } from './slice.ts'
import { socketInterface } from './socket.ts'
import { swapInterface } from './swap.ts'
import { targetInterface } from './target.ts'
import { timerInterface } from './timer.ts'

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
