/** Bytes into values. Any bytes give values or a reason why not; nothing throws, and memory is bounded by the message. */
import { fail, ok, type Result } from '#core/base/result.ts'
import { maxDepth } from './encode.ts'
import { isObjectPath } from './names.ts'
import type { Reader } from './reader.ts'
import { alignmentOf, type BasicCode, parseSignature, parseType, type Type } from './signature.ts'

const maxArrayBytes = 64 * 1024 * 1024

/** Reads the values of a message body, which they must fill to the end. */
export function readValues(reader: Reader, signature: string): Result<readonly unknown[], string> {
  const types = parseSignature(signature)
  if (!types.ok) {
    return types
  }
  const values = types.value.map(type => readValue(reader, type, 0))
  if (reader.failure === null && reader.at !== reader.end) {
    reader.fail('message goes on after its last value')
  }
  return reader.failure === null ? ok(values) : fail(reader.failure)
}

/** Reads one value of a parsed type; `depth` is the number of containers around it. */
export function readValue(reader: Reader, type: Type, depth: number): unknown {
  reader.count()
  if (depth > maxDepth) {
    reader.fail(`more than ${maxDepth} nested containers`)
  }
  if (reader.failure !== null) {
    return null
  }
  switch (type.code) {
    case 'v':
      return readVariant(reader, depth)
    case 'bytes':
      return reader.raw(readArrayLength(reader))
    case 'array':
      return readArray(reader, type.element, depth)
    case 'dict':
      return readDict(reader, type.key, type.value, depth)
    case 'struct':
      return readStruct(reader, type.fields, depth)
    default:
      return readBasic[type.code](reader)
  }
}

const readBasic: Readonly<Record<BasicCode, (reader: Reader) => unknown>> = {
  y: reader => reader.u8(),
  b: readBoolean,
  n: reader => reader.i16(),
  q: reader => reader.u16(),
  i: reader => reader.i32(),
  u: reader => reader.u32(),
  x: reader => reader.i64(),
  t: reader => reader.u64(),
  d: reader => reader.f64(),
  s: reader => reader.string(),
  o: readObjectPath,
  g: readSignature,
  h: readDescriptor,
}

function readBoolean(reader: Reader): boolean {
  const value = reader.u32()
  if (value > 1) {
    reader.fail(`${value} is not a boolean`)
  }
  return value === 1
}

function readObjectPath(reader: Reader): string {
  const path = reader.string()
  if (reader.failure === null && !isObjectPath(path)) {
    reader.fail('a value is not an object path')
  }
  return path
}

function readSignature(reader: Reader): string {
  const signature = reader.signature()
  const types = parseSignature(signature)
  if (!types.ok) {
    reader.fail(types.error)
  }
  return signature
}

/** A descriptor stands in the bytes as an index into those that came with the message. */
function readDescriptor(reader: Reader): number {
  const index = reader.u32()
  const fd = reader.fds[index]
  if (fd === undefined) {
    reader.fail('a value names a descriptor that did not come with the message')
  }
  return fd ?? -1
}

function readVariant(reader: Reader, depth: number): unknown {
  const signature = reader.signature()
  if (reader.failure !== null) {
    return null
  }
  const type = parseType(signature)
  if (type.ok) {
    return { signature, value: readValue(reader, type.value, depth + 1) }
  }
  reader.fail(type.error)
  return null
}

function readArrayLength(reader: Reader): number {
  const length = reader.u32()
  if (length > maxArrayBytes) {
    reader.fail('array is longer than 64 MiB')
  }
  return length
}

/** Calls `each` until the array's bytes are used up, which must happen at the end of an element. */
function readElements(reader: Reader, boundary: number, each: () => void): void {
  const length = readArrayLength(reader)
  reader.align(boundary)
  const stop = reader.at + length
  if (stop > reader.end) {
    reader.fail('array goes beyond the end of the message')
  }
  while (reader.at < stop && reader.failure === null) {
    each()
  }
  if (reader.at !== stop) {
    reader.fail('array does not end with an element')
  }
}

function readArray(reader: Reader, element: Type, depth: number): readonly unknown[] {
  const values: unknown[] = []
  readElements(reader, alignmentOf(element), () => values.push(readValue(reader, element, depth + 1)))
  return values
}

function readDict(reader: Reader, key: Type, value: Type, depth: number): ReadonlyMap<unknown, unknown> {
  const entries = new Map<unknown, unknown>()
  readElements(reader, 8, () => {
    reader.align(8)
    const name = readValue(reader, key, depth + 2)
    entries.set(name, readValue(reader, value, depth + 2))
  })
  return entries
}

function readStruct(reader: Reader, fields: readonly Type[], depth: number): readonly unknown[] {
  reader.align(8)
  return fields.map(field => readValue(reader, field, depth + 1))
}
