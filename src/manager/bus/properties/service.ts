/** The settings half of org.freedesktop.systemd1.Service (systemd.service(5)). */
import type { Getters } from '#control/implement.ts'
import type { serviceInterface } from '#control/protocol/units/service.ts'
import type { ServiceSettings } from '#core/unit/directives/service.ts'
import type { ExitStatusSet } from '#core/unit/kinds/exec/exit-status-set.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { execContextSettings } from '#manager/bus/properties/exec/exec-context.ts'
import { cgroupContextSettings } from './cgroup-context.ts'
import { killContextSettings } from './kill-context.ts'
import { about, type PropertyHost } from './subject.ts'

export interface ServiceSubject {
  readonly unit: ServiceUnit
  readonly host: PropertyHost
}

/** Flags of OpenFile= as bits. */
const openFlags = { 'read-only': 1n, append: 2n, truncate: 4n, graceful: 8n } as const

type ServiceGetters = Partial<Getters<typeof serviceInterface.properties, { readonly service: ServiceSettings }>>

const ownSettings = {
  Type: ({ service }) => service.Type,
  ExitType: ({ service }) => service.ExitType,
  Restart: ({ service }) => service.Restart,
  RestartMode: ({ service }) => service.RestartMode,
  PIDFile: ({ service }) => service.PIDFile,
  RestartUSec: ({ service }) => service.RestartSec,
  RestartSteps: ({ service }) => service.RestartSteps,
  RestartMaxDelayUSec: ({ service }) => service.RestartMaxDelaySec,
  TimeoutStartUSec: ({ service }) => service.TimeoutStartSec,
  TimeoutStopUSec: ({ service }) => service.TimeoutStopSec,
  TimeoutAbortUSec: ({ service }) => service.TimeoutAbortSec,
  TimeoutStartFailureMode: ({ service }) => service.TimeoutStartFailureMode,
  TimeoutStopFailureMode: ({ service }) => service.TimeoutStopFailureMode,
  RuntimeMaxUSec: ({ service }) => service.RuntimeMaxSec,
  RuntimeRandomizedExtraUSec: ({ service }) => service.RuntimeRandomizedExtraSec,
  RootDirectoryStartOnly: ({ service }) => service.RootDirectoryStartOnly,
  RemainAfterExit: ({ service }) => service.RemainAfterExit,
  GuessMainPID: ({ service }) => service.GuessMainPID,
  RestartPreventExitStatus: ({ service }) => statusRow(service.RestartPreventExitStatus),
  RestartForceExitStatus: ({ service }) => statusRow(service.RestartForceExitStatus),
  SuccessExitStatus: ({ service }) => statusRow(service.SuccessExitStatus),
  BusName: ({ service }) => service.BusName,
  FileDescriptorStoreMax: ({ service }) => service.FileDescriptorStoreMax,
  FileDescriptorStorePreserve: ({ service }) => service.FileDescriptorStorePreserve,
  USBFunctionDescriptors: ({ service }) => service.USBFunctionDescriptors,
  USBFunctionStrings: ({ service }) => service.USBFunctionStrings,
  OOMPolicy: ({ service }) => service.OOMPolicy,
  OpenFile: ({ service }) =>
    service.OpenFile.map(
      ({ path, name, flags }) => [path, name, flags.reduce((bits, flag) => bits | openFlags[flag], 0n)] as const,
    ),
  ReloadSignal: ({ service }) => service.ReloadSignal,
  NonBlocking: ({ service }) => service.NonBlocking,
  SameProcessGroup: () => false,
} as const satisfies ServiceGetters

function statusRow({ statuses, signals }: ExitStatusSet) {
  return [statuses, signals] as const
}

/** Everything of a service that its files decide. What it lives through stands in faces/service-runtime.ts. */
export const serviceSettings = {
  ...about(cgroupContextSettings, ({ unit, host }: ServiceSubject) => ({ resource: unit.resource, host })),
  ...about(execContextSettings, ({ unit, host }: ServiceSubject) => ({ exec: unit.exec, host })),
  ...about(killContextSettings, ({ unit }: ServiceSubject) => ({ kill: unit.kill })),
  ...about(ownSettings, ({ unit }: ServiceSubject) => ({ service: unit.service })),
} as const satisfies Partial<Getters<typeof serviceInterface.properties, ServiceSubject>>
