import { beforeAll, expect, test } from '@jest/globals'
import { done, loadNative, type Native, outcome } from '#kernel/native.ts'
import { ensureNative, productionAddon } from './rig.ts'

let native: Native
beforeAll(() => {
  ensureNative()
  native = loadNative(productionAddon())
})

test('a number of 0 or more is a value, a negative one the errno of that number', () => {
  expect([outcome(7), outcome(0), outcome(-2)]).toEqual([
    { ok: true, value: 7 },
    { ok: true, value: 0 },
    { ok: false, error: 'ENOENT' },
  ])
  expect([done(7), done(-13)]).toEqual([{ ok: true }, { ok: false, error: 'EACCES' }])
})

test.each<[string, unknown[]]>([
  ['too few', [1]],
  ['too many', [1, 2, 3]],
  ['text for a number', ['1', 0]],
  ['a fraction', [1.5, 0]],
  ['not a number', [Number.NaN, 0]],
  ['a number out of range', [2 ** 31, 0]],
  ['nothing', []],
])('wrong arguments (%s) throw instead of doing something', (_, args) => {
  const kill = native.kill as (...args: unknown[]) => number
  expect(() => kill(...args)).toThrow('wrong arguments')
})

test('text that does not end with NUL, or has one within, is refused', () => {
  expect(() => native.fileSystemReadOnly(Uint8Array.from([47]))).toThrow('wrong arguments')
  expect(() => native.fileSystemReadOnly(Uint8Array.from([47, 0, 47, 0]))).toThrow('wrong arguments')
  expect(() => native.fileSystemReadOnly(new Uint8Array())).toThrow('wrong arguments')
  expect(native.fileSystemReadOnly(Uint8Array.from([47, 0]))).toBeGreaterThanOrEqual(0)
})

test('a buffer that is too small for the answer is refused', () => {
  expect(native.pipe(new Int32Array(1))).toBeUndefined()
  expect(native.socketReceive(0, new Uint8Array(1), new Int32Array(5), -1)).toBeUndefined()
})

test('an addon that is not there says so', () => {
  expect(() => loadNative('/nope/berth.node')).toThrow('/nope/berth.node')
})
