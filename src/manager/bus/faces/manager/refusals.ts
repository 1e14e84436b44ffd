/** Why something was refused, as an error on the bus. */

import { type BusError, busError } from '#control/errors.ts'
import { fail, type Result } from '#core/base/result.ts'
import type { Refusal } from '#core/job/job.ts'

/** A refusal of the engine. Only InvalidArgs is D-Bus' own; all other codes are systemd's. */
export function busErrorOf({ code, message }: Refusal): BusError {
  return code === 'InvalidArgs'
    ? busError('org.freedesktop.DBus.Error.InvalidArgs', message)
    : busError(`org.freedesktop.systemd1.${code}`, message)
}

export function refuse(refusal: Refusal): Result<never, BusError> {
  return fail(busErrorOf(refusal))
}

export function invalidArgs(message: string): Result<never, BusError> {
  return fail(busError('org.freedesktop.DBus.Error.InvalidArgs', message))
}

export function notSupported(message: string): Result<never, BusError> {
  return fail(busError('org.freedesktop.DBus.Error.NotSupported', message))
}

export function notReferenced(): Result<never, BusError> {
  return fail(busError('org.freedesktop.systemd1.NotReferenced', 'Unit has not been referenced yet.'))
}
