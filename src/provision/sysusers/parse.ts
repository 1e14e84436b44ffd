/** Lines of sysusers.d become items. Total: any text gives items and diagnostics. */
import { errnoText } from '#core/base/linux/errno.ts'
import { isUserName } from '#core/base/linux/user-name.ts'
import { isValidPath, pathComponents, simplifyPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { isValidUid, parseUid } from '#core/base/scalars.ts'
import { expandSpecifiers, type SpecifierTable } from '#core/base/specifier.ts'
import { isUtf8 } from '#core/base/text/utf8.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import { eachLine, strip } from '#core/unitfile/lines.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { argumentPath, type Source } from '#provision/place.ts'
import type { GroupItem, IdSource, RangeItem, SysusersItem, UserItem } from './item.ts'

export type PlacedItem = SysusersItem & { readonly source: string; readonly line: number }

export interface ParsedSysusers {
  readonly items: readonly PlacedItem[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a file. A line that cannot be read is a diagnostic of level `err`. */
export function parseSysusers(source: Source, specifiers: SpecifierTable): ParsedSysusers {
  const items: PlacedItem[] = []
  const diagnostics: Diagnostic[] = []
  const read = (content: string, line: number): void => {
    const item = parseSysusersLine(content, specifiers)
    if (item.ok) {
      items.push({ ...item.value, source: source.path, line })
    } else {
      diagnostics.push({ path: source.path, line, level: 'err', message: item.error })
    }
  }
  if (source.path === argumentPath) {
    // A word is meant to be a line, whatever it is.
    for (const [index, text] of source.text.split('\n').entries()) {
      read(strip(text), index + 1)
    }
  } else {
    eachLine(source.text, (text, line) => {
      const content = strip(text)
      if (content !== '' && !content.startsWith('#')) {
        read(content, line)
      }
      return true
    })
  }
  return { items, diagnostics }
}

/** The fields of a line with specifiers replaced; null for one that is empty or a dash. */
interface Fields {
  readonly letter: string
  readonly locked: boolean
  readonly name: string | null
  readonly id: string | null
  readonly description: string | null
  readonly home: string | null
  readonly shell: string | null
}

/** Reads a line that is neither empty nor a comment; the error is what to say of it. */
export function parseSysusersLine(text: string, specifiers: SpecifierTable): Result<SysusersItem, string> {
  const words = splitWords(text, { quotes: 'remove' })
  if (!words.ok) {
    return fail('Syntax error.')
  }
  const fields = readFields(words.value, specifiers)
  if (!fields.ok) {
    return fields
  }
  const { letter, locked } = fields.value
  if (letter !== 'u' && locked) {
    return fail(`Flag '!' not permitted on lines of type '${letter}'.`)
  }
  const unwanted = letter === 'u' ? undefined : unwantedField(fields.value)
  switch (letter) {
    case 'u':
      return readUser(fields.value)
    case 'g':
      return unwanted === undefined ? readGroup(fields.value) : fail(unwanted)
    case 'm':
      return unwanted === undefined ? readMember(fields.value) : fail(unwanted)
    default:
      return readRange(fields.value, unwanted)
  }
}

const nameBytesMax = 255

/** PATH_MAX without the byte that ends a path. */
const pathBytesMax = 4095

function readFields(words: readonly string[], specifiers: SpecifierTable): Result<Fields, string> {
  const [action = '', ...rest] = words
  if (words.length < 2) {
    return fail('Missing action and name columns.')
  }
  if (words.length > 6) {
    return fail('Trailing garbage.')
  }
  const letter = action.charAt(0)
  if (letter === '') {
    return fail('Empty command specification.')
  }
  if (!/^!?$/.test(action.slice(1))) {
    return fail(`Unknown modifiers in command '${action}'.`)
  }
  if (!'ugmr'.includes(letter)) {
    return fail(`Unknown command type '${letter}'.`)
  }
  const expanded: (string | null)[] = []
  for (const [index, word] of rest.entries()) {
    const bytesMax = index === 0 ? nameBytesMax : pathBytesMax
    const value = word === '' || word === '-' ? ok(null) : expandSpecifiers(word, specifiers, bytesMax)
    // Of what is wrong in the second field systemd shows the first.
    const shown = index === 1 ? rest[0] : word
    if (!value.ok) {
      return fail(`Failed to replace specifiers in '${shown}': ${errnoText(value.error)}`)
    }
    expanded.push(value.value)
  }
  const [name = null, id = null, description = null, home = null, shell = null] = expanded
  const [ownHome, ownShell] = [home, shell].map(path => (path?.startsWith('/') ? simplifyPath(path) : path))
  const texts = { name, description, home: ownHome ?? null, shell: ownShell ?? null }
  const wrong = checkTexts(letter, texts)
  return wrong === undefined ? ok({ letter, locked: action.endsWith('!'), id, ...texts }) : fail(wrong)
}

function checkTexts(
  letter: string,
  { name, description, home, shell }: Pick<Fields, 'name' | 'description' | 'home' | 'shell'>,
): string | undefined {
  if (name !== null && letter !== 'r' && !isUserName(name)) {
    return `'${name}' is not a valid user or group name.`
  }
  if (description !== null && !isText(description)) {
    return `'${description}' is not a valid GECOS field.`
  }
  if (home !== null && !isHome(home)) {
    return `'${home}' is not a valid home directory field.`
  }
  if (shell !== null && !isHome(shell)) {
    return `'${shell}' is not a valid login shell field.`
  }
  return undefined
}

/** What fits between two colons of /etc/passwd. */
function isText(text: string): boolean {
  return isUtf8(text) && !/[:\x00-\x1f\x7f]/.test(text)
}

function isHome(path: string): boolean {
  return isText(path) && path.startsWith('/') && isValidPath(path) && !pathComponents(path).includes('..')
}

function unwantedField({ letter, description, home, shell }: Fields): string | undefined {
  const given: readonly (readonly [string, string | null])[] = [
    ['GECOS', description],
    ['home directory', home],
    ['login shell', shell],
  ]
  const found = given.find(([, value]) => value !== null)
  return found === undefined ? undefined : `Lines of type '${letter}' don't take a ${found[0]} field.`
}

function readUser({ name, id, description, home, shell, locked }: Fields): Result<UserItem, string> {
  if (name === null) {
    return fail("Lines of type 'u' require a user name in the second field.")
  }
  const base = { kind: 'user', name, description, home, shell, locked } as const
  if (id === null) {
    return ok({ ...base, uid: null, group: null })
  }
  if (id.startsWith('/')) {
    return ok({ ...base, uid: { path: id }, group: null })
  }
  const colon = id.indexOf(':')
  const [uidText, groupText] = colon < 0 ? [id, null] : [id.slice(0, colon), id.slice(colon + 1)]
  const group = groupText === null ? ok(null) : readGroupOf(groupText, id)
  if (!group.ok) {
    return group
  }
  if (uidText === '-' && groupText !== null) {
    return ok({ ...base, uid: null, group: group.value })
  }
  const uid = readId(uidText, 'UID', id)
  return uid.ok ? ok({ ...base, uid: { id: uid.value }, group: group.value }) : uid
}

function readGroupOf(text: string, field: string): Result<UserItem['group'], string> {
  if (isUserName(text)) {
    return ok({ name: text })
  }
  const gid = readId(text, 'GID', field)
  return gid.ok ? ok({ gid: gid.value }) : gid
}

/** `field` is what to show: all that stands there. */
function readId(text: string, what: 'UID' | 'GID', field = text): Result<number, string> {
  const id = parseUid(text)
  return id.ok ? id : fail(`Failed to parse ${what}: '${field}': ${errnoText(id.error)}`)
}

function readGroup({ name, id }: Fields): Result<GroupItem, string> {
  if (name === null) {
    return fail("Lines of type 'g' require a user name in the second field.")
  }
  const gid = id === null ? ok(null) : readGroupId(id)
  return gid.ok ? ok({ kind: 'group', name, gid: gid.value }) : gid
}

function readGroupId(text: string): Result<IdSource, string> {
  if (text.startsWith('/')) {
    return ok({ path: text })
  }
  const gid = readId(text, 'GID')
  return gid.ok ? ok({ id: gid.value }) : gid
}

function readMember({ name, id }: Fields): Result<SysusersItem, string> {
  if (name === null) {
    return fail("Lines of type 'm' require a user name in the second field.")
  }
  if (id === null) {
    return fail("Lines of type 'm' require a group name in the third field.")
  }
  if (!isUserName(id)) {
    return fail(`'${id}' is not a valid user or group name.`)
  }
  return ok({ kind: 'member', user: name, group: id })
}

function readRange({ name, id }: Fields, unwanted: string | undefined): Result<RangeItem, string> {
  if (name !== null) {
    return fail("Lines of type 'r' don't take a name field.")
  }
  if (id === null) {
    return fail("Lines of type 'r' require an ID range in the third field.")
  }
  if (unwanted !== undefined) {
    return fail(unwanted)
  }
  const [, low = '', high = low] = /^(\d+)(?:-(\d+))?$/.exec(id) ?? []
  const [first, last] = [Number(low), Number(high)]
  if (low === '' || last < first || last > 0xffff_fffe || !isValidUid(first)) {
    return fail(`Invalid UID range ${id}.`)
  }
  return ok({ kind: 'range', first, last })
}
