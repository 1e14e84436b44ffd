/** What `enable` and its siblings know of one unit file: where it is, what kind of file that is, and its [Install] section. */
import { errnoText } from '#core/base/linux/errno.ts'
import { ok } from '#core/base/result.ts'
import { expandUnitSpecifiers, type SpecifierHost } from '#core/unit/expand/specifier.ts'
import { mayAlias } from '#core/unit/name/alias.ts'
import { isUnitInstance, isUnitName, replaceInstance, unitTypeOf } from '#core/unit/name/name.ts'
import { unitTypes } from '#core/unit/unit-type.ts'
import { type Diagnostic, formatDiagnostic } from '#core/unitfile/diagnostic.ts'
import { type Assignment, type KnownSections, parseUnitFile } from '#core/unitfile/parse.ts'
import { splitWords } from '#core/unitfile/words.ts'
import type { Outcome } from '#kernel/kernel.ts'

/**
 * `regular`: a file whose [Install] section was read. `linked`: a link out of the search path. `alias`: a link to a unit of the
 * search path. `masked`: a link to /dev/null, or an empty file. Null before anything was looked at.
 */
export type InstallMode = 'regular' | 'linked' | 'alias' | 'masked'

export interface InstallInfo {
  readonly name: string
  /** Only named in another unit's Also=, so that its absence fails nothing. */
  auxiliary: boolean
  /** Seen from inside the root. */
  path: string | null
  mode: InstallMode | null
  /** Where a link leads in the end. */
  target: string | null
  aliases: readonly string[]
  wantedBy: readonly string[]
  requiredBy: readonly string[]
  upheldBy: readonly string[]
  /** Names with their specifiers expanded. */
  also: readonly string[]
  defaultInstance: string | null
}

export function newInstallInfo(name: string, auxiliary: boolean, path: string | null): InstallInfo {
  return {
    name,
    auxiliary,
    path,
    mode: null,
    target: null,
    aliases: [],
    wantedBy: [],
    requiredBy: [],
    upheldBy: [],
    also: [],
    defaultInstance: null,
  }
}

/** Whether enabling it makes links of its own. */
export function hasInstallRules(info: InstallInfo): boolean {
  return [info.aliases, info.wantedBy, info.requiredBy, info.upheldBy].some(list => list.length > 0)
}

/** Who reads: what specifiers stand for, and who hears of faults in files and links. */
export interface InstallReader {
  host(): SpecifierHost
  say(level: Diagnostic['level'], line: string): void
}

const sections: KnownSections = {
  known: ['Install'],
  ignored: ['Unit', ...unitTypes.map(type => type.charAt(0).toUpperCase() + type.slice(1))],
}

/**
 * Adds what a file says to `info`. EINVAL for a name without a type, EBADMSG and its like for a file that cannot be parsed, and
 * the errors of specifiers in Also= and DefaultInstance=.
 */
export function readInstallSection(
  info: InstallInfo,
  shownPath: string,
  text: string,
  reader: InstallReader,
): Outcome<void> {
  const file = parseUnitFile(shownPath, text, sections)
  for (const diagnostic of file.diagnostics) {
    reader.say(diagnostic.level, formatDiagnostic(diagnostic))
  }
  for (const { key, value, line } of file.sections.flatMap(section => section.assignments)) {
    const take = keys.get(key)
    const place: Place = { info, reader, path: shownPath, line, key }
    const taken = take?.(place, value)
    if (take === undefined) {
      say(place, 'warning', `Unknown key '${key}' in section [Install], ignoring.`)
    }
    if (taken !== undefined && !taken.ok) {
      return taken
    }
  }
  return file.failure === undefined ? ok(undefined) : { ok: false, error: file.failure }
}

interface Place extends Pick<Assignment, 'key' | 'line'> {
  readonly info: InstallInfo
  readonly reader: InstallReader
  readonly path: string
}

function say(place: Place, level: Diagnostic['level'], message: string): void {
  place.reader.say(level, formatDiagnostic({ path: place.path, line: place.line, level, message }))
}

type Take = (place: Place, value: string) => Outcome<void>

const keys: ReadonlyMap<string, Take> = new Map<string, Take>([
  ['Alias', takeAlias],
  ['WantedBy', listTaker('wantedBy')],
  ['RequiredBy', listTaker('requiredBy')],
  ['UpheldBy', listTaker('upheldBy')],
  ['DefaultInstance', takeDefaultInstance],
  ['Also', takeAlso],
])

function takeAlias(place: Place, value: string): Outcome<void> {
  const type = unitTypeOf(place.info.name)
  if (type !== undefined && mayAlias(type)) {
    return listTaker('aliases')(place, value)
  }
  say(place, 'warning', `Alias= is not allowed for ${type ?? 'such'} units, ignoring.`)
  return ok(undefined)
}

function listTaker(list: 'aliases' | 'wantedBy' | 'requiredBy' | 'upheldBy'): Take {
  return (place, value) => {
    const words = splitWords(value, { quotes: 'remove', backslash: 'retain' })
    if (!words.ok) {
      say(place, 'warning', `Failed to parse ${place.key}=${value}, ignoring: ${errnoText(words.error)}`)
    } else {
      place.info[list] = value === '' ? [] : [...place.info[list], ...words.value]
    }
    return ok(undefined)
  }
}

function takeDefaultInstance(place: Place, value: string): Outcome<void> {
  const { info } = place
  // The instance that is enabled by its own name has no need of a default.
  if (isUnitName(info.name, 'instance')) {
    return ok(undefined)
  }
  if (!isUnitName(info.name, 'template')) {
    say(place, 'warning', 'DefaultInstance= only makes sense for template units, ignoring.')
    return ok(undefined)
  }
  const instance = expandInstallName(info, value, place.reader)
  if (!instance.ok) {
    say(place, 'warning', `Failed to resolve instance name in DefaultInstance="${value}": ${errnoText(instance.error)}`)
    return instance
  }
  if (instance.value !== '' && !isUnitInstance(instance.value)) {
    say(place, 'warning', `Invalid DefaultInstance= value "${instance.value}".`)
    return { ok: false, error: 'EINVAL' }
  }
  info.defaultInstance = instance.value === '' ? null : instance.value
  return ok(undefined)
}

function takeAlso(place: Place, value: string): Outcome<void> {
  const words = splitWords(value, { quotes: 'remove' })
  if (!words.ok) {
    return words
  }
  for (const word of words.value) {
    const name = expandInstallName(place.info, word, place.reader)
    if (!name.ok) {
      say(place, 'warning', `Failed to resolve unit name in Also="${word}": ${errnoText(name.error)}`)
      return name
    }
    if (!isUnitName(name.value)) {
      return { ok: false, error: 'EINVAL' }
    }
    place.info.also = [...place.info.also, name.value]
  }
  return ok(undefined)
}

/** A name of an [Install] section without specifiers; those of a template speak of its default instance. */
export function expandInstallName(info: InstallInfo, text: string, reader: InstallReader): Outcome<string> {
  if (!text.includes('%')) {
    return ok(text)
  }
  const { defaultInstance } = info
  const full = defaultInstance === null ? info.name : defaultedName(info)
  const unit = { name: full, fragmentPath: info.path }
  return expandUnitSpecifiers(text, unit, reader.host(), 'unit-name')
}

/** The name a template is enabled under: with its default instance where it has one. */
export function defaultedName({ name, defaultInstance }: InstallInfo): string {
  if (defaultInstance === null || !isUnitName(name, 'template')) {
    return name
  }
  const full = replaceInstance(name, defaultInstance)
  return full.ok ? full.value : name
}
