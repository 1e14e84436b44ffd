/**
 * supervisord.conf as its sections and values. The package `ini` reads it; what Python's reader takes otherwise is put right before:
 * lines that go on, `;` and `#` amid words, and dots in names of sections.
 */
import { parse } from 'ini'

export interface SupervisorSection {
  /** `program`, `group`, `supervisord` ... */
  readonly kind: string
  /** What follows the colon, empty without one. */
  readonly name: string
  readonly values: ReadonlyMap<string, string>
}

export function readSupervisorConfig(text: string): readonly SupervisorSection[] {
  const sections = parse(plain(text), { bracketedArray: false }) as Readonly<Record<string, unknown>>
  return Object.entries(sections).flatMap(([title, values]) => {
    if (typeof values !== 'object' || values === null) {
      return []
    }
    const [kind = '', ...rest] = title.split(':')
    const texts = Object.entries(values).map(([key, value]) => [key.trim(), String(value)] as const)
    return [{ kind: kind.trim(), name: rest.join(':').trim(), values: new Map(texts) }]
  })
}

function plain(text: string): string {
  const lines: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const isMore = /^\s+\S/.test(line) && !/^\s*[;#]/.test(line)
    const last = lines.length - 1
    if (isMore && /=/.test(lines[last] ?? '')) {
      lines[last] += ` ${line.trim()}`
    } else {
      lines.push(line)
    }
  }
  return lines.map(plainLine).join('\n')
}

function plainLine(line: string): string {
  if (/^\s*[;#]/.test(line)) {
    return ''
  }
  if (/^\s*\[/.test(line)) {
    return line.replaceAll('.', '\\.')
  }
  const [key = '', ...rest] = line.split('=')
  // A comment begins at `;` after white space only.
  const value = rest
    .join('=')
    .replace(/\s;.*$/s, '')
    .trim()
  if (rest.length === 0) {
    return ''
  }
  // Quoted for the reader, which takes such a value as it is.
  return `${key.trim()} = ${JSON.stringify(value)}`
}
