/** Commands of units with what became of them (org.freedesktop.systemd1(5), ExecStart and its kin). */
import type { TimeStyle } from '#cli/properties/style.ts'
import { signalName } from '#core/base/linux/signal.ts'
import { formatTimestamp } from '#core/calendar/timestamp.ts'

/** One command, and its last run. */
export interface ExecCommand {
  readonly path: string
  readonly argv: readonly string[]
  /** `ignore_errors=no`, or `flags=...` of the newer form. */
  readonly options: string
  readonly ignoreErrors: boolean
  /** µs since 1970, 0 for never. */
  readonly began: bigint
  readonly ended: bigint
  readonly pid: number
  /** As SIGCHLD tells (sigaction(2), si_code): 0 for a command that did not end. */
  readonly code: number
  readonly status: number
}

/** Reads `(sasbttttuii)`, or `(sasasttttuii)`. */
export function readExecCommand(value: unknown): ExecCommand {
  const [path, argv, how, began, , ended, , pid, code, status] = value as readonly [
    string,
    readonly string[],
    boolean | readonly string[],
    bigint,
    bigint,
    bigint,
    bigint,
    number,
    number,
    number,
  ]
  const isOld = typeof how === 'boolean'
  const options = isOld ? `ignore_errors=${how ? 'yes' : 'no'}` : `flags=${how.join(' ')}`
  const ignoreErrors = isOld ? how : how.includes('ignore-failure')
  return { path, argv, options, ignoreErrors, began, ended, pid, code, status }
}

export const exited = 1
const endings = ['exited', 'killed', 'dumped', 'trapped', 'stopped', 'continued']

/** How a process ended, in a word. */
export function endingOf(code: number): string {
  return endings[code - 1] ?? '(null)'
}

/** The command on one line: `{ path=/bin/true ; argv[]=/bin/true ; ... }`. */
export function formatExecCommand(command: ExecCommand, { style, zone }: TimeStyle): string {
  const moment = (time: bigint): string => formatTimestamp(time, style, zone) ?? 'n/a'
  const signal = command.code === exited ? '' : `/${signalName(command.status)}`
  const fields = [
    `path=${command.path}`,
    `argv[]=${command.argv.join(' ')}`,
    command.options,
    `start_time=[${moment(command.began)}]`,
    `stop_time=[${moment(command.ended)}]`,
    `pid=${command.pid}`,
    `code=${endingOf(command.code)}`,
    `status=${command.status}${signal}`,
  ]
  return `{ ${fields.join(' ; ')} }`
}
