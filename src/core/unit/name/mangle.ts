/** What a user typed as the name of a unit, made into one (systemctl(1), "Parameter Syntax"). */

import { isAbsolute, pathBelow, simplifyPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { encodeText } from '#core/base/text/text.ts'
import { isUnitName, isUnitSuffix } from './name.ts'
import { hex, unitNameFromPath } from './name-escape.ts'

/** A name, and whether it is another than what was typed. */
export interface Mangled {
  readonly name: string
  readonly changed: boolean
}

/** Whether a text has characters of a shell pattern. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text)
}

/**
 * Makes a name: a valid one stays, a path becomes a mount or device unit, what a name cannot hold is escaped, and a missing
 * type becomes `suffix`. With `globs` patterns stay patterns. EINVAL for nothing, and for what becomes too long.
 */
export function mangleUnitName(
  typed: string,
  suffix: string,
  globs: 'allow' | 'escape' = 'escape',
): Result<Mangled, 'EINVAL'> {
  if (typed === '' || !isUnitSuffix(suffix)) {
    return fail('EINVAL')
  }
  const pattern = globs === 'allow' && isGlob(typed) && /^[A-Za-z0-9:_.\\@[\]!*?-]+$/.test(typed)
  if (isUnitName(typed) || pattern) {
    return ok({ name: typed, changed: false })
  }
  const fromPath = isAbsolute(typed) ? nameFromPath(simplifyPath(typed)) : undefined
  if (fromPath !== undefined) {
    return ok({ name: fromPath, changed: true })
  }
  const escaped = escapeTyped(typed, globs)
  const complete = isUnitName(escaped) || (globs === 'allow' && isGlob(escaped))
  const name = complete ? escaped : escaped + suffix
  return globs === 'escape' && !isUnitName(name) ? fail('EINVAL') : ok({ name, changed: true })
}

function nameFromPath(path: string): string | undefined {
  const device = ['/dev', '/sys'].some(root => (pathBelow(path, root) ?? '') !== '')
  const found = unitNameFromPath(path, device ? '.device' : '.mount')
  return found.ok ? found.value : undefined
}

function escapeTyped(typed: string, globs: 'allow' | 'escape'): string {
  const plain = globs === 'allow' ? /[A-Za-z0-9:_.\\@[\]!*?-]/ : /[A-Za-z0-9:_.\\@-]/
  let name = ''
  for (const byte of encodeText(typed)) {
    const character = String.fromCharCode(byte)
    name += character === '/' ? '-' : plain.test(character) ? character : hex(byte)
  }
  return name
}
