/** Log lines the way `--output=` asks for them (journalctl(1), "Output Options"). */
import type { OutputMode } from '#cli/command-line/options.ts'
import type { LogLine } from '#cli/jobs/last-lines.ts'
import { formatJson } from '#cli/render/print-table.ts'
import { shorten } from '#cli/render/width.ts'
import type { Session } from '#cli/session/session.ts'
import { localTime } from '#core/calendar/local-time.ts'
import { formatTimestamp } from '#core/calendar/timestamp.ts'
import type { Zone } from '#core/calendar/zone.ts'
import { columnsBehind } from './layout.ts'

/** The lines as text. */
export function formatLog(session: Session, lines: readonly LogLine[], unit: string, zone: Zone): string {
  return lines.map(line => formatLine(session, line, unit, zone)).join('')
}

function formatLine(session: Session, line: LogLine, unit: string, zone: Zone): string {
  const { kernel, look } = session
  const { output } = session.options
  const { hostname } = kernel.host
  const process = `${line.identifier}${line.pid === 0 ? '' : `[${line.pid}]`}`
  if (output === 'cat') {
    return `${line.text}\n`
  }
  if (output === 'json' || output.startsWith('json-')) {
    return formatJson(fieldsOf(line, unit, hostname), output as 'json', look)
  }
  if (output === 'verbose' || output === 'export') {
    return formatFields(line, unit, hostname, output, zone)
  }
  const source = output === 'with-unit' ? `${unit}/${process}` : process
  const head = `${formatStamp(session, output, line, zone)} ${hostname} ${source}: `
  const [first = '', ...rest] = line.text.split('\n')
  const room = columnsBehind(session, 0)
  const cut = (text: string): string => (Number.isFinite(room) ? shorten(text, room, look) : text)
  const margin = ' '.repeat(head.length)
  return [`${head}${first}`, ...rest.map(text => `${margin}${text}`)].map(text => `${cut(text)}\n`).join('')
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const two = (number: number): string => `${number}`.padStart(2, '0')

function formatStamp({ kernel: { clock } }: Session, output: OutputMode, { realtime }: LogLine, zone: Zone): string {
  const seconds = Number(realtime / 1_000_000n)
  const fraction = `.${`${realtime % 1_000_000n}`.padStart(6, '0')}`
  const { year, month, day, hour, minute, second } = localTime(seconds, zone)
  const time = `${two(hour)}:${two(minute)}:${two(second)}`
  const date = `${year}-${two(month)}-${two(day)}`
  const short = `${months[month - 1]} ${two(day)} ${time}`
  switch (output) {
    case 'short-full':
    case 'with-unit':
      return formatTimestamp(realtime, 'pretty', zone) ?? ''
    case 'short-iso':
      return `${date}T${time}${offsetOf(seconds, zone)}`
    case 'short-iso-precise':
      return `${date}T${time}${fraction}${offsetOf(seconds, zone)}`
    case 'short-precise':
      return `${short}${fraction}`
    case 'short-unix':
      return `${seconds}${fraction}`
    case 'short-monotonic':
    case 'short-delta': {
      const sinceBoot = Number(realtime) - clock.realtime() + clock.monotonic()
      return `[${(sinceBoot / 1_000_000).toFixed(6).padStart(12)}]`
    }
    default:
      return short
  }
}

/** `+02:00`. */
function offsetOf(seconds: number, zone: Zone): string {
  const minutes = Math.round(zone.offsetAt(seconds).seconds / 60)
  const distance = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`
}

function fieldsOf({ realtime, pid, identifier, text }: LogLine, unit: string, hostname: string) {
  return {
    __REALTIME_TIMESTAMP: `${realtime}`,
    _HOSTNAME: hostname,
    _SYSTEMD_UNIT: unit,
    SYSLOG_IDENTIFIER: identifier,
    ...(pid === 0 ? {} : { _PID: `${pid}` }),
    MESSAGE: text,
  }
}

function formatFields(line: LogLine, unit: string, hostname: string, output: 'verbose' | 'export', zone: Zone): string {
  const fields = Object.entries(fieldsOf(line, unit, hostname)).map(([name, value]) => `${name}=${value}\n`)
  if (output === 'export') {
    return `${fields.join('')}\n`
  }
  return `${formatTimestamp(line.realtime, 'us', zone) ?? ''}\n${fields
    .slice(1)
    .map(field => `    ${field}`)
    .join('')}`
}
