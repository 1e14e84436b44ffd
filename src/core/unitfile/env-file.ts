/**
 * Files of variables as EnvironmentFile= reads them (systemd.exec(5)): a small shell-like grammar in which comments start with
 * `#` or `;`, a backslash joins lines, single quotes keep everything and double quotes all but backslashes before `"\$` and a
 * backquote. Names are not judged here; core/unit/expand/environment.ts knows which are valid.
 */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { isUtf8 } from '#core/base/text/utf8.ts'

/** One variable, in the order of the file; a name that comes again replaces the value in its first place. */
export type Variables = ReadonlyMap<string, string>

type State = 'before-key' | 'key' | 'before-value' | 'value' | 'single-quoted' | 'double-quoted' | 'comment'

/** What was read so far. `blanks` counts white space at the end of the key or value, which is dropped unless more follows. */
interface Scan {
  state: State
  key: string
  value: string
  blanks: number
  readonly variables: Map<string, string>
  invalid: boolean
}

const blank = /[ \t\n\r]/
const lineEnd = /[\n\r]/

/** Reads a file of variables. EBADMSG when it holds a NUL, EINVAL when a name or value is not UTF-8. */
export function parseEnvironmentFile(text: string): Result<Variables, ErrnoName> {
  if (text.includes('\0')) {
    return fail('EBADMSG')
  }
  const scan: Scan = { state: 'before-key', key: '', value: '', blanks: 0, variables: new Map(), invalid: false }
  for (let at = 0; at < text.length; ) {
    at += step(scan, text.charAt(at), text.charAt(at + 1))
  }
  if (scan.state !== 'before-key' && scan.state !== 'key' && scan.state !== 'comment') {
    push(scan)
  }
  return scan.invalid ? fail('EINVAL') : ok(scan.variables)
}

/** Takes one character, or a backslash and the character behind it; returns how many. */
function step(scan: Scan, character: string, next: string): number {
  switch (scan.state) {
    case 'before-key':
      return beforeKey(scan, character)
    case 'key':
      return inKey(scan, character)
    case 'before-value':
      return beforeValue(scan, character, next)
    case 'value':
      return inValue(scan, character, next)
    case 'single-quoted':
      if (character === "'") {
        scan.state = 'before-value'
      } else {
        scan.value += character
      }
      return 1
    case 'double-quoted':
      return inDoubleQuotes(scan, character, next)
    case 'comment':
      if (lineEnd.test(character === '\\' ? next : character)) {
        scan.state = 'before-key'
      }
      return character === '\\' ? 2 : 1
  }
}

function beforeKey(scan: Scan, character: string): number {
  if (character === '#' || character === ';') {
    scan.state = 'comment'
  } else if (!blank.test(character)) {
    Object.assign(scan, { state: 'key', key: character, value: '', blanks: 0 })
  }
  return 1
}

function inKey(scan: Scan, character: string): number {
  if (lineEnd.test(character)) {
    scan.state = 'before-key'
  } else if (character === '=') {
    scan.key = withoutBlanks(scan.key, scan.blanks)
    Object.assign(scan, { state: 'before-value', blanks: 0 })
  } else {
    scan.key += character
    scan.blanks = blank.test(character) ? scan.blanks + 1 : 0
  }
  return 1
}

/** Also the state behind a closing quote: what follows there is joined to the value. */
function beforeValue(scan: Scan, character: string, next: string): number {
  if (lineEnd.test(character)) {
    push(scan)
    return 1
  }
  if (character === "'") {
    scan.state = 'single-quoted'
  } else if (character === '"') {
    scan.state = 'double-quoted'
  } else if (!blank.test(character)) {
    Object.assign(scan, { state: 'value', blanks: 0 })
    return inValue(scan, character, next)
  }
  return 1
}

function inValue(scan: Scan, character: string, next: string): number {
  if (lineEnd.test(character)) {
    push(scan)
    return 1
  }
  if (character === '\\') {
    if (next !== '' && !lineEnd.test(next)) {
      scan.value += next
    }
    scan.blanks = 0
    return 2
  }
  scan.value += character
  scan.blanks = blank.test(character) ? scan.blanks + 1 : 0
  return 1
}

function inDoubleQuotes(scan: Scan, character: string, next: string): number {
  if (character === '"') {
    scan.state = 'before-value'
  } else if (character !== '\\') {
    scan.value += character
  } else {
    if (/["\\`$]/.test(next)) {
      scan.value += next
    } else if (next !== '\n' && next !== '') {
      scan.value += `\\${next}`
    }
    return 2
  }
  return 1
}

function push(scan: Scan): void {
  const value = scan.state === 'value' ? withoutBlanks(scan.value, scan.blanks) : scan.value
  if (!isUtf8(scan.key) || !isUtf8(value)) {
    scan.invalid = true
  } else {
    scan.variables.set(scan.key, value)
  }
  scan.state = 'before-key'
}

function withoutBlanks(text: string, count: number): string {
  return count === 0 ? text : text.slice(0, -count)
}
