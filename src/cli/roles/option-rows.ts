/** The options of halt(8), shutdown(8), telinit(8) and runlevel(8), and what each role's help says of them. */
import type { OptionShape } from '#cli/command-line/getopt.ts'

/** What an option asks for. */
export type Ask =
  | 'help'
  | 'version'
  | 'halt'
  | 'poweroff'
  | 'reboot'
  | 'usual-poweroff'
  | 'force'
  | 'record-only'
  | 'warn-only'
  | 'cancel'
  | 'show'
  | 'no-wall'
  /** Kept for old scripts; it changes nothing. */
  | 'nothing'

export interface RoleOption extends OptionShape {
  readonly ask: Ask
}

const row = (ask: Ask, long: string | undefined, short?: string): RoleOption => ({
  ask,
  value: 'none',
  ...(long === undefined ? {} : { long }),
  ...(short === undefined ? {} : { short }),
})

export const haltOptions: readonly RoleOption[] = [
  row('help', 'help'),
  row('halt', 'halt'),
  row('poweroff', 'poweroff', 'p'),
  row('reboot', 'reboot'),
  row('force', 'force', 'f'),
  row('record-only', 'wtmp-only', 'w'),
  row('nothing', 'no-wtmp', 'd'),
  row('nothing', 'no-sync', 'n'),
  row('no-wall', 'no-wall'),
  row('nothing', undefined, 'i'),
  row('nothing', undefined, 'h'),
]

export const shutdownOptions: readonly RoleOption[] = [
  row('help', 'help'),
  row('halt', 'halt', 'H'),
  row('poweroff', 'poweroff', 'P'),
  row('reboot', 'reboot', 'r'),
  row('nothing', 'kexec', 'K'),
  row('usual-poweroff', undefined, 'h'),
  row('warn-only', undefined, 'k'),
  row('no-wall', 'no-wall'),
  row('show', 'show'),
  row('cancel', undefined, 'c'),
  row('nothing', undefined, 't'),
  row('nothing', undefined, 'a'),
]

export const telinitOptions: readonly RoleOption[] = [row('help', 'help'), row('no-wall', 'no-wall')]
export const runlevelOptions: readonly RoleOption[] = [row('help', 'help')]
