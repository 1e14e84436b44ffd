import { expect, test } from '@jest/globals'
import { complete } from '#core/base/complete.ts'

test('what is missing is as it is at first, what is there stays, however deep', () => {
  expect(complete({ a: 1, b: { c: 2, d: [3] } }, { b: { c: 0 }, e: 4 })).toEqual({ a: 1, b: { c: 0, d: [3] }, e: 4 })
})

test('null, lists and what is there in the place of an object are taken as they are', () => {
  expect(complete({ a: { b: 1 }, c: [1, 2], d: null }, { a: null, c: [], d: { e: 1 } })).toEqual({
    a: null,
    c: [],
    d: { e: 1 },
  })
})

test('nothing at all is what there is at first', () => {
  expect(complete({ a: 1 }, undefined)).toEqual({ a: 1 })
})
