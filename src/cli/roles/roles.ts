/** The program under the names of halt(8), poweroff(8), reboot(8), shutdown(8), telinit(8) and runlevel(8). */

import type { Call } from '#cli/call.ts'
import { readArguments } from '#cli/command-line/getopt.ts'
import { defaultOptions } from '#cli/command-line/options.ts'
import { describeLook } from '#cli/render/look.ts'
import { openSession } from '#cli/session/create-session.ts'
import type { Session } from '#cli/session/session.ts'
import type { Asked, RoleName } from './asked.ts'
import { helpOf } from './help-texts.ts'
import { haltOptions, type RoleOption, runlevelOptions, shutdownOptions, telinitOptions } from './option-rows.ts'

const optionsOf: Readonly<Record<RoleName, readonly RoleOption[]>> = {
  halt: haltOptions,
  poweroff: haltOptions,
  reboot: haltOptions,
  shutdown: shutdownOptions,
  init: telinitOptions,
  runlevel: runlevelOptions,
}

/** Carries out one call under such a name; the exit status. */
export async function runRole(call: Call, role: RoleName): Promise<number> {
  const [name = role, ...args] = call.argv
  const shown = name.slice(name.lastIndexOf('/') + 1)
  const { tokens, words, error } = readArguments(shown, args, optionsOf[role])
  const asks = tokens.map(({ option }) => option.ask)
  const look = describeLook(call.streams, call.environment)
  if (asks.includes('help')) {
    call.streams.output.write(helpOf(role, shown, look))
    return 0
  }
  if (error !== undefined) {
    call.streams.errors.write(`${error}\n`)
    return 1
  }
  const options = { ...defaultOptions, wall: !asks.includes('no-wall') }
  const { session, close } = openSession({ ...call, look, name: shown, verb: role, args: words, options })
  const status = await dispatch(session, { role, asks, words })
  await close()
  return status
}

async function dispatch(session: Session, asked: Asked): Promise<number> {
  switch (asked.role) {
    case 'shutdown':
      return (await import('./shutdown.ts')).shutdown(session, asked)
    case 'init':
      return (await import('./telinit.ts')).telinit(session, asked)
    case 'runlevel':
      return (await import('./runlevel.ts')).runlevel(session, asked)
    default:
      return (await import('./halt.ts')).halt(session, asked)
  }
}
