/** Unit files written, for drop-ins and generated units; what parse.ts reads back is what was given. */
import { fail, ok, type Result } from '#core/base/result.ts'
import { isUtf8 } from '#core/base/text/utf8.ts'
import { endsInBackslash, lineMax, reachesBytes, strip } from './lines.ts'

/** A section to write. */
export interface SectionText {
  readonly name: string
  readonly assignments: readonly { readonly key: string; readonly value: string }[]
}

/**
 * The text of a unit file, sections parted by an empty line. EINVAL for what the grammar cannot say: line ends, white space at
 * the ends of keys or values, a value that ends in an odd number of backslashes, a key that looks like a comment or a header,
 * a line of 1 MiB.
 */
export function formatUnitFile(sections: readonly SectionText[]): Result<string, 'EINVAL'> {
  const sayable = sections.every(section => isName(section.name) && section.assignments.every(isAssignment))
  return sayable ? ok(sections.map(formatSection).join('\n')) : fail('EINVAL')
}

function formatSection(section: SectionText): string {
  const lines = section.assignments.map(({ key, value }) => `${key}=${value}\n`)
  return `[${section.name}]\n${lines.join('')}`
}

function isName(name: string): boolean {
  return isUtf8(name) && !/[\x00-\x1f\x7f"'\\]/.test(name) && !reachesBytes(name, lineMax - 2)
}

function isAssignment({ key, value }: { readonly key: string; readonly value: string }): boolean {
  const bare = key !== '' && !/[=\x00\r\n]/.test(key) && !/^[#;[\ufeff]/.test(key) && strip(key) === key
  const whole = !/[\x00\r\n]/.test(value) && strip(value) === value && !endsInBackslash(value)
  return bare && whole && isUtf8(key + value) && !reachesBytes(`${key}=${value}`, lineMax)
}
