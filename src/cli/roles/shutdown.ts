/** shutdown (shutdown(8)). */
import type { Session } from '#cli/session/session.ts'
import { cancelShutdown, scheduleShutdown, showShutdown } from '#cli/systemctl/schedule.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { localTime } from '#core/calendar/local-time.ts'
import { usecPerDay, usecPerMinute, usecPerSec } from '#core/calendar/span.ts'
import type { Zone } from '#core/calendar/zone.ts'
import type { Asked } from './asked.ts'
import { perform, refuse } from './halt.ts'

export async function shutdown(session: Session, { asks, words }: Asked): Promise<number> {
  if (asks.includes('show')) {
    return showShutdown(session, 'shutdown')
  }
  if (asks.includes('cancel')) {
    return cancelShutdown(session)
  }
  const [text = '+1', ...message] = words
  const now = BigInt(session.kernel.clock.realtime())
  const time = readTime(text, now, await session.zone())
  if (!time.ok) {
    return refuse(session, `Failed to parse time specification: ${text}`)
  }
  const warnsOnly = asks.includes('warn-only')
  const verb = verbOf(asks)
  const told = { ...session, options: { ...session.options, message: message.join(' ') } }
  if (time.value !== null) {
    return scheduleShutdown(told, warnsOnly ? `dry-${verb}` : verb, time.value, 'shutdown')
  }
  return warnsOnly ? 0 : perform(session, verb)
}

/** Of several the last one counts, but `-h` never overrules `--halt`. */
function verbOf(asks: Asked['asks']): string {
  let verb = 'poweroff'
  for (const ask of asks) {
    if (ask === 'halt' || ask === 'poweroff' || ask === 'reboot') {
      verb = ask
    }
    if (ask === 'usual-poweroff' && verb !== 'halt') {
      verb = 'poweroff'
    }
  }
  return verb
}

/** `now` is null; `+5` are minutes, `23:59` is a time of day. In µs since 1970. */
function readTime(text: string, now: bigint, zone: Zone): Result<bigint | null, 'EINVAL'> {
  if (text === 'now') {
    return ok(null)
  }
  if (text.startsWith('+') || /^\d+$/.test(text)) {
    const minutes = parseUint32(text.replace(/^\+/, ''))
    if (!minutes.ok) {
      return fail('EINVAL')
    }
    return ok(minutes.value === 0 ? null : now + BigInt(minutes.value) * usecPerMinute)
  }
  const [, hours, minutes] = /^(\d{1,2}):(\d{1,2})$/.exec(text) ?? []
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) {
    return fail('EINVAL')
  }
  const seconds = Number(now / usecPerSec)
  const clock = localTime(seconds, zone)
  const ahead = (Number(hours) - clock.hour) * 3600 + (Number(minutes) - clock.minute) * 60 - clock.second
  const time = BigInt(seconds + ahead) * usecPerSec
  return ok(time < now ? time + usecPerDay : time)
}
