/** What the manager is joined with: the parts put in once it is there, and what it reads of the machine. */
import type { InstallReader } from '#catalog/install/install-info.ts'
import type { Zone } from '#core/calendar/zone.ts'
import type { Effect } from '#core/engine/effect.ts'
import type { Defaults } from '#core/engine/world.ts'
import type { StartLimit } from '#core/lifecycle/start-limit.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { PropertyHost } from '#manager/bus/properties/subject.ts'
import type { Loader } from '#manager/deeds/loader.ts'
import type { ConsoleMode } from '#manager/log/console-mode.ts'
import type { Realm } from './realm.ts'
import type { EndKind } from './steward.ts'

/** What is put in once everything else is there. */
export interface Attachments {
  readonly loader: Loader
  perform(effect: Effect): void
  settled(): void
  /** Tells the watchers what has changed. */
  tell(): void
  end(kind: EndKind, force: boolean): void
  /** A whole boot is asked for beside a foreign PID 1: units are again what their files say. */
  boot(): void
  reload(): Promise<void>
  reexecute(): void
  unitFileState(unit: string): string
  unitFilePreset(unit: string): string
  unitFilesChanged(): void
}

/** What the machine and the manager's own files say, read again on each reload. */
export interface Facts {
  readonly propertyHost: PropertyHost
  readonly zone: Zone
  /** How often clients may reload. */
  readonly reloadLimit: StartLimit
  /** Reads unit files for questions about them. */
  readonly reader: InstallReader
}

/** What a manager is made of. */
export interface ManagerOptions {
  readonly kernel: Kernel
  readonly realm: Realm
  readonly variables: Map<string, string>
  readonly startLimit: Defaults
  /** What a former life's membership left. */
  readonly membership: string | null
  readonly virtualization: string
  readonly console: ConsoleMode
  facts(): Facts
}
