/**
 * The order of versions (UAPI.10, "Version Format Specification"): parts of digits by their value, parts of letters by the
 * alphabet, digits newer than letters; `~` is older than the end, which is older than everything else. Characters that are no
 * letter, digit or one of `~.^-` mean nothing.
 */

/** Below 0 when `one` is older, above 0 when it is newer, 0 when neither is. */
export function compareVersions(one: string, other: string): number {
  const a = new Reader(one)
  const b = new Reader(other)
  for (;;) {
    a.skipMeaningless()
    b.skipMeaningless()
    const tilde = compareMark(a, b, '~')
    if (tilde !== 0) {
      return tilde
    }
    if (a.isAtEnd() || b.isAtEnd()) {
      return Number(b.isAtEnd()) - Number(a.isAtEnd())
    }
    const part = compareMarks(a, b) || compareParts(a, b)
    if (part !== 0) {
      return part
    }
  }
}

function compareMarks(a: Reader, b: Reader): number {
  return compareMark(a, b, '-') || compareMark(a, b, '^') || compareMark(a, b, '.')
}

/** A mark on one side makes it the older one; on both sides it is passed. */
function compareMark(a: Reader, b: Reader, mark: string): number {
  const order = Number(b.startsWith(mark)) - Number(a.startsWith(mark))
  if (order === 0 && a.startsWith(mark)) {
    a.skip(1)
    b.skip(1)
  }
  return order
}

function compareParts(a: Reader, b: Reader): number {
  if (a.startsWithDigit() !== b.startsWithDigit()) {
    return a.startsWithDigit() ? 1 : -1
  }
  return a.startsWithDigit() ? compareDigits(a, b) : compareLetters(a, b)
}

function compareDigits(a: Reader, b: Reader): number {
  const one = a.take(/^0*([0-9]*)/)
  const other = b.take(/^0*([0-9]*)/)
  return one.length - other.length || order(one, other)
}

function compareLetters(a: Reader, b: Reader): number {
  return order(a.take(/^([A-Za-z]*)/), b.take(/^([A-Za-z]*)/))
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** What is left of a version. */
class Reader {
  #rest: string

  constructor(version: string) {
    this.#rest = version
  }

  skipMeaningless(): void {
    this.#rest = this.#rest.replace(/^[^A-Za-z0-9~^.-]+/, '')
  }

  isAtEnd(): boolean {
    return this.#rest === ''
  }

  startsWith(sign: string): boolean {
    return this.#rest.startsWith(sign)
  }

  startsWithDigit(): boolean {
    return /^[0-9]/.test(this.#rest)
  }

  skip(count: number): void {
    this.#rest = this.#rest.slice(count)
  }

  /** Goes past what the expression finds, and returns its group. */
  take(expression: RegExp): string {
    const found = expression.exec(this.#rest)
    this.skip(found?.[0].length ?? 0)
    return found?.[1] ?? ''
  }
}
