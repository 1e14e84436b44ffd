/** [Manager] of system.conf and user.conf (systemd-system.conf(5)): what units take where they say nothing. */
import type { ResourceLimit, ResourceName } from '#core/base/linux/rlimit.ts'
import { resettable } from '#core/unit/kinds/complain.ts'
import { cpuAffinity, nodeSet } from '#core/unit/kinds/exec/cpu-set.ts'
import { environment } from '#core/unit/kinds/exec/environment.ts'
import { limit } from '#core/unit/kinds/exec/limit.ts'
import { oomScoreAdjust } from '#core/unit/kinds/exec/scheduling.ts'
import { effective, inert, type SettingsOf, type Table } from '#core/unit/kinds/kind.ts'
import { absolutePath } from '#core/unit/kinds/path.ts'
import { capabilitySet } from '#core/unit/kinds/sandbox/capability.ts'
import { syscallArchitectures } from '#core/unit/kinds/sandbox/syscall.ts'
import { boolean, unsigned } from '#core/unit/kinds/scalar.ts'
import { abortSpan, nanoseconds, span, timeoutSpan } from '#core/unit/kinds/span.ts'
import { verbatim } from '#core/unit/kinds/text.ts'
import { emergencyAction } from '#core/unit/kinds/unit/action.ts'
import { defaultOutput, logLevel } from '#core/unit/kinds/unit/manager.ts'
import { type Amount, tasksMax } from '#core/unit/kinds/weight.ts'
import { numberedWord, word, wordOrBoolean } from '#core/unit/kinds/word.ts'

const noWatchdog = 'a container has no watchdog hardware'
const noGroups = 'a plain container has no control groups of its own'
const ownProcess = 'the container engine decides it for PID 1'
const noConsole = 'a container has no console of its own'
const ownLog = 'the log of berth has one form'

const second = 1_000_000n
const mebibyte = 1024n * 1024n

function limitOf(name: ResourceName, initial: ResourceLimit | null = null) {
  return effective({ ...limit(name), initial })
}

/** Emptied, nothing limits. */
function tasksOf(initial: Amount) {
  return inert({ ...tasksMax<null>(null), initial }, noGroups)
}

export const managerDirectives = {
  LogLevel: effective(logLevel()),
  LogTarget: inert(verbatim(), ownLog),
  LogColor: inert(boolean(true), ownLog),
  LogLocation: inert(boolean(false), ownLog),
  LogTime: inert(boolean(false), ownLog),
  DumpCore: inert(boolean(true), ownProcess),
  CrashChangeVT: inert(verbatim(), noConsole),
  CrashShell: inert(boolean(false), noConsole),
  CrashReboot: inert(boolean(false), 'a manager that crashed begins again'),
  CrashAction: inert(word(['freeze', 'reboot', 'poweroff'], 'freeze'), 'a manager that crashed begins again'),
  ShowStatus: inert(verbatim(), noConsole),
  StatusUnitFormat: inert(word(['name', 'description', 'combined'], 'combined'), noConsole),
  CtrlAltDelBurstAction: inert({ ...emergencyAction(), initial: 'reboot-force' as const }, noConsole),
  CPUAffinity: inert(cpuAffinity(), ownProcess),
  NUMAPolicy: inert(
    resettable(numberedWord(['default', 'preferred', 'bind', 'interleave', 'local'], null)),
    ownProcess,
  ),
  NUMAMask: inert(nodeSet(), ownProcess),
  RuntimeWatchdogSec: inert(verbatim(), noWatchdog),
  RuntimeWatchdogPreSec: inert(verbatim(), noWatchdog),
  RebootWatchdogSec: inert(verbatim(), noWatchdog),
  ShutdownWatchdogSec: inert(verbatim(), noWatchdog),
  KExecWatchdogSec: inert(verbatim(), noWatchdog),
  WatchdogDevice: inert(absolutePath(), noWatchdog),
  RuntimeWatchdogPreGovernor: inert(verbatim(), noWatchdog),
  CapabilityBoundingSet: inert(capabilitySet('all'), ownProcess),
  NoNewPrivileges: inert(boolean(false), ownProcess),
  ProtectSystem: inert(wordOrBoolean(['auto'], 'no'), 'a plain container may not make mount namespaces'),
  SystemCallArchitectures: inert(syscallArchitectures(), 'system calls are not filtered'),
  TimerSlackNSec: inert(nanoseconds(), ownProcess),
  DefaultTimerAccuracySec: effective(span(60n * second)),
  DefaultStandardOutput: effective(defaultOutput('journal')),
  DefaultStandardError: effective(defaultOutput('inherit')),
  DefaultTimeoutStartSec: effective(timeoutSpan(90n * second)),
  DefaultTimeoutStopSec: effective(timeoutSpan(90n * second)),
  /** Null: as long as DefaultTimeoutStopSec=. */
  DefaultTimeoutAbortSec: effective(abortSpan()),
  DefaultDeviceTimeoutSec: effective(timeoutSpan(90n * second)),
  DefaultRestartSec: effective(span(second / 10n)),
  DefaultStartLimitInterval: { renamed: 'DefaultStartLimitIntervalSec', warning: null },
  DefaultStartLimitIntervalSec: effective(span(10n * second)),
  DefaultStartLimitBurst: effective(unsigned<number>(5)),
  ReloadLimitIntervalSec: effective(span<bigint | null>(null)),
  ReloadLimitBurst: effective(unsigned<number | null>(null)),
  DefaultEnvironment: effective(environment()),
  ManagerEnvironment: inert(environment(), ownProcess),
  DefaultLimitCPU: limitOf('CPU'),
  DefaultLimitFSIZE: limitOf('FSIZE'),
  DefaultLimitDATA: limitOf('DATA'),
  DefaultLimitSTACK: limitOf('STACK'),
  DefaultLimitCORE: limitOf('CORE'),
  DefaultLimitRSS: limitOf('RSS'),
  DefaultLimitNOFILE: limitOf('NOFILE', { soft: 1024n, hard: 524288n }),
  DefaultLimitAS: limitOf('AS'),
  DefaultLimitNPROC: limitOf('NPROC'),
  DefaultLimitMEMLOCK: limitOf('MEMLOCK', { soft: 8n * mebibyte, hard: 8n * mebibyte }),
  DefaultLimitLOCKS: limitOf('LOCKS'),
  DefaultLimitSIGPENDING: limitOf('SIGPENDING'),
  DefaultLimitMSGQUEUE: limitOf('MSGQUEUE'),
  DefaultLimitNICE: limitOf('NICE'),
  DefaultLimitRTPRIO: limitOf('RTPRIO'),
  DefaultLimitRTTIME: limitOf('RTTIME'),
  DefaultCPUAccounting: inert(boolean(true), noGroups),
  DefaultIOAccounting: inert(boolean(false), noGroups),
  DefaultIPAccounting: inert(boolean(false), noGroups),
  DefaultBlockIOAccounting: inert(boolean(false), noGroups),
  DefaultMemoryAccounting: inert(boolean(true), noGroups),
  DefaultTasksAccounting: inert(boolean(true), noGroups),
  DefaultTasksMax: tasksOf({ is: 'share', permyriad: 1500 }),
  DefaultMemoryPressureThresholdSec: inert(span(second / 5n), noGroups),
  DefaultMemoryPressureWatch: inert(wordOrBoolean(['auto', 'skip'], 'auto'), noGroups),
  DefaultOOMPolicy: inert(word(['continue', 'stop', 'kill'], 'stop'), noGroups),
  DefaultOOMScoreAdjust: effective(oomScoreAdjust()),
  DefaultSmackProcessLabel: inert(verbatim(), 'security labels are not set'),
} as const satisfies Table

export type ManagerConfig = SettingsOf<typeof managerDirectives>
