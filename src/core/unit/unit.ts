/**
 * A Unit as it was read from disk: what the files say, nothing of what it is doing (core/lifecycle holds that).
 *
 * It is made by load.ts out of a fragment, its drop-ins and its links, with the implicit and default dependencies of its
 * type added, and it never changes: `daemon-reload` makes new ones. Settings keep the directives' own names, so that
 * `unit.service.RestartSec` is what systemd.service(5) says of RestartSec=.
 */
import type { Condition } from './condition.ts'
import type { ExecSettings } from './directives/exec.ts'
import type { InstallSettings } from './directives/install.ts'
import type { KillSettings } from './directives/kill.ts'
import type { AutomountSettings, MountSettings, SwapSettings } from './directives/mount.ts'
import type { PathSettings } from './directives/path.ts'
import type { ResourceSettings } from './directives/resource.ts'
import type { ScopeSettings } from './directives/scope.ts'
import type { ServiceSettings } from './directives/service.ts'
import type { SocketSettings } from './directives/socket.ts'
import type { TimerSettings } from './directives/timer.ts'
import type { UnitSettings } from './directives/unit.ts'
import type { Relation } from './relation.ts'

/** LoadState= (org.freedesktop.systemd1(5)). A unit that is not `loaded` has the initial value of every setting. */
export type LoadState = 'loaded' | 'not-found' | 'bad-setting' | 'error' | 'masked'

interface UnitBase {
  /** The name under which it is known; `names` holds it and its aliases. */
  readonly id: string
  readonly names: readonly string[]
  readonly load: LoadState
  /** For `error`: what went wrong, as errno's name. */
  readonly loadErrno: string | null
  readonly fragmentPath: string | null
  readonly dropInPaths: readonly string[]
  /** Where it came from when a generator made it, else SourcePath=. */
  readonly sourcePath: string | null
  /** Relations in the direction in which this unit names them, with implicit and default ones; ids or aliases. */
  readonly relations: ReadonlyMap<Relation, ReadonlySet<string>>
  /** Cannot be stopped by request: -.slice, init.scope, -.mount. */
  readonly perpetual: boolean
  readonly transient: boolean
  /** In the order in which they are looked at: the last one of the files first. */
  readonly conditions: readonly Condition[]
  readonly asserts: readonly Condition[]
  readonly unit: UnitSettings
  readonly install: InstallSettings
}

interface Executes {
  readonly exec: ExecSettings
  readonly kill: KillSettings
  readonly resource: ResourceSettings
}

export interface ServiceUnit extends UnitBase, Executes {
  readonly type: 'service'
  readonly service: ServiceSettings
}
export interface SocketUnit extends UnitBase, Executes {
  readonly type: 'socket'
  readonly socket: SocketSettings
}
export interface MountUnit extends UnitBase, Executes {
  readonly type: 'mount'
  readonly mount: MountSettings
}
export interface SwapUnit extends UnitBase, Executes {
  readonly type: 'swap'
  readonly swap: SwapSettings
}
export interface AutomountUnit extends UnitBase {
  readonly type: 'automount'
  readonly automount: AutomountSettings
}
export interface TimerUnit extends UnitBase {
  readonly type: 'timer'
  readonly timer: TimerSettings
}
export interface PathUnit extends UnitBase {
  readonly type: 'path'
  readonly path: PathSettings
}
export interface SliceUnit extends UnitBase {
  readonly type: 'slice'
  readonly resource: ResourceSettings
}
export interface ScopeUnit extends UnitBase {
  readonly type: 'scope'
  readonly scope: ScopeSettings
  readonly kill: KillSettings
  readonly resource: ResourceSettings
}
export interface TargetUnit extends UnitBase {
  readonly type: 'target'
}
export interface DeviceUnit extends UnitBase {
  readonly type: 'device'
}

export type Unit =
  | ServiceUnit
  | SocketUnit
  | MountUnit
  | SwapUnit
  | AutomountUnit
  | TimerUnit
  | PathUnit
  | SliceUnit
  | ScopeUnit
  | TargetUnit
  | DeviceUnit
