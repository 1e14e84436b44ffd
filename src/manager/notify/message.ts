/** Reads what came over NOTIFY_SOCKET (sd_notify(3)): `KEY=VALUE` lines, unknown ones passed over. */

import { errnoNumber, isErrnoName } from '#core/base/linux/errno.ts'
import { parseInt32, parseUint64 } from '#core/base/numbers.ts'
import { parsePid } from '#core/base/scalars.ts'
import { type NotifyAccess, notifyAccesses } from '#core/unit/directives/service.ts'

export interface Notification {
  readonly ready: boolean
  readonly reloading: boolean
  readonly stopping: boolean
  readonly monotonicUs: number | null
  readonly status: string | null
  readonly errno: number | null
  readonly busError: string | null
  readonly varlinkError: string | null
  readonly mainPid: number | null
  readonly watchdog: 'ping' | 'trigger' | null
  readonly watchdogUs: number | null
  readonly extendTimeoutUs: number | null
  readonly notifyAccess: NotifyAccess | null
  /** BARRIER=1: the sender waits until we close the descriptor it sent. */
  readonly barrier: boolean
}

/** A message longer than this is none of ours. */
export const messageMaxBytes = 4096

export function readNotification(text: string): Notification {
  const fields = new Map<string, string>()
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=')
    if (equals > 0) {
      fields.set(line.slice(0, equals), line.slice(equals + 1))
    }
  }
  const flag = (key: string): boolean => fields.get(key) === '1'
  return {
    ready: flag('READY'),
    reloading: flag('RELOADING'),
    stopping: flag('STOPPING'),
    monotonicUs: microseconds(fields.get('MONOTONIC_USEC')),
    status: fields.get('STATUS') ?? null,
    errno: errnoOf(fields.get('ERRNO')),
    busError: fields.get('BUSERROR') ?? null,
    varlinkError: fields.get('VARLINKERROR') ?? null,
    mainPid: pidOf(fields.get('MAINPID')),
    watchdog: watchdogOf(fields.get('WATCHDOG')),
    watchdogUs: microseconds(fields.get('WATCHDOG_USEC')),
    extendTimeoutUs: microseconds(fields.get('EXTEND_TIMEOUT_USEC')),
    notifyAccess: notifyAccesses.find(word => word === fields.get('NOTIFYACCESS')) ?? null,
    barrier: flag('BARRIER'),
  }
}

function microseconds(text: string | undefined): number | null {
  const parsed = text === undefined ? undefined : parseUint64(text)
  return parsed?.ok === true && parsed.value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(parsed.value) : null
}

function pidOf(text: string | undefined): number | null {
  const parsed = text === undefined ? undefined : parsePid(text)
  return parsed?.ok === true ? parsed.value : null
}

function errnoOf(text: string | undefined): number | null {
  if (text === undefined) {
    return null
  }
  if (isErrnoName(text)) {
    return errnoNumber(text)
  }
  const parsed = parseInt32(text)
  return parsed.ok && parsed.value >= 0 ? parsed.value : null
}

function watchdogOf(text: string | undefined): 'ping' | 'trigger' | null {
  return text === '1' ? 'ping' : text === 'trigger' ? 'trigger' : null
}
