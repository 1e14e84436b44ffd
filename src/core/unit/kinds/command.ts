/**
 * Exec*= (systemd.service(5), "Command lines"): prefixes, quoting, specifiers, several commands parted by `;`.
 *
 * Variables stay as written: they are expanded when the command runs. An empty assignment clears the list. A command that
 * makes no sense is ignored when its failure would be (`-`), otherwise the unit cannot be loaded.
 */
import { isAbsolute, isFilename, isValidPath, simplifyPath } from '#core/base/path.ts'
import { isUtf8 } from '#core/base/utf8.ts'
import type { Kind, Place } from '#core/unit/kind.ts'
import { readWord } from '#core/unitfile/words.ts'

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

const rules = { quotes: 'remove', backslash: 'c' } as const

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
    const first = readWord(text, at, rules)
    if (!first.ok) {
      refuse(place, false, `Failed to parse ${place.key}=${text}: Invalid argument`)
      return commands
    }
    if (first.value === null) {
      return commands
    }
    if (first.value.word === ';' && text.slice(at).trimStart().startsWith(';')) {
      at = first.value.next
      continue
    }
    const prefixes = readPrefixes(first.value.word)
    const rest = readArguments(text, first.value.next, place, prefixes.ignoreFailure)
    if (rest === null) {
      return commands
    }
    const command = makeCommand(prefixes, rest.words, place)
    if (command === null) {
      return commands
    }
    commands.push(command)
    at = rest.next
  }
  return commands
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
    } else if (sign === '!' && privilege === 'keeps-credentials' && word.charAt(at - 1) === '!') {
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

interface Arguments {
  readonly words: readonly string[]
  readonly next: number
}

/** The words up to the next `;`, specifiers expanded. */
function readArguments(text: string, start: number, place: Place, ignored: boolean): Arguments | null {
  const words: string[] = []
  let at = start
  while (at >= 0) {
    const separator = /^\s*;(?=\s|$)/.exec(text.slice(at))
    if (separator !== null) {
      return { words, next: at + separator[0].length }
    }
    const escaped = /^\s*\\;(?=\s|$)/.exec(text.slice(at))
    if (escaped !== null) {
      words.push(';')
      at += escaped[0].length
      continue
    }
    const word = readWord(text, at, rules)
    if (!word.ok) {
      refuse(place, ignored, `Failed to parse ${place.key}=${text}: Invalid argument`)
      return null
    }
    if (word.value === null) {
      return { words, next: -1 }
    }
    const expanded = place.expand(word.value.word)
    if (expanded === undefined) {
      refuse(place, ignored, '')
      return null
    }
    words.push(expanded)
    at = word.value.next
  }
  return { words, next: -1 }
}

function makeCommand(prefixes: Prefixes, words: readonly string[], place: Place): Command | null {
  const { ignoreFailure, literal, ownName, privilege } = prefixes
  const ignoring = ignoreFailure ? ', ignoring' : ''
  const expanded = place.expand(prefixes.rest)
  const problem = expanded === undefined ? '' : problemWith(prefixes.rest, expanded, ownName, words)
  if (expanded === undefined || problem !== null) {
    refuse(place, ignoreFailure, problem === null || problem === '' ? '' : `${problem.replace('%', ignoring)}`)
    return null
  }
  const path = isAbsolute(expanded) ? simplifyPath(expanded) : expanded
  const argv = ownName ? words : [expanded, ...words]
  return { path, argv, ignoreFailure, literal, privilege }
}

/** What is wrong with a command; `%` stands where ", ignoring" goes. */
function problemWith(written: string, path: string, ownName: boolean, words: readonly string[]): string | null {
  if (written === '') {
    return `Empty path in command line%: ${written}`
  }
  if (!isUtf8(path) || /[\x00-\x1f\x7f]/.test(path)) {
    return `Invalid path in command line%: ${path}`
  }
  if (!isAbsolute(path) && !isFilename(path)) {
    return `Neither a valid executable name nor an absolute path%: ${path}`
  }
  if (!isValidPath(path)) {
    return `Invalid path in command line%: ${path}`
  }
  if (path.endsWith('/')) {
    return `Executable path specifies a directory%: ${path}`
  }
  return ownName && words.length === 0 ? `Empty executable name or zeroeth argument%: ${written}` : null
}

function refuse(place: Place, ignored: boolean, message: string): void {
  if (!ignored) {
    place.refuse(message)
  } else if (message !== '') {
    place.warn(message)
  }
}
