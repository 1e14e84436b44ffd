/**
 * Arguments as getopt_long(3) reads them: options anywhere among the words, grouped short ones, values behind `=` or as the
 * next argument, long names shortened as far as they stay unambiguous, and nothing but words behind `--`. The errors are
 * worded as glibc words them.
 */

/** One option of a program, as far as reading needs to know it. */
export interface OptionShape {
  /** Without dashes. Undefined for what only has a short name. */
  readonly long?: string
  /** One letter. */
  readonly short?: string
  /** Whether a value follows; an optional one only behind `=`, or right behind the letter. */
  readonly value: 'none' | 'optional' | 'required'
}

export interface Token<Shape extends OptionShape> {
  readonly option: Shape
  /** Undefined for an option without value. */
  readonly value?: string
}

export interface Words<Shape extends OptionShape> {
  /** In the order in which they stand. */
  readonly tokens: readonly Token<Shape>[]
  /** What is no option, in order. */
  readonly words: readonly string[]
  /** What is wrong with the arguments, which ends the reading: the tokens are those in front of it. */
  readonly error?: string
}

/** Reads the arguments of a program called `name`. */
export function readArguments<const Shape extends OptionShape>(
  name: string,
  args: readonly string[],
  options: readonly Shape[],
): Words<Shape> {
  const tokens: Token<Shape>[] = []
  const words: string[] = []
  for (let at = 0; at < args.length; ) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      words.push(...args.slice(at + 1))
      break
    }
    if (!isOption(arg)) {
      words.push(arg)
      at += 1
      continue
    }
    const next = args[at + 1]
    const read = arg.startsWith('--') ? readLong(arg, next, options) : readShort(arg, next, options)
    tokens.push(...read.tokens)
    if (read.error !== undefined) {
      return { tokens, words, error: `${name}: ${read.error}` }
    }
    at += read.took
  }
  return { tokens, words }
}

function isOption(arg: string): boolean {
  return arg.length > 1 && arg.startsWith('-')
}

interface Taken<Shape extends OptionShape> {
  readonly tokens: readonly Token<Shape>[]
  /** How many arguments were used up. */
  readonly took: number
  readonly error?: string
}

function readLong<Shape extends OptionShape>(
  arg: string,
  next: string | undefined,
  options: readonly Shape[],
): Taken<Shape> {
  const sign = arg.indexOf('=')
  const typed = sign < 0 ? arg.slice(2) : arg.slice(2, sign)
  const found = findLong(typed, options)
  if (typeof found === 'string') {
    return refusal(found.replace('%', arg))
  }
  const attached = sign < 0 ? undefined : arg.slice(sign + 1)
  if (found.value === 'none') {
    return attached === undefined
      ? { tokens: [{ option: found }], took: 1 }
      : refusal(`option '--${found.long}' doesn't allow an argument`)
  }
  if (attached !== undefined) {
    return { tokens: [{ option: found, value: attached }], took: 1 }
  }
  if (found.value === 'optional') {
    return { tokens: [{ option: found }], took: 1 }
  }
  if (next === undefined) {
    return refusal(`option '--${found.long}' requires an argument`)
  }
  return { tokens: [{ option: found, value: next }], took: 2 }
}

/** The option meant, or what to say: `%` stands for the argument as it was typed. */
function findLong<Shape extends OptionShape>(typed: string, options: readonly Shape[]): Shape | string {
  const exact = options.find(option => option.long === typed)
  if (exact !== undefined) {
    return exact
  }
  const fitting = options.filter(option => option.long?.startsWith(typed))
  const [only] = fitting
  if (only === undefined) {
    return `unrecognized option '--${typed}'`
  }
  if (fitting.length === 1) {
    return only
  }
  return `option '%' is ambiguous; possibilities: ${fitting.map(option => `'--${option.long}'`).join(' ')}`
}

function readShort<Shape extends OptionShape>(
  arg: string,
  next: string | undefined,
  options: readonly Shape[],
): Taken<Shape> {
  const tokens: Token<Shape>[] = []
  for (let at = 1; at < arg.length; at++) {
    const letter = arg.charAt(at)
    const option = options.find(({ short }) => short === letter)
    if (option === undefined) {
      return { tokens, took: 0, error: `invalid option -- '${letter}'` }
    }
    if (option.value === 'none') {
      tokens.push({ option })
      continue
    }
    const attached = arg.slice(at + 1)
    if (attached !== '') {
      return { tokens: [...tokens, { option, value: attached }], took: 1 }
    }
    if (option.value === 'optional') {
      return { tokens: [...tokens, { option }], took: 1 }
    }
    if (next === undefined) {
      return { tokens, took: 0, error: `option requires an argument -- '${letter}'` }
    }
    return { tokens: [...tokens, { option, value: next }], took: 2 }
  }
  return { tokens, took: 1 }
}

function refusal<Shape extends OptionShape>(error: string): Taken<Shape> {
  return { tokens: [], took: 0, error }
}
