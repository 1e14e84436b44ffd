/** Inputs with bytes changed, cut, doubled and put together at random: everything has an answer, nothing takes long. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { encodeText } from '#core/base/text/text.ts'
import { readers, samples } from './readers.ts'

const corpus = new URL('../../../shared/data/corpus/', import.meta.url)
const sizeMaxBytes = 16 * 1024

function seedsOf(kind: string): readonly Uint8Array[] {
  const folder = new URL(`${kind}/`, corpus)
  const files = existsSync(folder) ? readdirSync(folder).map(name => readFileSync(new URL(name, folder))) : []
  const own = (samples[kind] ?? []).map(encodeText)
  return [...own, ...files].map(bytes => bytes.subarray(0, sizeMaxBytes))
}

type Edit = readonly [kind: 'set' | 'cut' | 'copy' | 'insert', at: number, size: number, bytes: Uint8Array]

const tokens = [
  '=',
  '\n',
  '\\',
  '"',
  "'",
  '%',
  '%n',
  '$',
  '${',
  '[',
  ']',
  ':',
  '/',
  '..',
  '-',
  '~',
  '\0',
  '\u{ff}',
  '99999999999999999999',
]
const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom('set', 'cut', 'copy', 'insert'),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 1, max: 40 }),
  fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    fc.constantFrom(...tokens).map(token => encodeText(token)),
  ),
)

function apply(bytes: Uint8Array, [kind, where, size, fresh]: Edit): Uint8Array {
  const at = Math.floor(where * bytes.length)
  const before = bytes.subarray(0, at)
  switch (kind) {
    case 'set':
      return join(before, fresh, bytes.subarray(at + fresh.length))
    case 'cut':
      return join(before, bytes.subarray(at + size))
    case 'copy':
      return join(before, bytes.subarray(at, at + size), bytes.subarray(at))
    case 'insert':
      return join(before, fresh, bytes.subarray(at))
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => [...part]))
}

const runs = Number(process.env['RUNS'] ?? 60)

test.each(Object.keys(readers))('changed inputs of the kind %s are read, too', kind => {
  fc.assert(
    fc.property(fc.constantFrom(...seedsOf(kind)), fc.array(edit, { minLength: 1, maxLength: 6 }), (seed, edits) => {
      const bytes = edits.reduce(apply, seed)
      for (const read of readers[kind] ?? []) {
        const began = performance.now()
        read(bytes)
        expect(performance.now() - began).toBeLessThan(1000)
      }
    }),
    { numRuns: runs },
  )
})
