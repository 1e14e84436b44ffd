/**
 * What the terminal can show: colours, special characters, links and how many columns (systemctl(1), "Environment":
 * SYSTEMD_COLORS, SYSTEMD_URLIFY; SYSTEMD_UTF8; https://no-color.org).
 */

import type { Streams } from '#cli/streams.ts'
import { parseBoolean } from '#core/base/boolean.ts'
import { parseUint16 } from '#core/base/numbers.ts'

export type Environment = ReadonlyMap<string, string>
export type ColourMode = 'none' | '16' | '256' | '24bit'

export interface Look {
  readonly colours: ColourMode
  /** Whether characters beyond ASCII may be printed. */
  readonly utf8: boolean
  /** Whether paths and addresses are printed as links of the terminal. */
  readonly links: boolean
  /** The width of the terminal, 80 where nobody knows. */
  readonly columns: number
  /** Whether output and errors both go to a terminal. */
  readonly onTerminal: boolean
  /** Whether messages on standard error have colours of their own. */
  readonly logColours: boolean
}

/** Finds out what the streams and the environment allow. */
export function describeLook(streams: Streams, environment: Environment): Look {
  const onTerminal = streams.output.isTerminal && streams.errors.isTerminal
  const colours = colourMode(environment, onTerminal)
  return {
    colours,
    utf8: isUtf8(environment),
    links: booleanOf(environment, 'SYSTEMD_URLIFY') ?? colours !== 'none',
    columns: columnsOf(streams, environment),
    onTerminal,
    logColours: booleanOf(environment, 'SYSTEMD_LOG_COLOR') ?? (colours !== 'none' && streams.errors.isTerminal),
  }
}

/** A boolean variable, undefined when it is not set or is none. */
export function booleanOf(environment: Environment, name: string): boolean | undefined {
  const text = environment.get(name)
  const value = text === undefined ? undefined : parseBoolean(text)
  return value?.ok === true ? value.value : undefined
}

function colourMode(environment: Environment, onTerminal: boolean): ColourMode {
  const wanted = environment.get('SYSTEMD_COLORS')
  if (wanted === '16' || wanted === '256' || wanted === '24bit') {
    return wanted
  }
  const forced = booleanOf(environment, 'SYSTEMD_COLORS')
  if (forced === false) {
    return 'none'
  }
  if (forced === undefined) {
    if (environment.has('NO_COLOR') || !onTerminal || isDumb(environment)) {
      return 'none'
    }
  }
  return colourDepth(environment)
}

function colourDepth(environment: Environment): ColourMode {
  const depth = environment.get('COLORTERM') ?? ''
  return depth === 'truecolor' || depth === '24bit' ? '24bit' : '256'
}

/** Whether the terminal can do no more than print. */
export function isDumb(environment: Environment): boolean {
  const terminal = environment.get('TERM') ?? ''
  return terminal === '' || terminal === 'dumb'
}

/** A locale that is not named at all is taken for UTF-8, as is one that was not installed. */
function isUtf8(environment: Environment): boolean {
  const forced = booleanOf(environment, 'SYSTEMD_UTF8')
  if (forced !== undefined) {
    return forced
  }
  const locale = ['LC_ALL', 'LC_CTYPE', 'LANG'].map(name => environment.get(name) ?? '').find(value => value !== '')
  return locale === undefined || (locale !== 'C' && locale !== 'POSIX')
}

function columnsOf(streams: Streams, environment: Environment): number {
  const wanted = parseUint16(environment.get('COLUMNS') ?? '')
  if (wanted.ok && wanted.value > 0) {
    return wanted.value
  }
  return streams.output.columns > 0 ? streams.output.columns : 80
}
