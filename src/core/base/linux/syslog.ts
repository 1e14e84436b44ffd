/** Levels, facilities and line heads of syslog (syslog(3), sd-daemon(3)). */

import { parseUint8 } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'

/** The names of levels by number: 0 is emerg, 7 is debug. */
export const syslogLevels = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const

/** The names of facilities by number; 12 to 15 are nobody's. */
export const syslogFacilities = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  '12',
  '13',
  '14',
  '15',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
] as const

const facilityMax = 127

/** Reads a level by name or number (SyslogLevel=, LogLevelMax=). */
export function parseSyslogLevel(text: string): Result<number, 'EINVAL'> {
  return lookUp(syslogLevels, text, syslogLevels.length - 1)
}

/** Reads a facility by name or number, as SyslogFacility= gives it: 3 for daemon. */
export function parseSyslogFacility(text: string): Result<number, 'EINVAL'> {
  return lookUp(syslogFacilities, text, facilityMax)
}

function lookUp(names: readonly string[], text: string, max: number): Result<number, 'EINVAL'> {
  const index = names.indexOf(text)
  if (index >= 0) {
    return ok(index)
  }
  const number = parseUint8(text)
  return number.ok && number.value <= max ? ok(number.value) : fail('EINVAL')
}

/** What stood in front of a log line, and the line without it. */
export interface SyslogIdentifier {
  /** Undefined when there was none. */
  readonly identifier?: string
  readonly pid?: string
  readonly rest: string
}

/** Takes `name[pid]: ` or `name: ` off the front of a line; one blank behind the colon belongs to it. */
export function readSyslogIdentifier(line: string): SyslogIdentifier {
  const found = /^[ \t\n\r]*([^ \t\n\r]*):(?:[ \t\n\r]|$)/.exec(line)
  if (found === null) {
    return { rest: line }
  }
  const word = found[1] ?? ''
  const rest = line.slice(found[0].length)
  const open = word.endsWith(']') ? word.lastIndexOf('[', word.length - 2) : -1
  return open < 0
    ? { identifier: word, rest }
    : { identifier: word.slice(0, open), pid: word.slice(open + 1, -1), rest }
}

/** The number in front of a log line, and the line without it. */
export interface SyslogPriority {
  readonly priority: number
  readonly rest: string
}

/**
 * Takes `<n>` off the front of a line, up to three digits. Without `facility` only a level, 0 to 7, counts
 * (SyslogLevelPrefix=); with it the number is facility times eight plus level. Undefined when there is none.
 */
export function readSyslogPriority(line: string, numbers: 'level' | 'facility'): SyslogPriority | undefined {
  const found = /^<([0-9]{1,3})>/.exec(line)
  if (found === null) {
    return undefined
  }
  const priority = Number(found[1])
  if (numbers === 'level' && priority > 7) {
    return undefined
  }
  return { priority, rest: line.slice(found[0].length) }
}
