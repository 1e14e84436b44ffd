/** The settings half of Slice and Scope (systemd.slice(5), systemd.scope(5)). Targets and devices have none of their own. */
import type { Getters } from '#control/implement.ts'
import type { scopeInterface } from '#control/protocol/units/scope.ts'
import type { sliceInterface } from '#control/protocol/units/slice.ts'
import type { Amount } from '#core/unit/kinds/weight.ts'
import type { ScopeUnit, SliceUnit } from '#core/unit/unit.ts'
import { cgroupContextSettings } from './cgroup-context.ts'
import { killContextSettings } from './kill-context.ts'
import { about, type PropertyHost } from './subject.ts'

export interface SliceSubject {
  readonly unit: SliceUnit
  readonly host: PropertyHost
}

const noLimit: Amount = { is: 'value', value: 2n ** 64n - 1n }

/** DefaultTasksMax= is for units with processes; a slice has no limit unless it names the setting. */
export const sliceSettings = {
  ...about(cgroupContextSettings, ({ unit, host }: SliceSubject) => ({
    resource: { ...unit.resource, TasksMax: unit.resource.TasksMax ?? noLimit },
    host,
  })),
} as const satisfies Partial<Getters<typeof sliceInterface.properties, SliceSubject>>

export interface ScopeSubject {
  readonly unit: ScopeUnit
  readonly host: PropertyHost
}

export const scopeSettings = {
  ...about(cgroupContextSettings, ({ unit, host }: ScopeSubject) => ({ resource: unit.resource, host })),
  ...about(killContextSettings, ({ unit }: ScopeSubject) => ({ kill: unit.kill })),
  TimeoutStopUSec: ({ unit: { scope } }) => scope.TimeoutStopSec,
  RuntimeMaxUSec: ({ unit: { scope } }) => scope.RuntimeMaxSec,
  RuntimeRandomizedExtraUSec: ({ unit: { scope } }) => scope.RuntimeRandomizedExtraSec,
  OOMPolicy: ({ unit: { scope } }) => scope.OOMPolicy,
} as const satisfies Partial<Getters<typeof scopeInterface.properties, ScopeSubject>>
