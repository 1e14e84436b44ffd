/** Names and paths of unit files as users type them (systemctl(1), "Parameter Syntax"). */
import type { Session } from '#cli/session/session.ts'
import { simplifyPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { isGlob, mangleUnitName } from '#core/unit/name/mangle.ts'

/** Whether a word is a path and no name. */
export function isPath(word: string): boolean {
  return word.includes('/')
}

/**
 * Makes complete names and absolute paths of words. `operation` stands in what is said of patterns, which mean nothing here.
 * The error is the exit status.
 */
export function readFileNames(
  session: Session,
  words: readonly string[],
  operation: string,
): Result<readonly string[], number> {
  const names: string[] = []
  for (const word of words) {
    if (isPath(word)) {
      names.push(absolutePath(session, word))
      continue
    }
    const name = readName(session, word, '.service', operation)
    if (name === undefined) {
      session.say('error', `Failed to mangle unit name or path '${word}': Invalid argument`)
      return fail(1)
    }
    names.push(name)
  }
  return ok(names)
}

/** A link that is made says what was typed. */
function absolutePath({ verb, workingDirectory }: Session, path: string): string {
  if (!path.startsWith('/')) {
    return simplifyPath(`${workingDirectory}/${path}`)
  }
  return verb === 'link' ? path : simplifyPath(path)
}

/** A complete name, with what was done to it said. Undefined for what is none. */
export function readName(session: Session, word: string, suffix: string, operation: string): string | undefined {
  const mangled = mangleUnitName(word, suffix)
  if (!mangled.ok) {
    return undefined
  }
  const { name } = mangled.value
  if (!session.options.quiet && !name.startsWith(word) && !word.startsWith('/')) {
    sayEscaped(session, word, name, operation)
  }
  return name
}

function sayEscaped(session: Session, word: string, name: string, operation: string): void {
  const isPattern = isGlob(word)
  if (isPattern) {
    session.say('notice', `Glob pattern passed ${operation}, but globs are not supported for this.`)
  }
  const type = name.slice(name.lastIndexOf('.'))
  const escaped = word.endsWith(type) ? name : name.slice(0, -type.length)
  const hint = isPattern ? '' : ' (maybe you should use systemd-escape?)'
  session.say('notice', `Invalid unit name "${word}" escaped as "${escaped}"${hint}.`)
}
