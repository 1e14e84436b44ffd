/**
 * Exec*= (systemd.service(5), "Command lines"): prefixes, quoting, specifiers, several commands parted by `;`.
 *
 * Variables stay as written: they are expanded when the command runs. An empty assignment clears the list. A command that
 * makes no sense is ignored when its failure would be (`-`), otherwise the unit cannot be loaded.
 */
import { errnoText } from '#core/base/linux/errno.ts'
import { isAbsolute, isFilename, isValidPath, simplifyPath } from '#core/base/path.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { readWord, type Word } from '#core/unitfile/words.ts'

/** `+`, `!` and `!!`: with which identity a command runs; `!!` makes no difference where ambient capabilities exist. */
export type CommandPrivilege = 'none' | 'full' | 'keeps-credentials' | 'ambient'

export interface Command {
  /** Absolute, or a bare name that is looked for in ExecSearchPath= or the usual places. */
  readonly path: string
  readonly argv: readonly string[]
  /** `-`: whatever it ends with is a success. */
  readonly ignoreFailure: boolean
  /** `:`: `$` means nothing. */
  readonly literal: boolean
  readonly privilege: CommandPrivilege
}

export function commandList(): Kind<readonly Command[]> {
  return {
    initial: [],
    take: (before, text, place) => (text === '' ? [] : [...before, ...readCommands(text, place)]),
  }
}

interface Prefixes {
  readonly ignoreFailure: boolean
  readonly literal: boolean
  readonly ownName: boolean
  readonly privilege: CommandPrivilege
  readonly rest: string
}

function readCommands(text: string, place: Place): readonly Command[] {
  const commands: Command[] = []
  for (let at = 0; at >= 0 && at < text.length; ) {
    const first = readArgument(text, at, place)
    if (first === null || first === 'broken') {
      break
    }
    at = first.next
    // A lone ";" is no program.
    if (first.word === ';') {
      continue
    }
    const read = readCommand(text, first, place)
    if (read === null) {
      break
    }
    commands.push(read.command)
    at = read.next
  }
  return commands
}

/** One command and where the next one begins; null after a complaint, and -1 when there is no other. */
function readCommand(
  text: string,
  first: Word,
  place: Place,
): { readonly command: Command; readonly next: number } | null {
  const { rest, ownName, ...prefixes } = readPrefixes(first.word)
  const ignored = prefixes.ignoreFailure
  const path = expand(rest, place, ignored)
  if (path === undefined) {
    return null
  }
  const problem = problemWith(path)
  if (problem !== undefined) {
    refuse(place, ignored, problem, path === '' ? text : path)
    return null
  }
  const words = readArguments(text, first.next, place, ignored)
  if (words === null) {
    return null
  }
  const argv = ownName ? words.words : [path, ...words.words]
  if ((argv[0] ?? '') === '') {
    refuse(place, ignored, 'Empty executable name or zeroeth argument', text)
    return null
  }
  return { command: { path: isAbsolute(path) ? simplifyPath(path) : path, argv, ...prefixes }, next: words.next }
}

/** The characters in front of the path. Each counts once; a second one of a kind belongs to the path. */
function readPrefixes(word: string): Prefixes {
  let at = 0
  const seen = new Set<string>()
  let privilege: CommandPrivilege = 'none'
  for (; at < word.length; at++) {
    const sign = word.charAt(at)
    if ('-@:'.includes(sign) && !seen.has(sign)) {
      seen.add(sign)
    } else if (sign === '+' && privilege === 'none') {
      privilege = 'full'
    } else if (sign === '!' && privilege === 'none') {
      privilege = 'keeps-credentials'
    } else if (sign === '!' && privilege === 'keeps-credentials') {
      privilege = 'ambient'
    } else {
      break
    }
  }
  return {
    ignoreFailure: seen.has('-'),
    literal: seen.has(':'),
    ownName: seen.has('@'),
    privilege,
    rest: word.slice(at),
  }
}

function problemWith(path: string): string | undefined {
  if (path === '') {
    return 'Empty path in command line'
  }
  if (/[\x00-\x1f\x7f"'\\]/.test(path)) {
    return 'Executable path contains special characters'
  }
  if (/(^|\/)\.{0,2}\/*$/.test(path) && path.includes('/')) {
    return 'Executable path specifies a directory'
  }
  const isGood = isAbsolute(path) ? isValidPath(path) : isFilename(path)
  return isGood ? undefined : 'Neither a valid executable name nor an absolute path'
}

interface Arguments {
  readonly words: readonly string[]
  readonly next: number
}

/** The words up to the next `;`, specifiers expanded. */
function readArguments(text: string, start: number, place: Place, ignored: boolean): Arguments | null {
  const words: string[] = []
  let at = start
  while (at >= 0 && at < text.length) {
    const semicolon = /^(\\?);(?:[ \t\n\r]+|$)/.exec(text.slice(at, at + 3))
    if (semicolon !== null) {
      at += (semicolon[1] ?? '').length + 1
      at += /^[ \t\n\r]*/.exec(text.slice(at))?.[0].length ?? 0
      if (semicolon[1] === '') {
        return { words, next: at }
      }
      words.push(';')
      continue
    }
    const word = readArgument(text, at, place)
    if (word === null) {
      break
    }
    if (word === 'broken') {
      // What is wrong was said already.
      if (!ignored) {
        place.refuse('')
      }
      return null
    }
    const expanded = expand(word.word, place, ignored)
    if (expanded === undefined) {
      return null
    }
    words.push(expanded)
    at = word.next
  }
  return { words, next: -1 }
}

const rules = { quotes: 'remove', backslash: 'c' } as const

/** A word; where it has an escape nobody knows, that stays as it is, with a complaint. */
function readArgument(text: string, at: number, place: Place): Word | null | 'broken' {
  const strict = readWord(text, at, rules)
  if (strict.ok) {
    return strict.value
  }
  const lenient = readWord(text, at, { ...rules, keepUnknownEscapes: true })
  if (lenient.ok && lenient.value !== null) {
    place.warn(`Ignoring unknown escape sequences: "${text}"`)
    return lenient.value
  }
  place.warn(`Unbalanced quoting, ignoring: "${text}"`)
  return 'broken'
}

function expand(text: string, place: Place, ignored: boolean): string | undefined {
  const expanded = place.resolve(text)
  if (expanded.ok) {
    return expanded.value
  }
  refuse(place, ignored, `Failed to resolve unit specifiers in '${text}'`, errnoText(expanded.error))
  return undefined
}

function refuse(place: Place, ignored: boolean, problem: string, what: string): void {
  if (ignored) {
    place.warn(`${problem}, ignoring: ${what}`)
  } else {
    place.refuse(`${problem}: ${what}`)
  }
}
