/** The fields of a line that are neither path nor argument: mode, owner, age. */
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseMode, parseUid } from '#core/base/scalars.ts'
import { parseSpan } from '#core/calendar/span.ts'
import type { Age, AgeBy, ModeRule, Owner, TimeLetter } from './item.ts'

/** PATH_MAX without the byte that ends a path. */
export const pathBytesMax = 4095

/** An empty field or a dash says nothing. */
export function isUnset(field: string | undefined): field is undefined | '' | '-' {
  return field === undefined || field === '' || field === '-'
}

/** `0755`, `~0755`, `:0755`, and both signs in any order. */
export function readMode(field: string): Result<ModeRule, 'invalid'> {
  const signs = /^[~:]*/.exec(field)?.[0] ?? ''
  const bits = parseMode(field.slice(signs.length))
  return bits.ok ? ok({ bits: bits.value, masked: signs.includes('~'), onlyNew: signs.includes(':') }) : fail('invalid')
}

/** A name or a number, with `:` in front where it is only for what is made. */
export function readOwner(
  field: string,
  find: (name: string) => number | undefined,
): Result<Owner, { readonly name: string }> {
  const onlyNew = field.startsWith(':')
  const name = onlyNew ? field.slice(1) : field
  const number = parseUid(name)
  const id = number.ok ? number.value : find(name)
  return id === undefined ? fail({ name }) : ok({ id, onlyNew })
}

const allTimes: AgeBy = { files: ['a', 'b', 'c', 'm'], folders: ['a', 'b', 'm'] }

/** What an age is that says nothing but how long. */
export const usualAge: Age = { span: 0n, by: allTimes, keepFirstLevel: false }

/** `10d`, `~10d`, `mA:10d`. The error is what to say of it. */
export function readAge(field: string): Result<Age, string> {
  const keepFirstLevel = field.startsWith('~')
  const rest = keepFirstLevel ? field.slice(1) : field
  const colon = rest.indexOf(':')
  const by = colon < 0 ? allTimes : readAgeBy(rest.slice(0, colon))
  if (by === undefined) {
    return fail(`Invalid age-by '${rest.slice(0, colon)}'.`)
  }
  const text = rest.slice(colon + 1)
  const span = parseSpan(text)
  return span.ok ? ok({ span: span.value, by, keepFirstLevel }) : fail(`Invalid age '${text}'.`)
}

function readAgeBy(text: string): AgeBy | undefined {
  // Blanks may stand before and between the letters, as long as there is one.
  if (!/^\s*(?:[abcmABCM]\s*)+$/.test(text)) {
    return undefined
  }
  const chosen = (set: RegExp): TimeLetter[] =>
    [...new Set(text)].filter(letter => set.test(letter)).map(letter => letter.toLowerCase() as TimeLetter)
  const [files, folders] = [chosen(/[a-z]/), chosen(/[A-Z]/)]
  return {
    files: files.length > 0 ? files : allTimes.files,
    folders: folders.length > 0 ? folders : allTimes.folders,
  }
}
