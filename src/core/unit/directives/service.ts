/**
 * [Service] (systemd.service(5)). The settings of execution, killing and resources stand in exec.ts, kill.ts, resource.ts.
 */

import { commandList } from '#core/unit/kinds/exec/command.ts'
import { exitStatusSet } from '#core/unit/kinds/exec/exit-status-set.ts'
import { openFileList } from '#core/unit/kinds/exec/open-file.ts'
import { effective, inert, type SettingsOf, type Table } from '#core/unit/kinds/kind.ts'
import { absolutePath, pidFile } from '#core/unit/kinds/path.ts'
import { boolean, signal, unsigned } from '#core/unit/kinds/scalar.ts'
import { abortSpan, span, startSpan, timeoutSpan, USEC_INFINITY } from '#core/unit/kinds/span.ts'
import { busName } from '#core/unit/kinds/unit/bus-name.ts'
import { unitNames } from '#core/unit/kinds/unit/unit-names.ts'
import { word, wordOrBoolean } from '#core/unit/kinds/word.ts'

export const serviceTypes = ['simple', 'exec', 'forking', 'oneshot', 'dbus', 'notify', 'notify-reload', 'idle'] as const
export type ServiceType = (typeof serviceTypes)[number]

export const restartPolicies = [
  'no',
  'on-success',
  'on-failure',
  'on-abnormal',
  'on-watchdog',
  'on-abort',
  'always',
] as const
/** Who may speak over NOTIFY_SOCKET. */
export const notifyAccesses = ['none', 'all', 'exec', 'main'] as const
export type NotifyAccess = (typeof notifyAccesses)[number]
export const failureModes = ['terminate', 'abort', 'kill'] as const

const fdStorePreserve = wordOrBoolean(['restart'], 'restart')
const moved = (name: string) => ({ movedTo: 'Unit', as: name }) as const

export const serviceDirectives = {
  Type: effective(word(serviceTypes, null)),
  ExitType: effective(word(['main', 'cgroup'], 'main')),
  Restart: effective(word(restartPolicies, 'no')),
  RestartMode: effective(word(['normal', 'direct'], 'normal')),
  PIDFile: effective(pidFile()),
  BusName: effective(busName()),
  NotifyAccess: effective(word(notifyAccesses, null)),
  RestartSec: effective(span(null)),
  RestartSteps: effective(unsigned(0)),
  RestartMaxDelaySec: effective(span(USEC_INFINITY)),
  TimeoutSec: { sets: ['TimeoutStartSec', 'TimeoutStopSec'], kind: startSpan() },
  TimeoutStartSec: effective(startSpan()),
  TimeoutStopSec: effective(timeoutSpan(null)),
  TimeoutAbortSec: effective(abortSpan()),
  TimeoutStartFailureMode: effective(word(failureModes, 'terminate')),
  TimeoutStopFailureMode: effective(word(failureModes, 'terminate')),
  RuntimeMaxSec: effective(span(USEC_INFINITY)),
  RuntimeRandomizedExtraSec: effective(span(0n)),
  WatchdogSec: effective(span(0n)),
  RootDirectoryStartOnly: effective(boolean(false)),
  PermissionsStartOnly: effective(boolean(false)),
  RemainAfterExit: effective(boolean(false)),
  GuessMainPID: effective(boolean(true)),
  RestartPreventExitStatus: effective(exitStatusSet()),
  RestartForceExitStatus: effective(exitStatusSet()),
  SuccessExitStatus: effective(exitStatusSet()),
  NonBlocking: effective(boolean(false)),
  FileDescriptorStoreMax: inert(unsigned(0), 'descriptors sent with FDSTORE=1 are not kept yet'),
  FileDescriptorStorePreserve: inert(fdStorePreserve, 'descriptors are not kept yet'),
  Sockets: effective(unitNames({ type: 'socket' })),
  OOMPolicy: inert(word(['continue', 'stop', 'kill'], null), 'only a cgroup tells of out-of-memory kills'),
  OpenFile: inert(openFileList(), 'files are not opened for services yet'),
  ReloadSignal: effective(signal(1)),
  USBFunctionDescriptors: inert(absolutePath(), 'there is no USB gadget in a container'),
  USBFunctionStrings: inert(absolutePath(), 'there is no USB gadget in a container'),
  ExecCondition: effective(commandList()),
  ExecStartPre: effective(commandList()),
  ExecStart: effective(commandList()),
  ExecStartPost: effective(commandList()),
  ExecReload: effective(commandList()),
  ExecStop: effective(commandList()),
  ExecStopPost: effective(commandList()),
  StartLimitInterval: moved('StartLimitIntervalSec'),
  StartLimitBurst: moved('StartLimitBurst'),
  StartLimitAction: moved('StartLimitAction'),
  FailureAction: moved('FailureAction'),
  RebootArgument: moved('RebootArgument'),
  /** Removed from systemd in versions 215 and 230. */
  SysVStartPriority: { obsolete: 'said' },
  BusPolicy: { obsolete: 'said' },
} as const satisfies Table

export type ParsedService = SettingsOf<typeof serviceDirectives>

/** What is left open by the file is decided when the unit is loaded (load.ts), so that nobody asks twice. */
export type ServiceSettings = Omit<
  ParsedService,
  'Type' | 'NotifyAccess' | 'RestartSec' | 'TimeoutStartSec' | 'TimeoutStopSec' | 'TimeoutAbortSec' | 'OOMPolicy'
> & {
  readonly Type: ServiceType
  readonly NotifyAccess: NotifyAccess
  readonly RestartSec: bigint
  readonly TimeoutStartSec: bigint
  readonly TimeoutStopSec: bigint
  /** The time after SIGABRT, TimeoutStopSec= where it is not set. */
  readonly TimeoutAbortSec: bigint
  readonly OOMPolicy: 'continue' | 'stop' | 'kill'
}

/** The commands of a service, in the order in which they can run. */
export const commandKeys = [
  'ExecCondition',
  'ExecStartPre',
  'ExecStart',
  'ExecStartPost',
  'ExecReload',
  'ExecStop',
  'ExecStopPost',
] as const
export type CommandKey = (typeof commandKeys)[number]
