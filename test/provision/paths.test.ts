/** Ways and patterns on real trees, as whoever runs the test. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Files } from '#kernel/kernel.ts'
import { expandBraces, fitsPattern, globPaths } from '#provision/glob.ts'
import type { Place } from '#provision/place.ts'
import { reach, type WayRules } from '#provision/reach.ts'
import { realFiles } from '../catalog/scratch.ts'

const files: Files = realFiles()
let root = ''

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'berth-provision-')))
})
afterEach(() => rmSync(root, { recursive: true }))

const make = (...folders: readonly string[]): void => {
  for (const folder of folders) {
    mkdirSync(join(root, folder), { recursive: true })
  }
}

/** Writes at the end of a way, and tells where that was; or why there is no way. */
async function write(path: string, rules: WayRules): Promise<string> {
  const place = { kernel: { files }, root, dryRun: false, say: () => undefined } as unknown as Place
  const spot = await reach(place, `${root}${path}`, rules)
  if (!spot.ok) {
    return spot.error.errno
  }
  writeFileSync(spot.value.at, path)
  spot.value.close()
  return 'ok'
}

test('folders on the way are made', async () => {
  expect(await write('/a/b/c', { create: true })).toBe('ok')
  expect(readFileSync(join(root, 'a/b/c'), 'utf8')).toBe('/a/b/c')
  expect(await write('/none/x', { create: false })).toBe('ENOENT')
})

test('links lead where the root says, and never out of it', async () => {
  make('real')
  symlinkSync('/real', join(root, 'absolute'))
  symlinkSync('../../../../real', join(root, 'far'))
  expect([await write('/absolute/x', { create: false }), await write('/far/y', { create: false })]).toEqual([
    'ok',
    'ok',
  ])
  expect(globPaths(files, `${root}/real/*`)).toEqual([`${root}/real/x`, `${root}/real/y`])
})

test('what a link says and is not there is not made', async () => {
  symlinkSync('nowhere', join(root, 'broken'))
  expect(await write('/broken/x', { create: true })).toBe('ENOENT')
  symlinkSync('circle', join(root, 'circle'))
  expect(await write('/circle/x', { create: true })).toBe('ELOOP')
})

test('a file on the way stays, unless it may be replaced', async () => {
  writeFileSync(join(root, 'file'), '')
  expect(await write('/file/x', { create: true })).toBe('ENOTDIR')
  expect(await write('/file/x', { create: true, replace: true })).toBe('ok')
})

test('a path with .. is none', async () => {
  expect(await write('/a/../b', { create: true })).toBe('EINVAL')
})

test('patterns find what is there, hidden names only when asked, links that lead nowhere too', () => {
  make('p/a', 'p/b', 'p/.h')
  symlinkSync('nowhere', join(root, 'p/c'))
  const found = (pattern: string) => globPaths(files, `${root}/p/${pattern}`).map(path => path.slice(root.length + 3))
  expect(found('*').toSorted()).toEqual(['a', 'b', 'c'])
  expect(found('.*')).toEqual(['.h'])
  expect(found('{b,a,none}')).toEqual(['b', 'a'])
  expect(found('[bc]').toSorted()).toEqual(['b', 'c'])
})

test('braces may be in braces, and need not end', () => {
  expect(expandBraces('a{b,c{d,e}}f')).toEqual(['abf', 'acdf', 'acef'])
  expect(expandBraces('a{b')).toEqual(['a{b'])
  expect(expandBraces('{1,2}'.repeat(30)).length).toBeLessThanOrEqual(4096)
})

test('a pattern fits name by name', () => {
  const fits = fitsPattern('/a/*/{c,d}')
  expect(['/a/b/c', '/a/b/d', '/a/b/e', '/a/c', '/a/.b/c', '/a/b/x/c'].map(fits)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})
