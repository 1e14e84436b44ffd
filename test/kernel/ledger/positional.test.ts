import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readAt, readNumber, writeAt, writeNumber } from '#kernel/ledger/positional.ts'

let folder: string
let fd: number
beforeAll(() => {
  folder = mkdtempSync('/tmp/berth-positional-')
  fd = openSync(join(folder, 'file'), 'w+')
})
afterAll(() => {
  closeSync(fd)
  rmSync(folder, { recursive: true })
})

test('what is written at a place is read there, and zeros before it', () => {
  writeAt(fd, 10, Buffer.from('text'))
  expect(readAt(fd, 8, 6).toString('latin1')).toBe('\0\0text')
})

test('reading ends where the file does', () => {
  expect(readAt(fd, 12, 100).toString()).toBe('xt')
  expect(readAt(fd, 1000, 4)).toHaveLength(0)
})

test('a number takes four bytes and is 0 beyond the end', () => {
  writeNumber(fd, 20, 2 ** 32 - 1)
  expect([readNumber(fd, 20), readNumber(fd, 22), readNumber(fd, 500)]).toEqual([2 ** 32 - 1, 0, 0])
})
