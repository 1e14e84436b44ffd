import type { Ask } from './option-rows.ts'

export type RoleName = 'halt' | 'poweroff' | 'reboot' | 'shutdown' | 'init' | 'runlevel'

/** What was asked of a role: its options in order, and the words. */
export interface Asked {
  readonly role: RoleName
  readonly asks: readonly Ask[]
  readonly words: readonly string[]
}
