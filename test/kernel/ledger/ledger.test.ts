import { closeSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openLedger } from '#kernel/ledger/ledger.ts'
import { loadNative, type Native } from '#kernel/native.ts'
import { ensureNative, productionAddon } from '../rig.ts'

let native: Native
let folder: string
beforeAll(() => {
  ensureNative()
  native = loadNative(productionAddon())
  folder = mkdtempSync('/tmp/berth-ledger-')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What the next life finds in the memory file of this one. */
const reopened = (fd: number) => openLedger(native, fd, null)

test('a new ledger is empty, of a first start', () => {
  const ledger = openLedger(native, -1, null)
  expect([ledger.origin, ledger.records(), ledger.appendedBytes, [...ledger.kept]]).toEqual([
    { type: 'start' },
    [],
    0,
    [],
  ])
})

test('what was appended is there again, in order, with bytes that are not UTF-8', () => {
  const ledger = openLedger(native, -1, null)
  for (const record of ['one', '', 'three\n\udcff', 'x'.repeat(100_000)]) {
    ledger.append(record)
  }
  expect(reopened(ledger.fd).records()).toEqual(['one', '', 'three\n\udcff', 'x'.repeat(100_000)])
  expect(ledger.appendedBytes).toBe(100_000 + 3 + 7 + 4 * 8)
})

test('a rewrite replaces everything, and appending goes on after it, generation after generation', () => {
  const ledger = openLedger(native, -1, null)
  for (let generation = 0; generation < 5; generation++) {
    for (let i = 0; i < 100; i++) {
      ledger.append(`record ${i} of generation ${generation}`)
    }
    ledger.rewrite([`snapshot ${generation}`])
    expect(ledger.appendedBytes).toBe(0)
    ledger.append('after')
    expect(reopened(ledger.fd).records()).toEqual([`snapshot ${generation}`, 'after'])
  }
})

test('what a longer, earlier generation left behind is not read as records', () => {
  const ledger = openLedger(native, -1, null)
  ledger.rewrite(Array<string>(50).fill('same length'))
  ledger.rewrite(Array<string>(50).fill('same length'))
  ledger.rewrite(['same length'])
  expect(reopened(ledger.fd).records()).toEqual(['same length'])
})

test('a torn last record is dropped, and the next is written in its place', () => {
  const ledger = openLedger(native, -1, null)
  ledger.append('whole')
  ledger.append('torn apart')
  const position = 8 * 2 ** 20 + (8 + 5) + 8
  writeSync(ledger.fd, 'TORN', position)
  const second = reopened(ledger.fd)
  expect(second.records()).toEqual(['whole'])
  second.append('new')
  expect(reopened(ledger.fd).records()).toEqual(['whole', 'new'])
})

test('a record cut off by the end of the file is dropped', () => {
  const path = join(folder, 'cut')
  const ledger = openLedger(native, -1, path)
  ledger.append('whole')
  ledger.append('cut off')
  truncateSync(path, statSync(path).size - 3)
  expect(openLedger(native, -1, path).records()).toEqual(['whole'])
})

test('a half-written rewrite leaves the old state', () => {
  const ledger = openLedger(native, -1, null)
  ledger.append('old')
  writeSync(ledger.fd, 'garbage where the new records would go', 2 ** 30)
  expect(reopened(ledger.fd).records()).toEqual(['old'])
})

test('a rewrite gives memory back', () => {
  const ledger = openLedger(native, -1, null)
  ledger.rewrite(['x'.repeat(5_000_000)])
  const before = blocks(ledger.fd)
  ledger.rewrite(['small'])
  expect(before - blocks(ledger.fd)).toBeGreaterThan(9_000)
})

function blocks(fd: number): number {
  return statSync(`/proc/self/fd/${fd}`).blocks
}

test('when nothing can be appended any more the owner is asked to rewrite, and what follows a gap is not written', () => {
  const ledger = openLedger(native, -1, join(folder, 'closed'))
  ledger.append('one')
  closeSync(ledger.fd)
  ledger.append('lost')
  expect(ledger.appendedBytes).toBe(Number.POSITIVE_INFINITY)
})

test('a descriptor that is no ledger, or of another version, counts as none', () => {
  const path = join(folder, 'other')
  writeFileSync(path, 'BERTHLED\x07\0\0\0 and more that does not matter at all')
  const fd = openSync(path, 'r+')
  expect(reopened(fd).origin).toEqual({ type: 'start' })
  expect(openLedger(native, -1, path).records()).toEqual([])
  expect(openLedger(native, -1, path).origin).toEqual({ type: 'succession' })
})

test('a ledger file that is a link is not followed: memory is used instead', () => {
  const path = join(folder, 'link')
  writeFileSync(join(folder, 'victim'), 'precious')
  const { symlinkSync } = process.getBuiltinModule('node:fs')
  symlinkSync(join(folder, 'victim'), path)
  openLedger(native, -1, path).append('x')
  expect(statSync(join(folder, 'victim')).size).toBe(8)
})
