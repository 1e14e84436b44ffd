/**
 * The grammar of unit files (systemd.syntax(7)): text in, sections and diagnostics out. Every text has an answer; the time is
 * linear in its length. What the keys mean is core/unit's business.
 *
 * A backslash at the end of a line joins the next one with a blank; comments between joined lines are skipped, empty lines end
 * the joining. A byte order mark is skipped once, at the start of any line.
 */
import { isUtf8, replaceForeign, utf8Length } from '#core/base/text/utf8.ts'
import type { Diagnostic } from './diagnostic.ts'
import { eachLine, endsInBackslash, lineMax, reachesBytes, strip } from './lines.ts'

/** One `key=value`; both without white space at their ends. The line is the value's last. */
export interface Assignment {
  readonly key: string
  readonly value: string
  readonly line: number
}

/** One `[name]` and what follows it. A name that comes again is a section of its own. */
export interface Section {
  readonly name: string
  readonly line: number
  readonly assignments: readonly Assignment[]
}

/** What stands in a unit file. */
export interface UnitFile {
  readonly sections: readonly Section[]
  readonly diagnostics: readonly Diagnostic[]
  /**
   * Why the file as a whole must be refused: EBADMSG for a broken section header, EINVAL for a line that is not UTF-8, ENOBUFS
   * for a line of 1 MiB or more. The sections hold what stood before.
   */
  readonly failure?: 'EBADMSG' | 'EINVAL' | 'ENOBUFS'
}

/** Which sections belong into a file; the others are reported, or passed over when they are `ignored` or start with `X-`. */
export interface KnownSections {
  readonly known: readonly string[]
  readonly ignored?: readonly string[]
}

type OpenSection = { readonly name: string; readonly line: number; readonly assignments: Assignment[] }

interface Reader {
  readonly path: string
  readonly wanted: KnownSections | undefined
  /** Saves looking at each line when the whole text is clean. */
  readonly clean: boolean
  readonly sections: OpenSection[]
  readonly diagnostics: Diagnostic[]
  /** Where assignments go: nowhere before the first section, and in one that is not wanted. */
  open: OpenSection | 'none' | 'ignored'
  failure: UnitFile['failure']
  /** Pieces of a line that goes on, and their size. */
  joined: string[]
  joinedBytes: number
}

/** Reads a unit file. `path` is only for the diagnostics; without `wanted` every section is taken. */
export function parseUnitFile(path: string, text: string, wanted?: KnownSections): UnitFile {
  const clean = isUtf8(text)
  const reader: Reader = {
    path,
    wanted,
    clean,
    sections: [],
    diagnostics: [],
    open: 'none',
    failure: undefined,
    joined: [],
    joinedBytes: 0,
  }
  readLines(reader, text)
  const { sections, diagnostics, failure } = reader
  return { sections, diagnostics, ...(failure === undefined ? {} : { failure }) }
}

function readLines(reader: Reader, text: string): void {
  let markSeen = false
  let last = 0
  eachLine(text, (raw, number) => {
    last = number
    if (reachesBytes(raw, lineMax)) {
      reader.failure = 'ENOBUFS'
    }
    if (reader.failure !== undefined) {
      return false
    }
    if (/^[ \t]*[#;]/.test(raw)) {
      return true
    }
    const marked = !markSeen && raw.startsWith('\ufeff')
    markSeen ||= marked
    const line = join(reader, marked ? raw.slice(1) : raw)
    if (line !== undefined && reader.failure === undefined) {
      readLine(reader, line, number)
    }
    return reader.failure === undefined
  })
  // systemd counts the line it expected behind a backslash at the end of the file.
  if (reader.failure === undefined) {
    readLine(reader, takeJoined(reader), last + 1)
  }
}

/** Takes a physical line; gives the whole one once it is complete. */
function join(reader: Reader, piece: string): string | undefined {
  const goesOn = endsInBackslash(piece)
  if (reader.joined.length === 0 && !goesOn) {
    return piece
  }
  reader.joinedBytes += utf8Length(piece)
  if (reader.joinedBytes > lineMax) {
    reader.failure = 'ENOBUFS'
  }
  reader.joined.push(goesOn ? `${piece.slice(0, -1)} ` : piece)
  return goesOn ? undefined : takeJoined(reader)
}

function takeJoined(reader: Reader): string {
  const line = reader.joined.join('')
  reader.joined = []
  reader.joinedBytes = 0
  return line
}

function readLine(reader: Reader, raw: string, line: number): void {
  const text = strip(raw)
  if (text === '') {
    return
  }
  if (!reader.clean && !isUtf8(text)) {
    report(reader, line, 'warning', `String is not UTF-8 clean, ignoring assignment: ${replaceForeign(text)}`)
    reader.failure = 'EINVAL'
  } else if (text.startsWith('[')) {
    readHeader(reader, text, line)
  } else if (reader.open === 'none') {
    report(reader, line, 'warning', 'Assignment outside of section. Ignoring.')
  } else if (reader.open !== 'ignored') {
    readAssignment(reader, reader.open, text, line)
  }
}

// Control characters, quotes and backslashes have no place in a section's name.
const unsafe = /[\x00-\x1f\x7f"'\\]/

function readHeader(reader: Reader, text: string, line: number): void {
  const name = text.slice(1, -1)
  const closed = text.length > 1 && text.endsWith(']')
  if (!closed || unsafe.test(name)) {
    const what = closed ? 'Bad characters in section header' : 'Invalid section header'
    report(reader, line, 'err', `${what} '${text}'`)
    reader.failure = 'EBADMSG'
  } else if (reader.wanted === undefined || reader.wanted.known.includes(name)) {
    reader.open = { name, line, assignments: [] }
    reader.sections.push(reader.open)
  } else {
    const silent = name.startsWith('X-') || reader.wanted.ignored?.includes(name)
    if (!silent) {
      report(reader, line, 'warning', `Unknown section '${name}'. Ignoring.`)
    }
    reader.open = 'ignored'
  }
}

function readAssignment(reader: Reader, section: OpenSection, text: string, line: number): void {
  const equals = text.indexOf('=')
  const key = strip(text.slice(0, Math.max(0, equals)))
  if (equals < 0) {
    report(reader, line, 'warning', "Missing '=', ignoring line.", section.name)
  } else if (equals === 0) {
    report(reader, line, 'warning', "Missing key name before '=', ignoring line.", section.name)
  } else {
    section.assignments.push({ key, value: strip(text.slice(equals + 1)), line })
  }
}

function report(reader: Reader, line: number, level: Diagnostic['level'], message: string, section?: string): void {
  reader.diagnostics.push({ path: reader.path, line, level, message, ...(section === undefined ? {} : { section }) })
}
