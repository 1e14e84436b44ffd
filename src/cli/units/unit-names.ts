/** The names of units as users type them (systemctl(1), "Parameter Syntax"). */

import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { isAbsolute } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { isGlob, mangleUnitName } from '#core/unit/name/mangle.ts'
import { listShownUnits } from './unit-list.ts'

/** Names, and patterns that are still to be looked up. */
export interface TypedNames {
  readonly names: readonly string[]
  readonly patterns: readonly string[]
}

/**
 * Makes names and patterns of what was typed. Says what was escaped; what cannot be a name is said as well, and fails with the
 * exit status.
 */
export function readTypedNames(
  session: Session,
  typed: readonly string[],
  suffix = '.service',
): Result<TypedNames, number> {
  const names: string[] = []
  const patterns: string[] = []
  for (const text of typed) {
    const mangled = mangleUnitName(text, suffix, 'allow')
    if (!mangled.ok) {
      session.say('error', 'Failed to mangle name: Invalid argument')
      return fail(1)
    }
    const { name } = mangled.value
    if (!session.options.quiet) {
      sayEscaped(session, text, name)
    }
    if (isGlob(name)) {
      patterns.push(name)
    } else {
      names.push(name)
    }
  }
  return ok({ names, patterns })
}

function sayEscaped(session: Session, typed: string, name: string): void {
  if (isAbsolute(typed) || name.startsWith(typed)) {
    return
  }
  const escaped = name.slice(0, escapedLength(typed, name))
  session.say('notice', `Invalid unit name "${typed}" escaped as "${escaped}" (maybe you should use systemd-escape?).`)
}

/** How much of the name comes from what was typed: all but a type that was added. */
function escapedLength(typed: string, name: string): number {
  const type = name.slice(name.lastIndexOf('.'))
  return typed.endsWith(type) ? name.length : name.length - type.length
}

/** Names, with each pattern replaced by the units in memory that fit. */
export interface ExpandedNames {
  readonly names: readonly string[]
  /** Whether there was a pattern. */
  readonly expanded: boolean
}

/** As readTypedNames, with patterns looked up. */
export async function expandNames(
  session: Session,
  client: Client,
  typed: readonly string[],
  suffix?: string,
): Promise<Result<ExpandedNames, number>> {
  const read = readTypedNames(session, typed, suffix)
  if (!read.ok) {
    session.say('error', 'Failed to expand names: Invalid argument')
    return read
  }
  const { names, patterns } = read.value
  if (patterns.length === 0) {
    return ok({ names, expanded: false })
  }
  const units = await listShownUnits(client, session.options, patterns)
  if (units.ok) {
    return ok({ names: [...names, ...units.value.map(({ name }) => name)], expanded: true })
  }
  session.say('error', `Failed to list units: ${describeError(units.error)}`)
  return fail(1)
}
