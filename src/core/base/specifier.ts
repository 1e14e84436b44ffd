/**
 * %-specifiers in texts (systemd.unit(5), "Specifiers"; tmpfiles.d(5), sysusers.d(5)): `%` and a letter stand for something the
 * caller knows, `%%` for a percent sign. A percent sign before anything but a letter or digit stands for itself.
 */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { utf8Length } from '#core/base/text/utf8.ts'
import { fail, ok, type Result } from './result.ts'

/** What a letter stands for; undefined for a letter that means nothing here, an error when its meaning cannot be found out. */
export type SpecifierTable = (letter: string) => Result<string, ErrnoName> | undefined

/**
 * Replaces every specifier. EBADSLT for a letter or digit without meaning, ENAMETOOLONG when the answer has more than `maxBytes`
 * bytes, else what the table says.
 */
export function expandSpecifiers(
  text: string,
  table: SpecifierTable,
  maxBytes = Number.POSITIVE_INFINITY,
): Result<string, ErrnoName> {
  let expanded = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at + 1)
    if (text.charAt(at) !== '%' || !/[%A-Za-z0-9]/.test(letter)) {
      expanded += text.charAt(at)
    } else {
      const meaning = letter === '%' ? ok('%') : (table(letter) ?? fail('EBADSLT' as const))
      if (!meaning.ok) {
        return meaning
      }
      expanded += meaning.value
      at++
    }
  }
  return utf8Length(expanded) > maxBytes ? fail('ENAMETOOLONG') : ok(expanded)
}

/** Makes a text come out of expandSpecifiers() as it is. */
export function escapeSpecifiers(text: string): string {
  return text.replaceAll('%', '%%')
}
