/** Lines of tmpfiles.d become items. Total: any text gives items and diagnostics. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { pathBelow, simplifyPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { expandSpecifiers, type SpecifierTable } from '#core/base/specifier.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import { eachLine, strip } from '#core/unitfile/lines.ts'
import { readWord } from '#core/unitfile/words.ts'
import type { Level, Source } from '#provision/place.ts'
import { readArgument } from './argument.ts'
import { isUnset, pathBytesMax, readAge, readMode, readOwner } from './fields.ts'
import { type Item, type Letter, letters } from './item.ts'

/** What reading a line has to ask of the outside. */
export interface Facts {
  readonly root: string
  /** Whether lines with `!` count. */
  readonly boot: boolean
  /** Whether unknown users and groups are passed over. */
  readonly graceful: boolean
  readonly prefixes: readonly string[]
  readonly excluded: readonly string[]
  readonly specifiers: SpecifierTable
  uid(name: string): number | undefined
  gid(name: string): number | undefined
  credential(name: string): string | undefined
  exists(path: string): boolean
  /** A remark that does not keep the line from counting; a `bare` one is about no place in a file. */
  remark(level: Level, message: string, form?: 'bare'): void
}

/** Why a line does not count. After a fatal one nothing is carried out; to skip a line is no mistake of it. */
export interface Refusal {
  readonly kind: 'invalid' | 'fatal' | 'skip'
  readonly message: string
  /** The message is about no place in a file. */
  readonly bare?: boolean
}

export interface Parsed {
  readonly items: readonly (Item & { readonly source: string; readonly line: number })[]
  readonly diagnostics: readonly Diagnostic[]
  readonly isInvalid: boolean
  readonly isFatal: boolean
}

/** Reads a file. */
export function parseTmpfiles(source: Source, given: Omit<Facts, 'remark'>): Parsed {
  const items: Parsed['items'][number][] = []
  const diagnostics: Diagnostic[] = []
  const kinds = new Set<Refusal['kind']>()
  eachLine(source.text, (text, line) => {
    const content = strip(text)
    if (content === '' || content.startsWith('#')) {
      return true
    }
    const say = (level: Level, message: string, isBare: boolean): void => {
      diagnostics.push({ path: isBare ? '' : source.path, line, level: level === 'error' ? 'err' : level, message })
    }
    const facts = {
      ...given,
      remark: (level: Level, message: string, form?: 'bare') => say(level, message, form === 'bare'),
    }
    const item = parseTmpfilesLine(content, facts)
    if (item.ok) {
      items.push({ ...item.value, source: source.path, line })
      return true
    }
    const { kind, message, bare } = item.error
    kinds.add(kind)
    if (message !== '') {
      say(kind === 'skip' ? 'debug' : 'error', message, bare === true)
    }
    return true
  })
  return { items, diagnostics, isInvalid: kinds.has('invalid'), isFatal: source.isNamed && kinds.has('fatal') }
}

const invalid = (message: string): Result<never, Refusal> => fail({ kind: 'invalid', message })
const skip = (message: string): Result<never, Refusal> => fail({ kind: 'skip', message })

/** Reads a line that is neither empty nor a comment. */
export function parseTmpfilesLine(text: string, facts: Facts): Result<Item, Refusal> {
  const split = splitFields(text)
  if (!split.ok) {
    return invalid(`Failed to parse line: ${errnoText('EINVAL')}`)
  }
  const [action = '', pathField] = split.value.words
  if (pathField === undefined) {
    return invalid('Syntax error.')
  }
  const modifiers = readModifiers(action)
  if (!modifiers.ok) {
    return modifiers
  }
  if (modifiers.value.includes('!') && !facts.boot) {
    return skip(`Ignoring entry ${action} "${pathField}" because --boot is not specified.`)
  }
  const path = readPath(pathField, facts)
  if (!path.ok) {
    return path
  }
  const type = readType(action, modifiers.value)
  if (!type.ok) {
    return type
  }
  const { letter, isForced } = type.value
  const line = { letter, modifiers: modifiers.value, path: path.value, argument: split.value.argument }
  const argument = readArgument(line, facts)
  if (!argument.ok) {
    return argument
  }
  if (!isWanted(path.value, facts)) {
    return skip(`Entry "${path.value}" is left out by its prefix.`)
  }
  const rest = readRest(split.value.words, facts)
  if (!rest.ok) {
    return rest
  }
  return ok({
    letter,
    path: `${facts.root}${path.value}`,
    force: isForced,
    mayFail: modifiers.value.includes('-'),
    replace: modifiers.value.includes('='),
    mayLackTarget: modifiers.value.includes('?'),
    purge: modifiers.value.includes('$'),
    ...argument.value,
    ...rest.value,
  })
}

/** Up to six words, then the argument as it stands. */
function splitFields(
  text: string,
): Result<{ readonly words: readonly string[]; readonly argument: string | null }, 'EINVAL'> {
  const words: string[] = []
  let at = 0
  while (words.length < 6 && at >= 0) {
    const word = readWord(text, at, { quotes: 'remove', backslash: 'c' })
    if (!word.ok) {
      return word
    }
    if (word.value === null) {
      break
    }
    words.push(word.value.word)
    at = word.value.next
  }
  const argument = at < 0 ? '' : strip(text.slice(at))
  return ok({ words, argument: isUnset(argument) ? null : argument })
}

function readModifiers(action: string): Result<string, Refusal> {
  const first = action.charAt(0)
  const given = action.slice(1)
  if (first === '') {
    return invalid(`Command too short '${action}'.`)
  }
  if (!/^[-+!=~^$?]*$/.test(given) || new Set(given).size < given.length) {
    return invalid(`Unknown modifiers in command: ${action}`)
  }
  return ok(given)
}

function readType(
  action: string,
  given: string,
): Result<{ readonly letter: Letter; readonly isForced: boolean }, Refusal> {
  const first = action.charAt(0)
  if (!letters.includes(first)) {
    return invalid(`Unknown command type '${first}'.`)
  }
  if (given.includes('?') && first !== 'L') {
    return invalid(`Modifier '?' combined with line type '${first}' which does not support this modifier.`)
  }
  if (given.includes('$') && 'xXrRzZmtThHaA'.includes(first)) {
    return invalid(`Purge flag '$' combined with line type '${first}' which does not support purging.`)
  }
  if (first === 'F') {
    return ok({ letter: 'f', isForced: true })
  }
  return ok({ letter: first as Letter, isForced: given.includes('+') })
}

function readPath(field: string, facts: Facts): Result<string, Refusal> {
  const expanded = expandSpecifiers(field, facts.specifiers, pathBytesMax)
  if (!expanded.ok) {
    return unresolved(field, expanded.error)
  }
  if (!expanded.value.startsWith('/')) {
    return invalid(`Path '${expanded.value}' not absolute.`)
  }
  const path = simplifyPath(expanded.value)
  const below = pathBelow(path, '/var/run')
  if (below === undefined || below === '') {
    return ok(path)
  }
  const updated = `/run/${below.replace(/^\/+/, '')}`
  facts.remark(
    'notice',
    `Line references path below legacy directory /var/run/, updating ${path} → ${updated}; please update the tmpfiles.d/ drop-in file accordingly.`,
  )
  return ok(updated)
}

/** What a host does not have makes its lines mean nothing; a letter that means nothing is a mistake. */
function unresolved(field: string, error: ErrnoName): Result<never, Refusal> {
  const message = `Failed to replace specifiers in '${field}': ${errnoText(error)}`
  if (error === 'ENAMETOOLONG') {
    return fail({ kind: 'fatal', message })
  }
  return error === 'EBADSLT' ? invalid(message) : skip(message)
}

function isWanted(path: string, { prefixes, excluded }: Facts): boolean {
  const isBelow = (prefix: string): boolean => pathBelow(path, prefix) !== undefined
  if (excluded.some(isBelow)) {
    return false
  }
  return prefixes.length === 0 || prefixes.some(isBelow)
}

type Rest = Pick<Item, 'mode' | 'user' | 'group' | 'age'>

function readRest([, , mode, user, group, age]: readonly string[], facts: Facts): Result<Rest, Refusal> {
  const owner = resolveOwner('user', user, facts)
  if (!owner.ok) {
    return owner
  }
  const team = resolveOwner('group', group, facts)
  if (!team.ok) {
    return team
  }
  const modeRule = isUnset(mode) ? ok(null) : readMode(mode)
  if (!modeRule.ok) {
    return invalid(`Invalid mode '${mode}'.`)
  }
  const ageRule = isUnset(age) ? ok(null) : readAge(age)
  if (!ageRule.ok) {
    return invalid(ageRule.error)
  }
  return ok({ user: owner.value, group: team.value, mode: modeRule.value, age: ageRule.value })
}

function resolveOwner(what: 'user' | 'group', field: string | undefined, facts: Facts): Result<Item['user'], Refusal> {
  if (isUnset(field)) {
    return ok(null)
  }
  const owner = readOwner(field, what === 'user' ? facts.uid : facts.gid)
  if (owner.ok) {
    return owner
  }
  if (!facts.graceful) {
    return invalid(`Failed to resolve ${what} '${owner.error.name}': ${errnoText('ESRCH')}`)
  }
  facts.remark('debug', `${what} '${owner.error.name}' not found, not adjusting ownership.`)
  return ok(null)
}
