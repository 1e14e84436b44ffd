import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { afterEach, beforeAll, expect, test } from '@jest/globals'
import { terminated } from '#kernel/bytes.ts'
import { processBlock, readOrigin } from '#kernel/ledger/origin.ts'
import { loadNative, type Native } from '#kernel/native.ts'
import { ensureNative, productionAddon } from '../rig.ts'

let native: Native
beforeAll(() => {
  ensureNative()
  native = loadNative(productionAddon())
})
afterEach(() => {
  delete process.env['BERTH_ORIGIN']
})

test('what the launcher kept is the origin: limits, then variables, the first sign dividing name and value', () => {
  const fd = native.memoryFile(terminated('test'))
  const limits = Buffer.alloc(16 * 16)
  limits.writeBigUInt64LE(100n, 7 * 16)
  limits.writeBigUInt64LE(2n ** 64n - 1n, 7 * 16 + 8)
  writeSync(
    fd,
    Buffer.concat([Buffer.from('BERTHORG'), limits, Buffer.from('A=1\0B==2\0EMPTY=\0nonsense\0C=\xff\0', 'latin1')]),
  )
  process.env['BERTH_ORIGIN'] = String(fd)
  const origin = readOrigin(native)
  expect(origin.fd).toBe(fd)
  expect([...origin.environment]).toEqual([
    ['A', '1'],
    ['B', '=2'],
    ['EMPTY', ''],
    ['C', '\udcff'],
  ])
  expect(origin.limits[7]).toEqual({ resource: 7, soft: 100n, hard: 2n ** 64n - 1n })
  closeSync(fd)
})

test.each([
  ['is missing', undefined],
  ['is no number', 'x'],
  ['is a standard descriptor', '1'],
  ['is not open', '9999'],
])('when the descriptor %s, our own environment and limits must do', (_, value) => {
  if (value !== undefined) {
    process.env['BERTH_ORIGIN'] = value
  }
  const origin = readOrigin(native)
  expect([origin.fd, origin.environment.get('PATH'), origin.limits.length]).toEqual([null, process.env['PATH'], 16])
  expect(origin.limits[7]?.hard).toBe(native.limit(7)[1])
})

test('a descriptor that is some other file is not taken for it', () => {
  const fd = openSync('/etc/passwd', 'r')
  process.env['BERTH_ORIGIN'] = String(fd)
  expect(readOrigin(native).fd).toBeNull()
  closeSync(fd)
})

test('the blocks of our process are as /proc has them', () => {
  expect(Buffer.from(processBlock('cmdline')).equals(readFileSync('/proc/self/cmdline'))).toBe(true)
})
