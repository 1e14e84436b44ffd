/** Values as a POSIX shell reads them back. */

/** What a shell would not take as it is. */
const special = /[\s"'`$\\;|&()<>*?[!\x00-\x1f\x7f]/

/** A word for a line that a user copies: as it is, or in double quotes with C escapes for what cannot be seen. */
export function quoteWord(word: string): string {
  const escaped = (character: string): string =>
    /["`$]/.test(character) ? `\\${character}` : escapeCharacter(character)
  return special.test(word) ? `"${word.replace(/["\\`$\x00-\x1f\x7f]/g, escaped)}"` : word
}

/** A value as a POSIX shell reads it back: as it is, or as `$'...'` with C escapes. */
export function quoteValue(value: string): string {
  if (!special.test(value)) {
    return value
  }
  return `$'${value.replace(/['\\\x00-\x1f\x7f]/g, escapeCharacter)}'`
}

const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  "'": "\\'",
}

function escapeCharacter(character: string): string {
  return named[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
}
