/**
 * What must be known of a unit to run its commands, whatever its type: services, sockets, mounts and swaps run some. The row of a
 * type among the machines says which (core/lifecycle/machines.ts).
 */
import type { ExecSettings } from './directives/exec.ts'
import type { ServiceSettings } from './directives/service.ts'
import type { Command } from './kinds/exec/command.ts'
import type { ServiceUnit, SocketUnit } from './unit.ts'

/** The directives that name commands. `ExecStart` is the unit itself where it has a main process. */
export type ExecKey =
  | 'ExecCondition'
  | 'ExecStartPre'
  | 'ExecStart'
  | 'ExecStartPost'
  | 'ExecReload'
  | 'ExecStop'
  | 'ExecStopPre'
  | 'ExecStopPost'

export interface Execution {
  readonly exec: ExecSettings
  readonly commands: Readonly<Partial<Record<ExecKey, readonly Command[]>>>
  /** Commands beside the main process keep the manager's privileges, or its root. */
  readonly helpers: { readonly arePrivileged: boolean; readonly stepOut: boolean }
  readonly nonBlocking: boolean
  readonly notifyAccess: ServiceSettings['NotifyAccess']
  /** Empty where there is none. */
  readonly pidFile: string
  /** µs; 0 and infinity (2^64 - 1) for none. */
  readonly watchdog: bigint
}

export function serviceExecution({ exec, service }: ServiceUnit): Execution {
  return {
    exec,
    commands: service,
    helpers: { arePrivileged: service.PermissionsStartOnly, stepOut: service.RootDirectoryStartOnly },
    nonBlocking: service.NonBlocking,
    notifyAccess: service.NotifyAccess,
    pidFile: service.PIDFile,
    watchdog: service.WatchdogSec,
  }
}

/** A socket has commands beside it, and no main process. */
export function socketExecution({ exec, socket }: SocketUnit): Execution {
  return {
    exec,
    commands: socket,
    helpers: { arePrivileged: false, stepOut: false },
    nonBlocking: false,
    notifyAccess: 'none',
    pidFile: '',
    watchdog: 0n,
  }
}
