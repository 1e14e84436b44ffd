/** Values into bytes. A value that does not fit its signature is a bug on our side and throws a TypeError or RangeError. */
import { isObjectPath } from './names.ts'
import { alignmentOf, type BasicCode, parseSignature, parseType, type Type } from './signature.ts'
import type { Writer } from './writer.ts'

/** Containers, variants among them, may be nested this deep (D-Bus Specification, "Summary of D-Bus Marshalling"). */
export const maxDepth = 64

const maxArrayBytes = 64 * 1024 * 1024

/** Writes the values of a message body one after the other. */
export function writeValues(writer: Writer, signature: string, values: readonly unknown[]): void {
  const types = parseSignature(signature)
  if (!types.ok) {
    throw new TypeError(`signature '${signature}': ${types.error}`)
  }
  if (types.value.length !== values.length) {
    throw new TypeError(`signature '${signature}' has ${types.value.length} values, not ${values.length}`)
  }
  for (const [index, type] of types.value.entries()) {
    writeValue(writer, type, values[index], 0)
  }
}

/** Writes one value of a parsed type; `depth` is the number of containers around it. */
export function writeValue(writer: Writer, type: Type, value: unknown, depth: number): void {
  if (depth > maxDepth) {
    throw new TypeError(`more than ${maxDepth} nested containers`)
  }
  switch (type.code) {
    case 'v':
      writeVariant(writer, value, depth)
      break
    case 'bytes':
      writeBytes(writer, value)
      break
    case 'array':
      writeArray(writer, type.element, value, depth)
      break
    case 'dict':
      writeDict(writer, type.key, type.value, value, depth)
      break
    case 'struct':
      writeStruct(writer, type.fields, value, depth)
      break
    default:
      writeBasic[type.code](writer, value)
  }
}

const writeBasic: Readonly<Record<BasicCode, (writer: Writer, value: unknown) => void>> = {
  y: (writer, value) => writer.u8(integer(value, 0, 0xff)),
  b: (writer, value) => writer.u32(truth(value) ? 1 : 0),
  n: (writer, value) => writer.u16(integer(value, -0x8000, 0x7fff)),
  q: (writer, value) => writer.u16(integer(value, 0, 0xffff)),
  i: (writer, value) => writer.u32(integer(value, -0x80000000, 0x7fffffff)),
  u: (writer, value) => writer.u32(integer(value, 0, 0xffffffff)),
  x: (writer, value) => writer.u64(long(value, -0x8000000000000000n, 0x7fffffffffffffffn)),
  t: (writer, value) => writer.u64(long(value, 0n, 0xffffffffffffffffn)),
  d: (writer, value) => writer.f64(number(value)),
  s: (writer, value) => writer.string(text(value)),
  o: (writer, value) => writer.string(objectPath(value)),
  g: (writer, value) => writer.signature(signature(value)),
  h: (writer, value) => writer.u32(writer.fds.push(integer(value, 0, 0x7fffffff)) - 1),
}

/** Opens an array whose elements begin on `boundary`, and returns what closes it and fills in its length. */
export function openArray(writer: Writer, boundary: number): () => void {
  writer.align(4)
  const lengthAt = writer.size
  writer.u32(0)
  writer.align(boundary)
  const start = writer.size
  return () => {
    if (writer.size - start > maxArrayBytes) {
      throw new RangeError('array is longer than 64 MiB')
    }
    writer.patchU32(lengthAt, writer.size - start)
  }
}

function writeVariant(writer: Writer, value: unknown, depth: number): void {
  if (!isVariant(value)) {
    throw mismatch('a variant', value)
  }
  const type = parseType(value.signature)
  if (!type.ok) {
    throw new TypeError(type.error)
  }
  writer.signature(value.signature)
  writeValue(writer, type.value, value.value, depth + 1)
}

function writeBytes(writer: Writer, value: unknown): void {
  if (!(value instanceof Uint8Array)) {
    throw mismatch('bytes', value)
  }
  if (value.length > maxArrayBytes) {
    throw new RangeError('array is longer than 64 MiB')
  }
  writer.align(4)
  writer.u32(value.length)
  writer.raw(value)
}

function writeArray(writer: Writer, element: Type, value: unknown, depth: number): void {
  if (!Array.isArray(value)) {
    throw mismatch('an array', value)
  }
  const close = openArray(writer, alignmentOf(element))
  for (const item of value) {
    writeValue(writer, element, item, depth + 1)
  }
  close()
}

function writeDict(writer: Writer, key: Type, of: Type, value: unknown, depth: number): void {
  if (!(value instanceof Map)) {
    throw mismatch('a map', value)
  }
  const close = openArray(writer, 8)
  for (const [name, item] of value) {
    writer.align(8)
    writeValue(writer, key, name, depth + 2)
    writeValue(writer, of, item, depth + 2)
  }
  close()
}

function writeStruct(writer: Writer, fields: readonly Type[], value: unknown, depth: number): void {
  if (!Array.isArray(value) || value.length !== fields.length) {
    throw mismatch(`${fields.length} struct fields`, value)
  }
  writer.align(8)
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]
    if (field !== undefined) {
      writeValue(writer, field, value[index], depth + 1)
    }
  }
}

function text(value: unknown): string {
  if (typeof value !== 'string') {
    throw mismatch('a string', value)
  }
  return value
}

function objectPath(value: unknown): string {
  if (typeof value !== 'string' || !isObjectPath(value)) {
    throw mismatch('an object path', value)
  }
  return value
}

function signature(value: unknown): string {
  if (typeof value !== 'string' || !parseSignature(value).ok) {
    throw mismatch('a signature', value)
  }
  return value
}

function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') {
    throw mismatch('a boolean', value)
  }
  return value
}

function number(value: unknown): number {
  if (typeof value !== 'number') {
    throw mismatch('a number', value)
  }
  return value
}

function integer(value: unknown, least: number, most: number): number {
  if (!Number.isInteger(value) || typeof value !== 'number' || value < least || value > most) {
    throw mismatch(`an integer from ${least} to ${most}`, value)
  }
  return value
}

function long(value: unknown, least: bigint, most: bigint): bigint {
  if (typeof value !== 'bigint' || value < least || value > most) {
    throw mismatch(`a bigint from ${least} to ${most}`, value)
  }
  return value
}

function isVariant(value: unknown): value is { readonly signature: string; readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'signature' in value && typeof value.signature === 'string'
}

function mismatch(expected: string, value: unknown): TypeError {
  const found = typeof value === 'object' && value !== null ? (value.constructor?.name ?? 'object') : String(value)
  return new TypeError(`expected ${expected}, got ${typeof value} ${found.slice(0, 60)}`)
}
