/**
 * What a script of /etc/init.d says about itself in its comments (systemd-sysv-generator(8)): the block of the LSB between
 * `### BEGIN INIT INFO` and `### END INIT INFO`, and Red Hat's `chkconfig:` lines outside of it.
 */
import { isAbsolute } from '#core/base/path.ts'
import type { Diagnostic } from './diagnostic.ts'
import { eachLine, lineMax, reachesBytes, strip } from './lines.ts'
import { splitWords } from './words.ts'

/** The header of an init script. Names of services and facilities stand as written, `$network` included. */
export interface LsbHeader {
  /** Whether the script has an LSB block at all. */
  readonly hasLsb: boolean
  readonly provides: readonly string[]
  readonly requiredStart: readonly string[]
  readonly requiredStop: readonly string[]
  readonly shouldStart: readonly string[]
  readonly shouldStop: readonly string[]
  readonly startBefore: readonly string[]
  readonly startAfter: readonly string[]
  /** Runlevels, one character each. */
  readonly defaultStart: readonly string[]
  readonly defaultStop: readonly string[]
  readonly shortDescription?: string
  /** All lines of the LSB's Description:, joined by blanks. */
  readonly longDescription?: string
  /** All lines of Red Hat's description:, joined by blanks. */
  readonly chkconfigDescription?: string
  /** `chkconfig: 2345 20 80`: runlevels (`-` for none), and the order of start and stop. */
  readonly chkconfig?: { readonly levels: string; readonly start: number; readonly stop: number }
  readonly pidFile?: string
  readonly processName?: string
  /** Whether the script's usage line offers `reload`. */
  readonly canReload: boolean
  readonly diagnostics: readonly Diagnostic[]
}

type Place = 'outside' | 'description' | 'usage' | 'lsb' | 'lsb-description'
type Writable = { -readonly [Key in keyof LsbHeader]: LsbHeader[Key] }
type ListField =
  | 'provides'
  | 'requiredStart'
  | 'requiredStop'
  | 'shouldStart'
  | 'shouldStop'
  | 'startBefore'
  | 'startAfter'
  | 'defaultStart'
  | 'defaultStop'

const lists: ReadonlyMap<string, ListField> = new Map<string, ListField>([
  ['provides', 'provides'],
  ['required-start', 'requiredStart'],
  ['required-stop', 'requiredStop'],
  ['should-start', 'shouldStart'],
  ['should-stop', 'shouldStop'],
  ['x-start-before', 'startBefore'],
  ['x-start-after', 'startAfter'],
  ['default-start', 'defaultStart'],
  ['default-stop', 'defaultStop'],
])

interface Reader {
  readonly path: string
  place: Place
  readonly header: Writable
  readonly diagnostics: Diagnostic[]
}

/** Reads the header of an init script; every text has an answer. `path` is only for the diagnostics. */
export function parseLsbHeader(path: string, text: string): LsbHeader {
  const reader: Reader = { path, place: 'outside', header: emptyHeader(), diagnostics: [] }
  eachLine(text, (line, number) => {
    if (reachesBytes(line, lineMax)) {
      return false
    }
    readLine(reader, line, number)
    return true
  })
  return { ...reader.header, diagnostics: reader.diagnostics }
}

function emptyHeader(): Writable {
  const none: readonly string[] = []
  return {
    hasLsb: false,
    provides: none,
    requiredStart: none,
    requiredStop: none,
    shouldStart: none,
    shouldStop: none,
    startBefore: none,
    startAfter: none,
    defaultStart: none,
    defaultStop: none,
    canReload: false,
    diagnostics: [],
  }
}

function readLine(reader: Reader, line: string, number: number): void {
  const stripped = strip(line)
  if (!stripped.startsWith('#')) {
    readCode(reader, stripped)
    return
  }
  const inLsb = reader.place === 'lsb' || reader.place === 'lsb-description'
  if (reader.place === 'outside' && stripped === '### BEGIN INIT INFO') {
    reader.place = 'lsb'
    reader.header.hasLsb = true
  } else if (inLsb && stripped === '### END INIT INFO') {
    reader.place = 'outside'
  } else if (inLsb) {
    readLsbLine(reader, line, strip(stripped.slice(1)))
  } else if (reader.place === 'description') {
    readDescriptionLine(reader, strip(stripped.slice(1)))
  } else if (reader.place === 'outside') {
    readChkconfigLine(reader, strip(stripped.slice(1)), number)
  }
}

/** Code is looked at only for its usage line, which may go on over line ends. */
function readCode(reader: Reader, code: string): void {
  const usage = reader.place === 'usage' || (reader.place === 'outside' && /usage/i.test(code))
  if (!usage) {
    return
  }
  if (/[{|]reload[|}"]/i.test(code)) {
    reader.header.canReload = true
    reader.place = 'outside'
  } else {
    reader.place = code.endsWith('\\') ? 'usage' : 'outside'
  }
}

/** A word up to a colon, in lower case, and what follows. */
function readField(comment: string): { name: string; value: string } | undefined {
  const found = /^([A-Za-z-]+):/.exec(comment)
  if (found === null) {
    return undefined
  }
  return { name: (found[1] ?? '').toLowerCase(), value: strip(comment.slice(found[0].length)) }
}

function readLsbLine(reader: Reader, line: string, comment: string): void {
  const { header } = reader
  const field = readField(comment)
  const list = lists.get(field?.name ?? '')
  if (field !== undefined && list !== undefined) {
    reader.place = 'lsb'
    header[list] = [...header[list], ...readNames(field.value)]
  } else if (field?.name === 'description') {
    reader.place = 'lsb-description'
    assign(header, 'longDescription', field.value)
  } else if (field?.name === 'short-description') {
    reader.place = 'lsb'
    assign(header, 'shortDescription', field.value)
  } else if (reader.place === 'lsb-description' && /^#(?:\t| {2})/.test(line)) {
    assign(header, 'longDescription', [header.longDescription, comment].filter(Boolean).join(' '))
  } else {
    reader.place = 'lsb'
  }
}

function readNames(value: string): readonly string[] {
  const words = splitWords(value, { quotes: 'remove', relaxed: true })
  return words.ok ? words.value : []
}

function readChkconfigLine(reader: Reader, comment: string, line: number): void {
  const { header } = reader
  const field = readField(comment)
  if (field?.name === 'description') {
    const goesOn = field.value.endsWith('\\')
    if (goesOn) {
      reader.place = 'description'
    }
    assign(header, 'chkconfigDescription', strip(goesOn ? field.value.slice(0, -1) : field.value))
  } else if (field?.name === 'pidfile') {
    if (isAbsolute(field.value)) {
      header.pidFile = field.value
    } else {
      report(reader, line, 'PID file not absolute. Ignoring.')
    }
  } else if (field?.name === 'processname') {
    header.processName = field.value
  } else if (field?.name === 'chkconfig') {
    readChkconfig(header, field.value)
  }
}

function readDescriptionLine(reader: Reader, comment: string): void {
  const goesOn = comment.endsWith('\\')
  if (!goesOn) {
    reader.place = 'outside'
  }
  const more = strip(goesOn ? comment.slice(0, -1) : comment)
  const whole = [reader.header.chkconfigDescription, more].filter(Boolean).join(' ')
  assign(reader.header, 'chkconfigDescription', whole)
}

function readChkconfig(header: Writable, value: string): void {
  const found = /^([0-9]+|-)[ \t]+([0-9]{1,3})[ \t]+([0-9]{1,3})$/.exec(value)
  if (found !== null) {
    header.chkconfig = { levels: found[1] ?? '-', start: Number(found[2]), stop: Number(found[3]) }
  }
}

type TextField = 'longDescription' | 'shortDescription' | 'chkconfigDescription'

function assign(header: Writable, field: TextField, value: string): void {
  if (value === '') {
    delete header[field]
  } else {
    header[field] = value
  }
}

function report(reader: Reader, line: number, message: string): void {
  reader.diagnostics.push({ path: reader.path, line, level: 'err', message })
}
