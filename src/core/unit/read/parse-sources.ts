/** Reads the text of a fragment or drop-in into settings, and says what is wrong with it as systemd words it. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { fail } from '#core/base/result.ts'
import { replaceForeign, utf8Length } from '#core/base/text/utf8.ts'
import { expandUnitSpecifiers, type SpecifierUnit } from '#core/unit/expand/specifier.ts'
import type { Place } from '#core/unit/kinds/kind.ts'
import { unitNameMax } from '#core/unit/name/name.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import { type Assignment, parseUnitFile } from '#core/unitfile/parse.ts'
import type { LoadContext } from './load-context.ts'
import { addAssignment, isSection, type Parsed, type SectionName, sectionsOf } from './parsed.ts'

/** A text and where it is from. */
export interface SourceText {
  readonly path: string
  readonly text: string
}

/** Which unit the file belongs to. */
export interface FileOwner extends SpecifierUnit {
  readonly type: UnitType
}

export interface ReadFile {
  readonly parsed: Parsed
  readonly diagnostics: readonly Diagnostic[]
  /** Why the rest of the file was not read; ENOEXEC for a setting that makes no sense. */
  readonly failure: ErrnoName | null
}

/** The settings after one more file. */
export function readFile(before: Parsed, file: SourceText, owner: FileOwner, context: LoadContext): ReadFile {
  const known = sectionsOf(owner.type)
  const found = parseUnitFile(file.path, file.text, { known })
  const diagnostics: Diagnostic[] = []
  let parsed = before
  let failure: ErrnoName | null = null
  const stop = (errno: ErrnoName): void => {
    failure = errno
  }
  const reading = { path: file.path, owner, context, diagnostics, stop }
  // What the grammar complains of and what settings complain of is said in the order of the lines.
  const grammar = [...found.diagnostics]
  const sayUpTo = (line: number): void => {
    while (grammar[0] !== undefined && grammar[0].line <= line) {
      diagnostics.push(...grammar.splice(0, 1))
    }
  }
  for (const { name, assignments } of found.sections) {
    if (!isSection(name)) {
      continue
    }
    for (const assignment of assignments) {
      if (failure !== null) {
        break
      }
      sayUpTo(assignment.line)
      parsed = take(parsed, name, assignment, placeOf(reading, name, assignment))
    }
  }
  if (failure === null) {
    sayUpTo(Number.POSITIVE_INFINITY)
  }
  return { parsed, diagnostics, failure: failure ?? found.failure ?? null }
}

function take(parsed: Parsed, section: SectionName, { key, value }: Assignment, place: Place): Parsed {
  const after = addAssignment(parsed, section, key, value, place)
  if (after.ok) {
    return after.value
  }
  if (!key.startsWith('X-')) {
    place.warn(`Unknown key '${key}' in section [${section}], ignoring.`)
  }
  return parsed
}

interface Reading {
  readonly path: string
  readonly owner: FileOwner
  readonly context: LoadContext
  readonly diagnostics: Diagnostic[]
  stop(errno: ErrnoName): void
}

function placeOf(reading: Reading, section: SectionName, { key, line }: Assignment): Place {
  const { path, owner, context, diagnostics } = reading
  const say = (level: Diagnostic['level'], message: string): void => {
    if (message !== '') {
      diagnostics.push({ path, line, section, key, level, message: replaceForeign(message) })
    }
  }
  const resolve: Place['resolve'] = (text, scope) =>
    // A name that is too long is none, with or without specifiers.
    scope === 'unit-name' && utf8Length(text) > unitNameMax
      ? fail('ENAMETOOLONG')
      : expandUnitSpecifiers(text, owner, context.specifiers, scope)
  return {
    section,
    key,
    unit: owner.name,
    unitType: owner.type,
    host: context.place,
    resolve,
    expand(text, scope) {
      const expanded = resolve(text, scope)
      if (expanded.ok) {
        return expanded.value
      }
      say('warning', `Failed to resolve unit specifiers in '${text}', ignoring: ${errnoText(expanded.error)}`)
      return undefined
    },
    warn: message => say('warning', message),
    refuse(message, errno = 'ENOEXEC') {
      say('err', message)
      reading.stop(errno)
    },
  }
}
