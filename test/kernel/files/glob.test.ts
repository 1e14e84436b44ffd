import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { glob } from '#kernel/files/glob.ts'
import { realFiles } from '../../catalog/scratch.ts'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'glob-'))
  for (const name of ['a.conf', 'b.conf', '.hidden.conf', 'x{1,2}.conf', 'c.txt']) {
    writeFileSync(join(folder, name), '')
  }
  mkdirSync(join(folder, 'sub'))
  symlinkSync('/nowhere', join(folder, 'dangling.conf'))
})

afterAll(() => rmSync(folder, { recursive: true }))

const files = realFiles()
const names = (pattern: string) => glob(files, join(folder, pattern)).map(path => path.slice(folder.length + 1))

test('a star fits every name but hidden ones, sorted', () => {
  expect(names('*.conf')).toEqual(['a.conf', 'b.conf', 'dangling.conf', 'x{1,2}.conf'])
})

test('a set and a question mark fit one character', () => {
  expect(names('[ab].conf')).toEqual(['a.conf', 'b.conf'])
  expect(names('?.txt')).toEqual(['c.txt'])
})

test('folders are found, and a plain path is found when it exists', () => {
  expect(names('su*')).toEqual(['sub'])
  expect(names('a.conf')).toEqual(['a.conf'])
  expect(names('none')).toEqual([])
})

test('braces, as glob(7) has it, are just characters', () => {
  expect(names('x{1,2}*')).toEqual(['x{1,2}.conf'])
  expect(names('{a,b}.conf')).toEqual([])
})

test('a slash at the end asks for folders; a backslash takes the meaning of what follows', () => {
  expect(names('*/')).toEqual(['sub'])
  expect(names('a.con[f]/')).toEqual([])
  expect(names('\\a.conf')).toEqual(['a.conf'])
  expect(names('\\*.conf')).toEqual([])
})
