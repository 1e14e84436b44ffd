/** What the manager is joined with: the parts put in once it is there, and what it reads of the machine. */
import type { InstallReader } from '#catalog/install/install-info.ts'
import type { Zone } from '#core/calendar/zone.ts'
import type { Effect } from '#core/engine/effect.ts'
import type { StartLimit } from '#core/lifecycle/start-limit.ts'
import type { PropertyHost } from '#manager/bus/properties/subject.ts'
import type { Loader } from '#manager/deeds/loader.ts'
import type { EndKind } from './steward.ts'

/** What is put in once everything else is there. */
export interface Attachments {
  readonly loader: Loader
  perform(effect: Effect): void
  settled(): void
  /** Tells the watchers what has changed. */
  tell(): void
  end(kind: EndKind, force: boolean): void
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
