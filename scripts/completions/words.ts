/** What can follow a verb or an option: words where they are known beforehand, questions to systemctl where they are not. */

import type { OptionRow } from '#cli/command-line/option-table.ts'
import { stateLists } from '#cli/command-line/states.ts'
import { verbs, type WordKind } from '#cli/systemctl/verbs.ts'
import { signalName } from '#core/base/linux/signal.ts'
import { unitTypes } from '#core/unit/unit-type.ts'

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)].sort()

const signals = Array.from({ length: 31 }, (_, index) => `SIG${signalName(index + 1)}`)

/** The values of an option; 'files' and 'properties' are looked up when they are asked for. */
export function valuesOf(row: OptionRow): readonly string[] | 'files' | 'properties' | undefined {
  switch (row.choices) {
    case 'types':
      return ['help', ...unitTypes]
    case 'states':
      return ['help', ...unique(stateLists.flatMap(([, states]) => states))]
    case 'signals':
      return ['help', ...signals]
    default:
      return row.choices
  }
}

/** The verbs that are shown, by what their words are. */
export function verbsOf(kind: WordKind): readonly string[] {
  return verbs.flatMap(({ name, shown }) => (shown?.takes === kind ? [name] : []))
}

/** Options to `list-units` that leave out what a verb could not be meant for. */
export const unitFilters: Readonly<Record<string, string>> = {
  'stop|kill|freeze|thaw|try-restart|reload|try-reload-or-restart': '--state=active,activating,reloading,deactivating',
  'reset-failed': '--state=failed',
}

/** The same for `list-unit-files`. */
export const fileFilters: Readonly<Record<string, string>> = {
  enable: '--state=disabled,linked,indirect',
  disable: '--state=enabled,enabled-runtime,linked,indirect',
  unmask: '--state=masked,masked-runtime',
}

export const logLevels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug']
