/** The settings of systemd.kill(5) as properties. */
import type { Getters } from '#control/implement.ts'
import type { killContextProperties } from '#control/protocol/units/kill-context.ts'
import type { KillSettings } from '#core/unit/directives/kill.ts'

export interface KillSubject {
  readonly kill: KillSettings
}

export const killContextSettings = {
  KillMode: ({ kill }) => kill.KillMode,
  KillSignal: ({ kill }) => kill.KillSignal,
  RestartKillSignal: ({ kill }) => kill.RestartKillSignal ?? kill.KillSignal,
  FinalKillSignal: ({ kill }) => kill.FinalKillSignal,
  SendSIGKILL: ({ kill }) => kill.SendSIGKILL,
  SendSIGHUP: ({ kill }) => kill.SendSIGHUP,
  WatchdogSignal: ({ kill }) => kill.WatchdogSignal,
} as const satisfies Getters<typeof killContextProperties, KillSubject>
