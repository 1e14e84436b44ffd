/** How processes are ended (systemd.kill(5)); part of [Service], [Socket], [Mount], [Swap] and [Scope]. */
import { effective, type SettingsOf, type Table } from '#core/unit/kind.ts'
import { boolean, optionalSignal, signal } from '#core/unit/kinds/scalar.ts'
import { word } from '#core/unit/kinds/word.ts'

export const killModes = ['control-group', 'process', 'mixed', 'none'] as const

export const killDirectives = {
  KillMode: effective(word(killModes, 'control-group')),
  KillSignal: effective(signal(15)),
  /** Unset, it is KillSignal=. */
  RestartKillSignal: effective(optionalSignal()),
  FinalKillSignal: effective(signal(9)),
  SendSIGKILL: effective(boolean(true)),
  SendSIGHUP: effective(boolean(false)),
  WatchdogSignal: effective(signal(6)),
} as const satisfies Table

export type KillSettings = SettingsOf<typeof killDirectives>
