import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  baseName,
  comparePaths,
  isAbsolute,
  isFilename,
  isNormalized,
  isValidPath,
  joinPath,
  parentPath,
  pathBelow,
  pathComponents,
  relativePath,
  samePath,
  simplifyPath,
} from '#core/base/path.ts'

const long = 'x'.repeat(256)

test.each([
  ['//a///./b/', '/a/b'],
  ['./a/.', 'a'],
  ['', ''],
  ['.', '.'],
  ['///', '/'],
  ['/../../a', '/a'],
  ['/a/../b', '/a/../b'],
  ['../a', '../a'],
])('simplifyPath(%j) is %j: only what means nothing goes', (path, simple) => {
  expect(simplifyPath(path)).toBe(simple)
})

test('a slash at the end can be kept', () => {
  expect([simplifyPath('/a//', 'keep'), simplifyPath('/a', 'keep'), simplifyPath('//', 'keep')]).toEqual([
    '/a/',
    '/a',
    '/',
  ])
})

test('from a name that is too long on a path stays as it is', () => {
  expect(simplifyPath(`/a//${long}//b`)).toBe(`/a/${long}//b`)
})

test('paths are valid up to 4095 bytes and names up to 255', () => {
  expect([isValidPath('/a'), isValidPath(''), isValidPath(`/${long}`)]).toEqual([true, false, false])
  expect([isValidPath('/a'.repeat(2047)), isValidPath('/a'.repeat(2048))]).toEqual([true, false])
  expect([isFilename('ä'.repeat(127)), isFilename('ä'.repeat(128))]).toEqual([true, false])
  expect([isFilename('..'), isFilename('a/b'), isFilename('')]).toEqual([false, false, false])
})

test('normalized paths have no dots and no doubled slashes; one at the end does no harm', () => {
  expect(['/a/b', 'a', '/a/', '/'].map(isNormalized)).toEqual([true, true, true, true])
  expect(['', '//a', '/a/./b', '../a', 'a/..', `/${long}`].map(isNormalized)).toEqual(Array(6).fill(false))
})

test('pathBelow() compares whole names', () => {
  expect(pathBelow('/usr//lib/x', '/usr/lib/')).toBe('x')
  expect(pathBelow('/usr/lib', '/usr/lib')).toBe('')
  expect(pathBelow('/usrlib', '/usr')).toBeUndefined()
  expect(pathBelow('usr/lib', '/usr')).toBeUndefined()
})

test('paths are ordered folder before content, absolute after relative', () => {
  expect(['/b', '/a/b', 'z', '/a', '/aa'].sort(comparePaths)).toEqual(['z', '/a', '/a/b', '/aa', '/b'])
  expect(samePath('/a/./b', '//a/b/')).toBe(true)
})

test('a path with a name that is too long comes last', () => {
  expect(comparePaths(`/${long}`, '/z')).toBe(1)
  expect(comparePaths('/z', `/${long}`)).toBe(-1)
  expect(comparePaths(`/${long}a`, `/${long}b`)).toBe(-1)
})

test('relativePath() leads from a folder to a path', () => {
  expect(relativePath('/etc/systemd/system', '/usr/lib/x')).toEqual({ ok: true, value: '../../../usr/lib/x' })
  expect(relativePath('/a', '/a')).toEqual({ ok: true, value: '.' })
  expect(relativePath('a', '/a')).toEqual({ ok: false, error: 'EINVAL' })
  expect(relativePath('/a/b/../c', '/x')).toEqual({ ok: false, error: 'EINVAL' })
})

test('paths are joined and taken apart', () => {
  expect([joinPath('/a/', 'b'), joinPath('/a', 'b'), joinPath('/a', '/b')]).toEqual(['/a/b', '/a/b', '/b'])
  expect([parentPath('/a/b/'), parentPath('/a'), parentPath('/'), parentPath('a')]).toEqual([
    '/a',
    '/',
    undefined,
    undefined,
  ])
  expect([parentPath('/a/./b'), baseName('/a/b/'), baseName('/')]).toEqual(['/a', 'b', ''])
  expect(pathComponents('/a/./..//b')).toEqual(['a', '..', 'b'])
  expect(isAbsolute('a/b')).toBe(false)
})

const anyPath = fc
  .array(fc.constantFrom('/', '.', '..', 'a', 'bc', 'ä'), { maxLength: 12 })
  .map(parts => parts.join(''))

test('a path and its simple form are the same path, and simplifying again changes nothing', () => {
  fc.assert(
    fc.property(anyPath, path => {
      const simple = simplifyPath(path)
      expect(simplifyPath(simple)).toBe(simple)
      fc.pre(!path.includes('..'))
      expect(samePath(path, simple)).toBe(true)
    }),
  )
})
