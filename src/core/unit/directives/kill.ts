/** How processes are ended (systemd.kill(5)); part of [Service], [Socket], [Mount], [Swap] and [Scope]. */

import { killMode } from '#core/unit/kinds/exec/kill-mode.ts'
import { effective, type SettingsOf, type Table } from '#core/unit/kinds/kind.ts'
import { boolean, signal } from '#core/unit/kinds/scalar.ts'

export const killModes = ['control-group', 'process', 'mixed', 'none'] as const

export const killDirectives = {
  KillMode: effective(killMode(killModes, 'control-group')),
  KillSignal: effective(signal<number>(15)),
  /** Unset, it is KillSignal=. */
  RestartKillSignal: effective(signal<number | null>(null)),
  FinalKillSignal: effective(signal<number>(9)),
  SendSIGKILL: effective(boolean(true)),
  SendSIGHUP: effective(boolean(false)),
  WatchdogSignal: effective(signal<number>(6)),
} as const satisfies Table

export type KillSettings = SettingsOf<typeof killDirectives>
