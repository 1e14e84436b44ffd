/**
 * The part of strptime(3) that timestamps need, with its peculiarities: blanks before numbers are skipped, and a number ends
 * where one more digit would leave its range.
 */

/** The fields a text sets; those it does not speak of are missing. */
export interface ParsedFields {
  year?: number
  month?: number
  day?: number
  hour?: number
  minute?: number
  second?: number
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const fullMonths = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

type Letter = 'y' | 'Y' | 'm' | 'd' | 'H' | 'M' | 'S'

/** Range and most digits of each number. */
const numbers: Readonly<Record<Letter, readonly [from: number, to: number, digits: number]>> = {
  y: [0, 99, 2],
  Y: [0, 9999, 4],
  m: [1, 12, 2],
  d: [1, 31, 2],
  H: [0, 23, 2],
  M: [0, 59, 2],
  S: [0, 61, 2],
}

/** Reads a text by a format of `%y %Y %m %d %H %M %S %b`, blanks and plain characters; gives the fields and what is left. */
export function strptime(
  text: string,
  format: string,
): { readonly fields: ParsedFields; readonly rest: string } | undefined {
  const fields: ParsedFields = {}
  let at = 0
  for (const part of format.match(/%.|[^%]/g) ?? []) {
    const end = part.startsWith('%') ? readField(text, at, part.charAt(1), fields) : readPlain(text, at, part)
    if (end === undefined) {
      return undefined
    }
    at = end
  }
  return { fields, rest: text.slice(at) }
}

function readPlain(text: string, at: number, character: string): number | undefined {
  if (character !== ' ') {
    return text.charAt(at) === character ? at + 1 : undefined
  }
  let end = at
  while (end < text.length && ' \t\n\v\f\r'.includes(text.charAt(end))) {
    end++
  }
  return end
}

function readField(text: string, at: number, letter: string, fields: ParsedFields): number | undefined {
  if (letter === 'b') {
    return readMonthName(text, at, fields)
  }
  if (!isLetter(letter)) {
    return undefined
  }
  const found = readNumber(text, at, numbers[letter])
  if (found === undefined) {
    return undefined
  }
  assign(fields, letter, found.value)
  return found.end
}

function isLetter(letter: string): letter is Letter {
  return letter in numbers
}

function assign(fields: ParsedFields, letter: Letter, value: number): void {
  switch (letter) {
    case 'y':
      fields.year = value < 69 ? value + 2000 : value + 1900
      return
    case 'Y':
      fields.year = value
      return
    case 'm':
      fields.month = value
      return
    case 'd':
      fields.day = value
      return
    case 'H':
      fields.hour = value
      return
    case 'M':
      fields.minute = value
      return
    case 'S':
      fields.second = value
      return
  }
}

function readNumber(text: string, start: number, range: readonly [number, number, number]) {
  const [from, to, digits] = range
  let at = start
  while (text.charAt(at) === ' ') {
    at++
  }
  let value = 0
  let count = 0
  while (count < digits && /[0-9]/.test(text.charAt(at)) && (count === 0 || value * 10 <= to)) {
    value = value * 10 + Number(text.charAt(at))
    at++
    count++
  }
  return count === 0 || value < from || value > to ? undefined : { value, end: at }
}

function readMonthName(text: string, at: number, fields: ParsedFields): number | undefined {
  const lower = text.slice(at, at + 9).toLowerCase()
  for (const names of [fullMonths, months]) {
    const index = names.findIndex(name => lower.startsWith(name))
    if (index >= 0) {
      fields.month = index + 1
      return at + (names[index]?.length ?? 0)
    }
  }
  return undefined
}

/** Reads a whole text as an offset from UTC in seconds: `Z`, `+02`, `-0330`, `+05:30`, a day at most. */
export function parseOffset(text: string): number | undefined {
  if (/^[ \t\n\v\f\r]*Z$/.test(text)) {
    return 0
  }
  const found = /^[ \t\n\v\f\r]*([+-])([0-9]{2})(?::?([0-9]{2}))?$/.exec(text)
  if (found === null) {
    return undefined
  }
  const minutes = Number(found[3] ?? '0')
  const seconds = Number(found[2]) * 3600 + minutes * 60
  if (minutes >= 60 || seconds > 86400) {
    return undefined
  }
  return found[1] === '-' ? -seconds : seconds
}
