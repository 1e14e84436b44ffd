/** The alternatives a part of a calendar event allows, read and put in order: `*`, `1..5`, `0/15`, `8,12,18`. */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Chain, Component } from './spec.ts'

type Read<T> = Result<T, ErrnoName>

const usecPerSecond = 1_000_000
const intMax = 2 ** 31 - 1
// How many alternatives a part may have.
const componentsMax = 240

/** The alternative of one value only. */
export function once(start: number): Component {
  return { start, stop: null, repeat: 0 }
}

/** Whether numbers are whole, or seconds with decimals, which are counted in µs. */
export type Unit = 'plain' | 'seconds'

/** A part that was read, and what follows it. */
interface Part {
  readonly chain: Chain
  readonly rest: string
}

/** Reads `*`, or alternatives parted by commas, from the start of a text. ENOBUFS for more than 240. */
export function readChain(text: string, unit: Unit): Read<Part> {
  if (text.startsWith('*')) {
    const everySecond: Chain = [{ start: 0, stop: null, repeat: usecPerSecond }]
    return ok({ chain: unit === 'seconds' ? everySecond : null, rest: text.slice(1) })
  }
  const chain: Component[] = []
  let rest = text
  for (;;) {
    if (chain.length > componentsMax) {
      return fail('ENOBUFS')
    }
    const part = readComponent(rest, unit)
    if (!part.ok) {
      return part
    }
    chain.push(part.value.component)
    rest = part.value.rest
    if (!rest.startsWith(',')) {
      return ok({ chain, rest })
    }
    rest = rest.slice(1)
  }
}

/** Reads `5`, `1..7`, `0/15` or `0..30/5`. */
function readComponent(text: string, unit: Unit): Read<{ readonly component: Component; readonly rest: string }> {
  const start = readNumber(text, unit)
  if (!start.ok) {
    return start
  }
  let rest = start.value.rest
  let stop: number | null = null
  let repeat = 0
  if (rest.startsWith('..')) {
    const found = readNumber(rest.slice(2), unit)
    if (!found.ok) {
      return found
    }
    stop = found.value.number
    rest = found.value.rest
    repeat = unit === 'seconds' ? usecPerSecond : 1
  }
  if (rest.startsWith('/')) {
    const found = readNumber(rest.slice(1), unit)
    if (!found.ok) {
      return found
    }
    if (found.value.number === 0) {
      return fail('ERANGE')
    }
    repeat = found.value.number
    rest = found.value.rest
  } else if (unit === 'seconds' && stop !== null && start.value.number + repeat > stop) {
    return fail('EINVAL')
  }
  if (!/^(?:[ ,~:-]|$)/.test(rest)) {
    return fail('EINVAL')
  }
  return ok({ component: { start: start.value.number, stop, repeat }, rest })
}

function readNumber(text: string, unit: Unit): Read<{ readonly number: number; readonly rest: string }> {
  const digits = /^[0-9]+/.exec(text)?.[0]
  if (digits === undefined) {
    return fail('EINVAL')
  }
  const whole = Number(digits.slice(0, 25)) * (unit === 'seconds' ? usecPerSecond : 1)
  const rest = text.slice(digits.length)
  const pointed = unit === 'seconds' && /^\.(?!\.)/.test(rest)
  const fraction = pointed ? (/^[0-9]*/.exec(rest.slice(1))?.[0] ?? '') : ''
  if (pointed && fraction === '') {
    return fail(digits.length > 25 ? 'ERANGE' : 'EINVAL')
  }
  const number = whole + (pointed ? microseconds(fraction) : 0)
  if (digits.length > 25 || number > intMax) {
    return fail('ERANGE')
  }
  return ok({ number, rest: pointed ? rest.slice(1 + fraction.length) : rest })
}

/** Decimals of a second in µs; a seventh digit rounds. */
function microseconds(digits: string): number {
  return Number(digits.slice(0, 6).padEnd(6, '0')) + (digits.charAt(6) >= '5' ? 1 : 0)
}

/** Ranges end where their last step is; alternatives are sorted and each stands once. */
export function normalizeChain(chain: Chain): Chain {
  if (chain === null) {
    return null
  }
  const order = (a: Component, b: Component) =>
    a.start - b.start || (a.stop ?? -1) - (b.stop ?? -1) || a.repeat - b.repeat
  const sorted = chain.map(trimRange).sort(order)
  return sorted.filter((part, index) => {
    const before = sorted[index - 1]
    return before === undefined || order(before, part) !== 0
  })
}

function trimRange(part: Component): Component {
  const { start, repeat } = part
  if (part.stop === null) {
    return part
  }
  const stop = part.stop > start && repeat > 0 ? part.stop - ((part.stop - start) % repeat) : part.stop
  return start === stop ? once(start) : { start, stop, repeat }
}

/** Whether each alternative is in range and its step can be taken at least once; `backwards` for days from a month's end. */
export function isWithin(chain: Chain, from: number, to: number, backwards: boolean): boolean {
  return (chain ?? []).every(({ start, stop, repeat }) => {
    if (start < from || start > to || repeat > to - from) {
      return false
    }
    if (stop !== null) {
      return stop >= from && stop <= to && start + repeat <= stop
    }
    return backwards ? start - repeat >= from : start + repeat <= to
  })
}
