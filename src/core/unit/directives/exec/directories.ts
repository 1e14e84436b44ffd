/** Folders that a service has for itself (systemd.exec(5), RuntimeDirectory= and its siblings). */

import { serviceDirectories } from '#core/unit/kinds/exec/directory.ts'
import { effective, inert, type Table } from '#core/unit/kinds/kind.ts'
import { mode } from '#core/unit/kinds/scalar.ts'
import { span, USEC_INFINITY } from '#core/unit/kinds/span.ts'
import { wordOrBoolean } from '#core/unit/kinds/word.ts'

export const directoryDirectives = {
  RuntimeDirectoryPreserve: effective(wordOrBoolean(['restart'], 'no')),
  RuntimeDirectoryMode: effective(mode(0o755)),
  RuntimeDirectory: effective(serviceDirectories('with links')),
  StateDirectoryMode: effective(mode(0o755)),
  StateDirectory: effective(serviceDirectories('with links')),
  CacheDirectoryMode: effective(mode(0o755)),
  CacheDirectory: effective(serviceDirectories('with links')),
  LogsDirectoryMode: effective(mode(0o755)),
  LogsDirectory: effective(serviceDirectories('with links')),
  ConfigurationDirectoryMode: effective(mode(0o755)),
  ConfigurationDirectory: effective(serviceDirectories('without links')),
  TimeoutCleanSec: inert(span(USEC_INFINITY), 'removing what a unit keeps has no limit of time'),
} as const satisfies Table
