/**
 * Lines of configuration files. A line ends in a line feed, a carriage return, both in either order, or a NUL, which may also
 * follow any of these.
 */
import { utf8Length } from '#core/base/text/utf8.ts'

/** The longest line systemd reads, in bytes; a longer one makes the whole file unreadable (ENOBUFS). */
export const lineMax = 1024 * 1024

/** Calls back with each line and its number from 1. Stops when the callback returns false. */
export function eachLine(text: string, take: (line: string, number: number) => boolean): void {
  const end = /(?:\r\n|\n\r|\r|\n)\0?|\0/g
  let number = 1
  for (let start = 0; start < text.length; number++) {
    const found = end.exec(text)
    if (!take(text.slice(start, found?.index ?? text.length), number) || found === null) {
      return
    }
    start = end.lastIndex
  }
}

/** Whether a line, in bytes, reaches a limit; most lines are so short that nothing need be counted. */
export function reachesBytes(line: string, limit: number): boolean {
  return line.length * 3 >= limit && utf8Length(line) >= limit
}

/** A text without white space at its ends, in linear time. */
export function strip(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text, start)) {
    start++
  }
  while (end > start && isBlank(text, end - 1)) {
    end--
  }
  return text.slice(start, end)
}

function isBlank(text: string, at: number): boolean {
  return ' \t\n\r'.includes(text.charAt(at))
}

/** Whether a line goes on in the next one: it ends in a backslash which no other backslash takes away. */
export function endsInBackslash(line: string): boolean {
  let count = 0
  while (line.charAt(line.length - 1 - count) === '\\') {
    count++
  }
  return count % 2 === 1
}
