/** The settings half of Mount, Automount and Swap (systemd.mount(5), systemd.automount(5), systemd.swap(5)). */
import type { Getters } from '#control/implement.ts'
import type { automountInterface } from '#control/protocol/units/automount.ts'
import type { mountInterface } from '#control/protocol/units/mount.ts'
import type { swapInterface } from '#control/protocol/units/swap.ts'
import type { AutomountUnit, MountUnit, SwapUnit } from '#core/unit/unit.ts'
import { execContextSettings } from '#manager/bus/properties/exec/exec-context.ts'
import { cgroupContextSettings } from './cgroup-context.ts'
import { killContextSettings } from './kill-context.ts'
import { about, type PropertyHost } from './subject.ts'

export interface MountSubject {
  readonly unit: MountUnit
  readonly host: PropertyHost
}

export const mountSettings = {
  ...about(cgroupContextSettings, ({ unit, host }: MountSubject) => ({ resource: unit.resource, host })),
  ...about(execContextSettings, ({ unit, host }: MountSubject) => ({ exec: unit.exec, host })),
  ...about(killContextSettings, ({ unit }: MountSubject) => ({ kill: unit.kill })),
  NonBlocking: () => false,
  SameProcessGroup: () => true,
  Where: ({ unit: { mount } }) => mount.Where,
  What: ({ unit: { mount } }) => mount.What,
  Options: ({ unit: { mount } }) => mount.Options,
  Type: ({ unit: { mount } }) => mount.Type,
  TimeoutUSec: ({ unit: { mount } }) => mount.TimeoutSec,
  DirectoryMode: ({ unit: { mount } }) => mount.DirectoryMode,
  SloppyOptions: ({ unit: { mount } }) => mount.SloppyOptions,
  LazyUnmount: ({ unit: { mount } }) => mount.LazyUnmount,
  ForceUnmount: ({ unit: { mount } }) => mount.ForceUnmount,
  ReadWriteOnly: ({ unit: { mount } }) => mount.ReadWriteOnly,
  ExecMount: () => [],
  ExecUnmount: () => [],
  ExecRemount: () => [],
} as const satisfies Partial<Getters<typeof mountInterface.properties, MountSubject>>

export interface AutomountSubject {
  readonly unit: AutomountUnit
}

export const automountSettings = {
  Where: ({ unit: { automount } }) => automount.Where,
  ExtraOptions: ({ unit: { automount } }) => automount.ExtraOptions,
  DirectoryMode: ({ unit: { automount } }) => automount.DirectoryMode,
  TimeoutIdleUSec: ({ unit: { automount } }) => automount.TimeoutIdleSec,
} as const satisfies Partial<Getters<typeof automountInterface.properties, AutomountSubject>>

export interface SwapSubject {
  readonly unit: SwapUnit
  readonly host: PropertyHost
}

export const swapSettings = {
  ...about(cgroupContextSettings, ({ unit, host }: SwapSubject) => ({ resource: unit.resource, host })),
  ...about(execContextSettings, ({ unit, host }: SwapSubject) => ({ exec: unit.exec, host })),
  ...about(killContextSettings, ({ unit }: SwapSubject) => ({ kill: unit.kill })),
  NonBlocking: () => false,
  SameProcessGroup: () => false,
  What: ({ unit: { swap } }) => swap.What,
  Priority: ({ unit: { swap } }) => swap.Priority ?? -1,
  Options: ({ unit: { swap } }) => swap.Options,
  TimeoutUSec: ({ unit: { swap } }) => swap.TimeoutSec,
  ExecActivate: () => [],
  ExecDeactivate: () => [],
} as const satisfies Partial<Getters<typeof swapInterface.properties, SwapSubject>>
