/**
 * Variables of services: which are valid, how lists of them are joined (systemd.exec(5), "Environment"), and how `$VAR` and
 * `${VAR}` in command lines are replaced (systemd.service(5), "Command Lines"). A list is of `NAME=value` texts; of several
 * with the same name the last one counts.
 */
import { isUtf8, utf8Length } from '#core/base/text/utf8.ts'
import { splitWords } from '#core/unitfile/words.ts'

// What execve(2) takes at most for all arguments; a variable and its end must fit.
const argumentsMax = 2 * 1024 * 1024

/** Whether a text can name a variable: ASCII letters, digits and `_`, no digit first. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.length <= argumentsMax - 2
}

/** Whether a text can be a value: UTF-8, which may hold line ends and other control characters. */
export function isVariableValue(value: string): boolean {
  return isUtf8(value) && !value.includes('\0') && utf8Length(value) <= argumentsMax - 3
}

/** Whether a text is `NAME=value`, both valid. */
export function isAssignment(text: string): boolean {
  const equals = text.indexOf('=')
  return equals > 0 && isVariableName(text.slice(0, equals)) && isVariableValue(text.slice(equals + 1))
}

/** The name of `NAME=value`, or all of a text without `=`. */
export function variableName(assignment: string): string {
  const equals = assignment.indexOf('=')
  return equals < 0 ? assignment : assignment.slice(0, equals)
}

/** The value a list gives to a name, undefined when it has none. */
export function findVariable(list: readonly string[], name: string): string | undefined {
  const found = list.findLast(assignment => assignment.includes('=') && variableName(assignment) === name)
  return found?.slice(name.length + 1)
}

/** Lists joined: a name that comes again takes the later value, in the place it had. */
export function mergeEnvironment(...lists: readonly (readonly string[])[]): readonly string[] {
  const merged = new Map<string, string>()
  for (const assignment of lists.flat()) {
    merged.set(variableName(assignment), assignment)
  }
  return [...merged.values()]
}

/** A list without what is named: `NAME` takes every value away, `NAME=value` only that one (UnsetEnvironment=). */
export function unsetVariables(list: readonly string[], unset: readonly string[]): readonly string[] {
  const gone = new Set(unset)
  return list.filter(assignment => !gone.has(assignment) && !gone.has(variableName(assignment)))
}

/** A list parted into what can be handed to a program, each name once, and what cannot. */
export function checkEnvironment(list: readonly string[]): {
  readonly valid: readonly string[]
  readonly invalid: readonly string[]
} {
  const valid = list.filter(isAssignment)
  return { valid: mergeEnvironment(valid), invalid: list.filter(assignment => !isAssignment(assignment)) }
}

/** What Environment= assigns (systemd.exec(5)). */
export interface EnvironmentValue {
  readonly assignments: readonly string[]
  /** Words that are no assignments, which systemd ignores with a warning. */
  readonly invalid: readonly string[]
}

/**
 * Reads a value of Environment=: words with quotes and C escapes, each expanded by the caller (specifiers), who says undefined
 * for a word that must be left out. Undefined when a quote or escape is broken.
 */
export function parseEnvironmentValue(
  value: string,
  expand: (word: string) => string | undefined,
): EnvironmentValue | undefined {
  const words = splitWords(value, { quotes: 'remove', backslash: 'c' })
  if (!words.ok) {
    return undefined
  }
  const expanded = words.value.map(expand).filter(word => word !== undefined)
  return {
    assignments: mergeEnvironment(expanded.filter(isAssignment)),
    invalid: expanded.filter(word => !isAssignment(word)),
  }
}
