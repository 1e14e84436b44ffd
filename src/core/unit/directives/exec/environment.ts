/** Variables, folders to run in and to search (systemd.exec(5), "Paths", "Environment"). */

import { environment, environmentFiles, variableNames, variablesToUnset } from '#core/unit/kinds/exec/environment.ts'
import { workingDirectory } from '#core/unit/kinds/exec/working-directory.ts'
import { effective, inert, type Table } from '#core/unit/kinds/kind.ts'
import { path, searchFolders } from '#core/unit/kinds/path.ts'
import { boolean } from '#core/unit/kinds/scalar.ts'

export const environmentDirectives = {
  WorkingDirectory: effective(workingDirectory()),
  RootDirectory: effective(path({ otherwise: 'bad-setting' })),
  RootEphemeral: inert(boolean(false), 'the root directory is never copied'),
  ExecSearchPath: effective(searchFolders()),
  Environment: effective(environment()),
  EnvironmentFile: effective(environmentFiles()),
  PassEnvironment: effective(variableNames()),
  UnsetEnvironment: effective(variablesToUnset()),
} as const satisfies Table
