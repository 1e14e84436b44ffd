/** [Path] (systemd.path(5)). */
import { inert, into, type SettingsOf, slot, type Table } from '#core/unit/kinds/kind.ts'
import { boolean, mode, unsigned } from '#core/unit/kinds/scalar.ts'
import { finiteSpan } from '#core/unit/kinds/span.ts'
import { triggeredUnit } from '#core/unit/kinds/unit/triggered-unit.ts'
import { type WatchedPath, watchedPath } from '#core/unit/kinds/unit/watched-path.ts'

const why = 'path units are not run yet'
const notRun = { is: 'inert', why } as const

/** The newest first, as systemd keeps them. */
const paths = slot<readonly WatchedPath[]>('Paths', [])

export const pathDirectives = {
  Paths: paths,
  PathExists: into(paths, watchedPath('PathExists'), notRun),
  PathExistsGlob: into(paths, watchedPath('PathExistsGlob'), notRun),
  PathChanged: into(paths, watchedPath('PathChanged'), notRun),
  PathModified: into(paths, watchedPath('PathModified'), notRun),
  DirectoryNotEmpty: into(paths, watchedPath('DirectoryNotEmpty'), notRun),
  Unit: inert(triggeredUnit(), why),
  MakeDirectory: inert(boolean(false), why),
  DirectoryMode: inert(mode(0o755), why),
  TriggerLimitIntervalSec: inert(finiteSpan(), why),
  TriggerLimitBurst: inert(unsigned<number | null>(null), why),
} as const satisfies Table

export type ParsedPath = SettingsOf<typeof pathDirectives>

/** What is left open by the file is decided when the unit is loaded. */
export type PathSettings = Omit<ParsedPath, 'Unit' | 'TriggerLimitIntervalSec' | 'TriggerLimitBurst'> & {
  readonly Unit: string
  readonly TriggerLimitIntervalSec: bigint
  readonly TriggerLimitBurst: number
}
