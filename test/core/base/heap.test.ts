import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Heap } from '#core/base/heap.ts'

function drained(items: readonly number[]): readonly number[] {
  const heap = new Heap<number>((a, b) => a < b)
  for (const item of items) {
    heap.push(item)
  }
  const out: number[] = []
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    out.push(next)
  }
  return out
}

test('what comes first in the order comes out first, whatever went in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), items => expect(drained(items)).toEqual([...items].sort((a, b) => a - b))),
  )
})

test('nothing comes out of an empty heap', () => {
  const heap = new Heap<number>((a, b) => a < b)
  expect([heap.first, heap.pop()]).toEqual([undefined, undefined])
})
