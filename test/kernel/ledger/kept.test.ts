import { closeSync, openSync } from 'node:fs'
import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { terminated } from '#kernel/bytes.ts'
import { createKept } from '#kernel/ledger/kept.ts'
import { loadNative, type Native } from '#kernel/native.ts'
import { ensureNative, productionAddon } from '../rig.ts'

let native: Native
let table: number
beforeAll(() => {
  ensureNative()
  native = loadNative(productionAddon())
})
beforeEach(() => {
  table = native.memoryFile(terminated('test'))
})

/** The names the next life finds. */
const found = () => Object.fromEntries(createKept(native, table, false).visible)
const open = () => openSync('/dev/null', 'r')

test('what is kept is found by the next life under its name', () => {
  const [first, second] = [open(), open()]
  const kept = createKept(native, table, false)
  expect([kept.keep(first, 'listen'), kept.keep(second, 'café \udcff')]).toEqual(Array(2).fill({ ok: true }))
  expect(found()).toEqual({ listen: first, 'café \udcff': second })
})

test('a name kept again means the newer descriptor; unkeep forgets every name of one', () => {
  const [first, second] = [open(), open()]
  const kept = createKept(native, table, false)
  kept.keep(first, 'name')
  kept.keep(second, 'name')
  kept.keep(second, 'alias')
  expect(found()).toEqual({ name: second, alias: second })
  kept.unkeep(second)
  expect([found(), kept.visible.size]).toEqual([{}, 0])
})

test('places are used again, so that the table does not grow with use', () => {
  const fd = open()
  const kept = createKept(native, table, false)
  for (let i = 0; i < 20_000; i++) {
    kept.keep(fd, `name ${i}`)
    if (i % 2 === 1) {
      kept.unkeep(fd)
    }
  }
  expect(found()).toEqual({})
})

test('what is not open any more is dropped by the next life', () => {
  const [first, second] = [open(), open()]
  const kept = createKept(native, table, false)
  kept.keep(first, 'gone')
  kept.keep(second, 'stays')
  closeSync(first)
  expect(found()).toEqual({ stays: second })
})

test('the next manager, whose descriptors are others, forgets them all', () => {
  createKept(native, table, false).keep(open(), 'name')
  expect(createKept(native, table, true).visible.size).toBe(0)
  expect(found()).toEqual({})
})

test('names that are too long, empty or reserved, and descriptors that are not open, are refused', () => {
  const kept = createKept(native, table, false)
  const fd = open()
  const results = [kept.keep(fd, 'x'.repeat(252)), kept.keep(fd, ''), kept.keep(fd, '\0own'), kept.keep(9999, 'name')]
  expect(results.map(result => (result.ok ? 'ok' : result.error))).toEqual([
    'ENAMETOOLONG',
    'EINVAL',
    'EINVAL',
    'EBADF',
  ])
  expect(kept.keep(fd, 'x'.repeat(251)).ok).toBe(true)
  expect(found()).toEqual({ ['x'.repeat(251)]: fd })
})

test('the kernel room keeps descriptors of its own, which others neither see nor forget', () => {
  const fd = open()
  const kept = createKept(native, table, false)
  kept.keepOwn(fd, 'origin')
  kept.unkeep(fd)
  expect(kept.visible.size).toBe(0)
  createKept(native, table, false).keep(fd, 'mine')
  expect(found()).toEqual({ mine: fd })
})
