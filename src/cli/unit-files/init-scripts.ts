/** Init scripts of /etc/init.d, for which a program of the distribution enables and disables. */
import { type SysvCall, type SysvVerb, sysvCalls } from '#catalog/generators/sysv-install.ts'
import type { Session } from '#cli/session/session.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { openLookup } from './place.ts'

/** The calls the names need; the error is the exit status. */
export function findScripts(
  session: Session,
  verb: SysvVerb,
  names: readonly string[],
): Result<readonly SysvCall[], number> {
  const calls = sysvCalls(openLookup(session, false), verb, names)
  if (calls.ok) {
    return calls
  }
  session.say('error', `Failed to look up unit file state: ${errnoText(calls.error)}`)
  return fail(1)
}

/** Enables or disables the init scripts among the names; the names that are left for us, or the exit status. */
export function changeScripts(
  session: Session,
  verb: 'enable' | 'disable',
  names: readonly string[],
): Result<readonly string[], number> {
  const calls = findScripts(session, verb, names)
  if (!calls.ok) {
    return calls
  }
  const done = new Set<string>()
  for (const call of calls.value) {
    sayLines(session, call)
    for (const { argv, environment } of call.commands) {
      const variables = new Map([...session.environment, ...Object.entries(environment)])
      const status = session.streams.runProgram({ argv, environment: variables })
      if (status !== 0) {
        return fail(status ?? 1)
      }
    }
    if (!call.isNative) {
      done.add(call.unit)
    }
  }
  return ok(names.filter(name => !done.has(name)))
}

export function sayLines(session: Session, { lines }: SysvCall): void {
  if (session.options.quiet) {
    return
  }
  for (const line of lines) {
    session.say('info', line)
  }
}
