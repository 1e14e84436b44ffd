import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { FileChange, Files } from '#kernel/kernel.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { ensureNative, productionAddon } from '../rig.ts'

let files: Files
let folder: string
beforeAll(() => {
  ensureNative()
  files = linuxKernel({ addonPath: productionAddon(), executorPath: '/nope', manager: false }).files
  folder = mkdtempSync('/tmp/berth-watch-')
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Watches a path during `act`, until as many changes came as it should cause. */
async function changesOf(path: string, count: number, act: () => void): Promise<FileChange[]> {
  const changes: FileChange[] = []
  await new Promise<void>(resolve => {
    const watch = files.watch(path, change => {
      changes.push(change)
      if (changes.length < count) {
        return
      }
      watch?.close()
      resolve()
    })
    act()
  })
  return changes
}

test('a folder tells what came, went and was written in it', async () => {
  const changes = await changesOf(folder, 6, () => {
    writeFileSync(join(folder, 'caf\u00e9'), 'x')
    chmodSync(join(folder, 'caf\u00e9'), 0o600)
    unlinkSync(join(folder, 'caf\u00e9'))
    mkdirSync(join(folder, 'sub'))
  })
  expect(changes.map(change => `${change.what} ${change.name}`)).toEqual([
    'entries café',
    'written café',
    'closed café',
    'attributes café',
    'entries café',
    'entries sub',
  ])
})

test('a file tells of writing, of closing, and of its end, after which nothing comes', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, '')
  const changes = await changesOf(path, 3, () => {
    appendFileSync(path, 'x')
    renameSync(path, join(folder, 'other'))
  })
  expect(changes).toEqual([
    { what: 'written', name: null },
    { what: 'closed', name: null },
    { what: 'gone', name: null },
  ])
})

test('two watches of one folder both hear, and closing one leaves the other', async () => {
  const path = join(folder, 'shared')
  mkdirSync(path)
  let first = 0
  const closed = files.watch(path, () => first++)
  closed?.close()
  closed?.close()
  const changes = await changesOf(path, 1, () => writeFileSync(join(path, 'a'), ''))
  expect([first, changes[0]?.name]).toEqual([0, 'a'])
})

test('what is not there cannot be watched', () => {
  expect(files.watch('/nope', () => undefined)).toBeUndefined()
})
