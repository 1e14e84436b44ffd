/**
 * How programs are executed (systemd.exec(5)); part of [Service], [Socket], [Mount] and [Swap]. The tables by topic stand in
 * the folder exec/.
 */

import type { StandardInput, StandardOutput } from '#core/unit/kinds/exec/stream.ts'
import type { SettingsOf, Table } from '#core/unit/kinds/kind.ts'
import { directoryDirectives } from './exec/directories.ts'
import { environmentDirectives } from './exec/environment.ts'
import { identityDirectives } from './exec/identity.ts'
import { imageDirectives } from './exec/images.ts'
import { limitDirectives } from './exec/limits.ts'
import { processDirectives } from './exec/process.ts'
import { sandboxDirectives } from './exec/sandbox.ts'
import { streamDirectives } from './exec/streams.ts'

export const execDirectives = {
  ...identityDirectives,
  ...environmentDirectives,
  ...processDirectives,
  ...limitDirectives,
  ...streamDirectives,
  ...directoryDirectives,
  ...sandboxDirectives,
  ...imageDirectives,
  /** Removed from systemd in version 230. */
  Capabilities: { obsolete: 'said' },
} as const satisfies Table

export type ParsedExec = SettingsOf<typeof execDirectives>

/** What is left open by the file is decided when the unit is loaded, so that nobody asks twice. */
export type ExecSettings = Omit<ParsedExec, 'StandardInput' | 'StandardOutput' | 'StandardError'> & {
  readonly StandardInput: StandardInput
  readonly StandardOutput: StandardOutput
  readonly StandardError: StandardOutput
}
