/**
 * D-Bus type signatures (D-Bus Specification, "Type System"): `a{sv}` is parsed once into a tree which the encoder and the
 * decoder walk. A signature has at most 255 characters, 32 nested arrays and 32 nested structs, so every walk is bounded.
 */
import { fail, ok, type Result } from '#core/base/result.ts'

export type BasicCode = 'y' | 'b' | 'n' | 'q' | 'i' | 'u' | 'x' | 't' | 'd' | 's' | 'o' | 'g' | 'h'

/** One complete type. `bytes` is `ay`, which is read and written as a whole. */
export type Type =
  | { readonly code: BasicCode | 'v' | 'bytes' }
  | { readonly code: 'array'; readonly element: Type }
  | { readonly code: 'dict'; readonly key: Type; readonly value: Type }
  | { readonly code: 'struct'; readonly fields: readonly Type[] }

const maxLength = 255
const maxArrayDepth = 32
const maxStructDepth = 32

const basicCodes: ReadonlySet<string> = new Set('ybnqiuxtdsogh')
const alignments: Readonly<Record<Type['code'], 1 | 2 | 4 | 8>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  h: 4,
  s: 4,
  o: 4,
  bytes: 4,
  array: 4,
  dict: 4,
  x: 8,
  t: 8,
  d: 8,
  struct: 8,
}

/** The boundary, in bytes from the start of the message, on which a value of this type begins. */
export function alignmentOf(type: Type): 1 | 2 | 4 | 8 {
  return alignments[type.code]
}

/** Parses a sequence of complete types, as message bodies and struct fields have it. The error says what is wrong. */
export function parseSignature(signature: string): Result<readonly Type[], string> {
  if (signature.length > maxLength) {
    return fail(`signature is longer than ${maxLength} characters`)
  }
  const parser: Parser = { signature, at: 0, failure: null }
  const types: Type[] = []
  while (parser.at < signature.length && parser.failure === null) {
    types.push(parseOne(parser, 0, 0))
  }
  return parser.failure === null ? ok(types) : fail(parser.failure)
}

/** Parses exactly one complete type, as variants and properties have it. */
export function parseType(signature: string): Result<Type, string> {
  const parsed = parseSignature(signature)
  if (!parsed.ok) {
    return parsed
  }
  const [type] = parsed.value
  if (type === undefined || parsed.value.length !== 1) {
    return fail(`'${signature}' is not a single complete type`)
  }
  return ok(type)
}

interface Parser {
  readonly signature: string
  at: number
  failure: string | null
}

const placeholder: Type = { code: 'y' }

function parseOne(parser: Parser, arrays: number, structs: number): Type {
  const character = parser.signature.charAt(parser.at)
  parser.at++
  if (isBasicCode(character)) {
    return { code: character }
  }
  if (character === 'v') {
    return { code: 'v' }
  }
  if (character === 'a') {
    return parseArray(parser, arrays + 1, structs)
  }
  if (character === '(') {
    return parseStruct(parser, arrays, structs + 1)
  }
  return refuse(parser, character === '' ? 'signature ends inside a type' : `'${character}' is not a type here`)
}

function parseArray(parser: Parser, arrays: number, structs: number): Type {
  if (arrays > maxArrayDepth) {
    return refuse(parser, `more than ${maxArrayDepth} nested arrays`)
  }
  const next = parser.signature.charAt(parser.at)
  if (next === '{') {
    parser.at++
    return parseDict(parser, arrays, structs + 1)
  }
  const element = parseOne(parser, arrays, structs)
  return element.code === 'y' ? { code: 'bytes' } : { code: 'array', element }
}

function parseDict(parser: Parser, arrays: number, structs: number): Type {
  if (structs > maxStructDepth) {
    return refuse(parser, `more than ${maxStructDepth} nested structs`)
  }
  const key = parseOne(parser, arrays, structs)
  if (!isBasicCode(key.code)) {
    return refuse(parser, 'the key of a dictionary is not a basic type')
  }
  const value = parseOne(parser, arrays, structs)
  if (parser.signature.charAt(parser.at) !== '}') {
    return refuse(parser, 'a dictionary entry does not end after its value')
  }
  parser.at++
  return { code: 'dict', key, value }
}

function parseStruct(parser: Parser, arrays: number, structs: number): Type {
  if (structs > maxStructDepth) {
    return refuse(parser, `more than ${maxStructDepth} nested structs`)
  }
  const fields: Type[] = []
  while (parser.failure === null && parser.signature.charAt(parser.at) !== ')') {
    fields.push(parseOne(parser, arrays, structs))
  }
  parser.at++
  return fields.length === 0 ? refuse(parser, 'a struct has no fields') : { code: 'struct', fields }
}

function refuse(parser: Parser, reason: string): Type {
  parser.failure ??= reason
  return placeholder
}

function isBasicCode(code: string): code is BasicCode {
  return basicCodes.has(code)
}
