/** org.freedesktop.systemd1.Manager: the manager as an object on the bus. */
import { type Getters, implement, type Setters } from '#control/implement.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { type ResourceLimit, type ResourceName, resources } from '#core/base/linux/rlimit.ts'
import { ok } from '#core/base/result.ts'
import { features, ownVersion, systemdVersion } from '#core/base/version.ts'
import { activeState } from '#core/engine/work.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import type { Amount } from '#core/unit/kinds/weight.ts'
import type { Milestones, Steward } from '#manager/steward.ts'
import { fileMethods } from './manager-files.ts'
import { systemMethods } from './manager-system.ts'
import { unitMethods } from './manager-units.ts'
import { notSupported } from './refusals.ts'

type ManagerGetters = Getters<typeof managerInterface.properties, Steward>

const noTime = 2n ** 64n - 1n
const zero = () => 0n
const no = () => false

type Moment<Name extends string> = `${Name}Timestamp` | `${Name}TimestampMonotonic`

/** A moment as its two properties. */
function moment<const Name extends string>(name: Name, at: (milestones: Milestones) => Instant | null) {
  const read = (clock: 'realtime' | 'monotonic') => (steward: Steward) =>
    BigInt(Math.round(at(steward.milestones)?.[clock] ?? 0))
  return {
    [`${name}Timestamp`]: read('realtime'),
    [`${name}TimestampMonotonic`]: read('monotonic'),
  } as Readonly<Record<Moment<Name>, (steward: Steward) => bigint>>
}

const never = () => null

const moments = {
  ...moment('Firmware', never),
  ...moment('Loader', never),
  ...moment('Kernel', never),
  ...moment('InitRD', never),
  ...moment('Userspace', ({ userspace }) => userspace),
  ...moment('Finish', ({ finish }) => finish),
  ...moment('ShutdownStart', ({ shutdownStart }) => shutdownStart),
  ...moment('SecurityStart', never),
  ...moment('SecurityFinish', never),
  ...moment('GeneratorsStart', ({ generatorsStart }) => generatorsStart),
  ...moment('GeneratorsFinish', ({ generatorsFinish }) => generatorsFinish),
  ...moment('UnitsLoadStart', ({ unitsLoadStart }) => unitsLoadStart),
  ...moment('UnitsLoadFinish', ({ unitsLoadFinish }) => unitsLoadFinish),
  ...moment('UnitsLoad', ({ unitsLoad }) => unitsLoad),
  ...moment('InitRDSecurityStart', never),
  ...moment('InitRDSecurityFinish', never),
  ...moment('InitRDGeneratorsStart', never),
  ...moment('InitRDGeneratorsFinish', never),
  ...moment('InitRDUnitsLoadStart', never),
  ...moment('InitRDUnitsLoadFinish', never),
}

const unlimited: ResourceLimit = { soft: noTime, hard: noTime }

function limitOf(name: ResourceName, { propertyHost: { manager, limits } }: Steward): ResourceLimit {
  return manager[`DefaultLimit${name}`] ?? limits.get(name) ?? unlimited
}

type LimitName = `DefaultLimit${ResourceName}` | `DefaultLimit${ResourceName}Soft`

const limits = Object.fromEntries(
  resources.flatMap(({ name }) => [
    [`DefaultLimit${name}`, (steward: Steward) => limitOf(name, steward).hard],
    [`DefaultLimit${name}Soft`, (steward: Steward) => limitOf(name, steward).soft],
  ]),
) as Pick<ManagerGetters, LimitName>

const watchdogs = {
  WatchdogDevice: () => '',
  WatchdogLastPingTimestamp: () => noTime,
  WatchdogLastPingTimestampMonotonic: () => noTime,
  RuntimeWatchdogUSec: zero,
  RuntimeWatchdogPreUSec: zero,
  RuntimeWatchdogPreGovernor: () => '',
  RebootWatchdogUSec: () => 600_000_000n,
  KExecWatchdogUSec: zero,
  ServiceWatchdogs: () => true,
} as const satisfies Partial<ManagerGetters>

const defaults = {
  DefaultStandardOutput: ({ propertyHost: { manager } }) => manager.DefaultStandardOutput.to,
  DefaultStandardError: ({ propertyHost: { manager } }) => manager.DefaultStandardError.to,
  DefaultTimerAccuracyUSec: ({ propertyHost: { manager } }) => manager.DefaultTimerAccuracySec,
  DefaultTimeoutStartUSec: ({ propertyHost: { manager } }) => manager.DefaultTimeoutStartSec,
  DefaultTimeoutStopUSec: ({ propertyHost: { manager } }) => manager.DefaultTimeoutStopSec,
  DefaultTimeoutAbortUSec: ({ propertyHost: { manager } }) =>
    manager.DefaultTimeoutAbortSec ?? manager.DefaultTimeoutStopSec,
  DefaultDeviceTimeoutUSec: ({ propertyHost: { manager } }) => manager.DefaultDeviceTimeoutSec,
  DefaultRestartUSec: ({ propertyHost: { manager } }) => manager.DefaultRestartSec,
  DefaultStartLimitIntervalUSec: ({ propertyHost: { manager } }) => manager.DefaultStartLimitIntervalSec,
  DefaultStartLimitBurst: ({ propertyHost: { manager } }) => manager.DefaultStartLimitBurst,
  DefaultCPUAccounting: ({ propertyHost: { manager } }) => manager.DefaultCPUAccounting,
  DefaultBlockIOAccounting: no,
  DefaultIOAccounting: ({ propertyHost: { manager } }) => manager.DefaultIOAccounting,
  DefaultIPAccounting: ({ propertyHost: { manager } }) => manager.DefaultIPAccounting,
  DefaultMemoryAccounting: ({ propertyHost: { manager } }) => manager.DefaultMemoryAccounting,
  DefaultTasksAccounting: ({ propertyHost: { manager } }) => manager.DefaultTasksAccounting,
  DefaultTasksMax: ({ propertyHost: { manager, tasksMax } }) => amountOf(manager.DefaultTasksMax, tasksMax),
  DefaultMemoryPressureThresholdUSec: ({ propertyHost: { manager } }) => manager.DefaultMemoryPressureThresholdSec,
  DefaultMemoryPressureWatch: ({ propertyHost: { manager } }) => manager.DefaultMemoryPressureWatch,
  DefaultOOMPolicy: ({ propertyHost: { manager } }) => manager.DefaultOOMPolicy,
  DefaultOOMScoreAdjust: ({ propertyHost: { manager, oomScoreAdjust } }) =>
    manager.DefaultOOMScoreAdjust ?? oomScoreAdjust,
} as const satisfies Partial<ManagerGetters>

function amountOf(amount: Amount | null, whole: bigint): bigint {
  if (amount === null) {
    return noTime
  }
  return amount.is === 'share' ? (whole * BigInt(amount.permyriad)) / 10_000n : amount.value
}

/** How much of what was to be done is: jobs that ended of all that were queued. */
function progress({ world }: Steward): number {
  const { installed } = world.counters
  return installed === 0 || world.jobs.size === 0 ? 1 : Math.max(0, 1 - world.jobs.size / installed)
}

const state = {
  Version: () => `${systemdVersion} (berth ${ownVersion()})`,
  Features: () => features.join(' '),
  Virtualization: steward => steward.virtualization,
  ConfidentialVirtualization: () => '',
  Architecture: steward => steward.architecture,
  Tainted: () => '',
  LogLevel: steward => steward.logLevel,
  LogTarget: () => 'console',
  NNames: ({ world }) => world.names.size,
  NFailedUnits: ({ world }) => [...world.entries.values()].filter(entry => activeState(entry) === 'failed').length,
  NJobs: ({ world }) => world.jobs.size,
  NInstalledJobs: ({ world }) => world.counters.installed,
  NFailedJobs: ({ world }) => world.counters.failed,
  Progress: progress,
  Environment: ({ environment }) => [...environment.variables].map(([name, value]) => `${name}=${value}`),
  ConfirmSpawn: no,
  ShowStatus: ({ log }) => log.showStatus,
  UnitPath: ({ realm }) => [...realm.unitPath],
  ControlGroup: () => '',
  SystemState: steward => steward.systemState(),
  ExitCode: ({ exitCode }) => exitCode,
  TimerSlackNSec: ({ propertyHost }) => propertyHost.timerSlackNs,
  CtrlAltDelBurstAction: ({ propertyHost: { manager } }) => manager.CtrlAltDelBurstAction,
  SoftRebootsCount: () => 0,
} as const satisfies Partial<ManagerGetters>

const noWatchdogHere = () => notSupported('A container has no watchdog hardware.')

const setters: Setters<typeof managerInterface.properties, Steward> = {
  LogLevel: (steward, level) => steward.setLogLevel(level),
  LogTarget: () => notSupported('The log of berth has one place.'),
  RuntimeWatchdogUSec: noWatchdogHere,
  RuntimeWatchdogPreUSec: noWatchdogHere,
  RuntimeWatchdogPreGovernor: noWatchdogHere,
  RebootWatchdogUSec: noWatchdogHere,
  KExecWatchdogUSec: noWatchdogHere,
  ServiceWatchdogs: (_steward, on) =>
    on ? ok(undefined) : notSupported('Watchdogs of services cannot be switched off.'),
}

export const managerFace = implement(managerInterface).for<Steward>({
  properties: { ...moments, ...limits, ...watchdogs, ...defaults, ...state },
  methods: { ...unitMethods, ...systemMethods, ...fileMethods },
  setters,
})
