/**
 * Inputs that once broke real systemd's parsers: ours read each without a throw and within a second. The corpus lies beside the
 * project and is no part of it; without it only our own samples are read.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { encodeText } from '#core/base/text/text.ts'
import { readers, samples } from './readers.ts'

const corpus = new URL('../../../shared/data/corpus/', import.meta.url)
const limitMs = 1000

function inputsOf(kind: string): readonly (readonly [string, Uint8Array])[] {
  const folder = new URL(`${kind}/`, corpus)
  const files = existsSync(folder) ? readdirSync(folder) : []
  const own = (samples[kind] ?? []).map((text, at) => [`sample ${at + 1}`, encodeText(text)] as const)
  return [...own, ...files.map(name => [name, readFileSync(new URL(name, folder))] as const)]
}

const where = existsSync(corpus) ? 'the corpus' : 'our samples (the corpus is not beside the project)'

test.each(Object.keys(readers))(`inputs of the kind %s are read from ${where} in time`, kind => {
  const slow: string[] = []
  for (const [name, bytes] of inputsOf(kind)) {
    for (const read of readers[kind] ?? []) {
      const began = performance.now()
      read(bytes)
      const took = performance.now() - began
      if (took > limitMs) {
        slow.push(`${name}: ${Math.round(took)} ms for ${bytes.length} bytes`)
      }
    }
  }
  expect(slow).toEqual([])
})
