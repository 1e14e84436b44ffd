/**
 * What stands in for the bus on a direct connection. Nobody needs it, but clients which believe to talk to a bus (`busctl
 * --address=`) begin with Hello and subscribe with AddMatch; here every signal is sent to everybody anyway.
 */

import type { Reply } from '#control/answering.ts'
import { draftBody, emptyBody, type MethodCall } from '#control/codec/message.ts'
import { busError } from '#control/errors.ts'
import { fail, ok } from '#core/base/result.ts'

/** The name we would own on a bus, and the sender of everything we say. */
export const systemdName = 'org.freedesktop.systemd1'

/** The answer to a call for the bus; undefined when the call is for us. */
export function answerBusDriver(header: MethodCall, values: readonly unknown[], uniqueName: string): Reply | undefined {
  if (header.destination !== 'org.freedesktop.DBus') {
    return undefined
  }
  switch (header.member) {
    case 'Hello':
      return ok(draftBody('s', [uniqueName]))
    case 'AddMatch':
    case 'RemoveMatch':
      return ok(emptyBody())
    case 'NameHasOwner':
      return ok(draftBody('b', [values[0] === systemdName]))
    case 'GetNameOwner':
      if (values[0] === systemdName) {
        return ok(draftBody('s', [systemdName]))
      }
      return fail(busError('org.freedesktop.DBus.Error.NameHasNoOwner', 'There is no bus here, only its manager.'))
    default: {
      const message = `Unknown method ${header.member} or interface ${header.interface ?? '(null)'}.`
      return fail(busError('org.freedesktop.DBus.Error.UnknownMethod', message))
    }
  }
}
