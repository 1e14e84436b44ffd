import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { attempt, errnoOf } from '#kernel/files/attempt.ts'

test('what works is a value, what Node throws is the name of its errno', () => {
  expect(attempt(() => 42)).toEqual({ ok: true, value: 42 })
  expect(attempt(() => readFileSync('/nope'))).toEqual({ ok: false, error: 'ENOENT' })
})

test('a path with NUL in it names nothing', () => {
  expect(attempt(() => readFileSync('/etc/\0passwd'))).toEqual({ ok: false, error: 'EINVAL' })
})

test('a bug goes on as an exception', () => {
  expect(() => errnoOf(new TypeError('bug'))).toThrow('bug')
  expect(() => attempt(() => (undefined as unknown as { x: number }).x)).toThrow(TypeError)
})
