import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readValues } from '#control/codec/decode.ts'
import { writeValues } from '#control/codec/encode.ts'
import { maxValues, Reader } from '#control/codec/reader.ts'
import { Writer } from '#control/codec/writer.ts'

const decode = (signature: string, bytes: readonly number[], fds: readonly number[] = []) =>
  readValues(new Reader(Uint8Array.from(bytes), true, fds), signature)

test.each([
  ['b', [2, 0, 0, 0], '2 is not a boolean'],
  ['o', [1, 0, 0, 0, 0x61, 0], 'a value is not an object path'],
  ['g', [1, 0x7a, 0], "'z' is not a type here"],
  ['v', [2, 0x73, 0x73, 0], "'ss' is not a single complete type"],
  ['h', [1, 0, 0, 0], 'a value names a descriptor that did not come with the message'],
  ['au', [3, 0, 0, 0, 1, 0, 0, 0], 'array does not end with an element'],
  ['au', [8, 0, 0, 0, 1, 0, 0, 0], 'array goes beyond the end of the message'],
  ['au', [1, 0, 0, 4, 1, 0, 0, 0], 'array is longer than 64 MiB'],
  ['y', [1, 2], 'message goes on after its last value'],
  ['s', [], 'message ends inside a value'],
])('bytes that are no %s are refused: %j: %s', (signature, bytes, reason) => {
  expect(decode(signature, bytes, [9])).toEqual({ ok: false, error: reason })
})

test('a descriptor is read as the one that came with the message', () => {
  expect(decode('hh', [1, 0, 0, 0, 0, 0, 0, 0], [11, 12])).toEqual({ ok: true, value: [12, 11] })
})

test('of two equal keys in a dictionary the last wins', () => {
  const bytes = [10, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 1, 3]
  expect(decode('a{yy}', bytes)).toEqual({ ok: true, value: [new Map([[1, 3]])] })
})

test('variants may be nested 64 deep, and no deeper', () => {
  const nested = (depth: number): number[] => [...Array(depth).fill([1, 0x76, 0]).flat(), 1, 0x79, 0, 7]
  expect(decode('v', nested(63)).ok).toBe(true)
  expect(decode('v', nested(64))).toEqual({ ok: false, error: 'more than 64 nested containers' })
})

test('a message of very many small values is refused before they fill the memory', () => {
  const bytes = new Uint8Array(4 + 4 * maxValues)
  new DataView(bytes.buffer).setUint32(0, 4 * maxValues, true)
  const values = readValues(new Reader(bytes, true, []), 'aay')
  expect(values).toEqual({ ok: false, error: `message holds more than ${maxValues} values` })
})

test('both byte orders give the same values', () => {
  const big = [0, 0, 0, 2, 0xff, 0xfe, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]
  const values = readValues(new Reader(Uint8Array.from(big), false, []), 'unt')
  expect(values).toEqual({ ok: true, value: [2, -2, 256n] })
})

/** Signatures with values that fit them. */
const basic: fc.Arbitrary<readonly [string, unknown]> = fc.oneof(
  fc.tuple(fc.constant('y'), fc.integer({ min: 0, max: 255 })),
  fc.tuple(fc.constant('b'), fc.boolean()),
  fc.tuple(fc.constant('n'), fc.integer({ min: -0x8000, max: 0x7fff })),
  fc.tuple(fc.constant('q'), fc.integer({ min: 0, max: 0xffff })),
  fc.tuple(fc.constant('i'), fc.integer()),
  fc.tuple(fc.constant('u'), fc.integer({ min: 0, max: 0xffffffff })),
  fc.tuple(fc.constant('x'), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  fc.tuple(fc.constant('t'), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  fc.tuple(fc.constant('d'), fc.double()),
  fc.tuple(
    fc.constant('s'),
    fc.string({ unit: fc.constantFrom('a', 'Z', '.', 'é', '日', '😀', '\udc80', '\udcff'), maxLength: 60 }),
  ),
  fc.tuple(fc.constant('o'), fc.constantFrom('/', '/a', '/org/freedesktop/systemd1/unit/a_2eservice')),
  fc.tuple(fc.constant('g'), fc.constantFrom('', 's', 'a{sv}', '(ay)')),
)
const { any } = fc.letrec<{ any: readonly [string, unknown] }>(tie => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    basic,
    tie('any').map(([signature, value]) => ['v', { signature, value }] as const),
    fc.uint8Array({ maxLength: 40 }).map(bytes => ['ay', bytes] as const),
    fc
      .tuple(tie('any'), fc.nat(3))
      .filter(([[signature]]) => signature !== 'y')
      .map(([[signature, value], times]) => [`a${signature}`, Array(times).fill(value)] as const),
    fc
      .array(tie('any'), { minLength: 1, maxLength: 4 })
      .map(fields => [`(${fields.map(field => field[0]).join('')})`, fields.map(field => field[1])] as const),
    fc
      .tuple(basic, tie('any'))
      .filter(([[, key]]) => !Object.is(key, -0))
      .map(([key, value]) => [`a{${key[0]}${value[0]}}`, new Map([[key[1], value[1]]])] as const),
  ),
}))

test('whatever is written is read back the same, with any signature', () => {
  fc.assert(
    fc.property(fc.array(any, { maxLength: 4 }), items => {
      const signature = items.map(item => item[0]).join('')
      fc.pre(signature.length <= 255)
      const writer = new Writer('keep', 0)
      const values = items.map(item => item[1])
      writeValues(writer, signature, values)
      expect(readValues(new Reader(writer.bytes(), true, []), signature)).toEqual({ ok: true, value: values })
    }),
    { numRuns: 500 },
  )
})

test('any bytes read with any signature give values or a reason, never an exception', () => {
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 3 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.boolean(),
      (items, bytes, little) => {
        const signature = items.map(item => item[0]).join('')
        expect(typeof readValues(new Reader(bytes, little, [3]), signature).ok).toBe('boolean')
      },
    ),
    { numRuns: 500 },
  )
})
