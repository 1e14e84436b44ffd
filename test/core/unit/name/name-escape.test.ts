import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isNormalized, simplifyPath } from '#core/base/path.ts'
import { decodeText } from '#core/base/text/text.ts'
import {
  escapeUnitName,
  escapeUnitPath,
  hex,
  pathOfUnitName,
  unescapeUnitName,
  unescapeUnitPath,
  unitNameFromPath,
  unitNameFromPathInstance,
} from '#core/unit/name/name-escape.ts'

const value = (text: string) => ({ ok: true, value: text })
const invalid = { ok: false, error: 'EINVAL' }

test('slashes become dashes, what a name cannot hold becomes bytes, and so does a dot in front', () => {
  expect(escapeUnitName('.a-b/c ä')).toBe('\\x2ea\\x2db-c\\x20\\xc3\\xa4')
  expect(hex(10)).toBe('\\x0a')
})

test('a backslash must begin an escape', () => {
  expect(unescapeUnitName('a\\x2db-c')).toEqual(value('a-b/c'))
  expect([unescapeUnitName('a\\'), unescapeUnitName('a\\y41'), unescapeUnitName('\\x4')]).toEqual([
    invalid,
    invalid,
    invalid,
  ])
})

test('paths lose their outer slashes; the root is a dash', () => {
  expect(escapeUnitPath('//var/./lib-x/')).toEqual(value('var-lib\\x2dx'))
  expect([escapeUnitPath('/'), escapeUnitPath('')]).toEqual([value('-'), value('-')])
  expect(escapeUnitPath('/a/../b')).toEqual(invalid)
})

test('only what a path would give is read as a path', () => {
  expect(unescapeUnitPath('var-lib')).toEqual(value('/var/lib'))
  expect(unescapeUnitPath('-')).toEqual(value('/'))
  expect(['', '-a', 'a-', 'a--b', '..'].map(unescapeUnitPath)).toEqual(Array(5).fill(invalid))
})

test('mounts are named after their paths', () => {
  expect(unitNameFromPath('/home/me', '.mount')).toEqual(value('home-me.mount'))
  expect(unitNameFromPath('/home', '.nonsense')).toEqual(invalid)
  expect(unitNameFromPathInstance('fsck', '/dev/sda', '.service')).toEqual(value('fsck@dev-sda.service'))
  expect(unitNameFromPathInstance('fsck', `/${'a/'.repeat(130)}`, '.service')).toEqual({
    ok: false,
    error: 'ENAMETOOLONG',
  })
})

test('a name that would be too long ends in a hash, and leads back to no path', () => {
  const name = unitNameFromPath(`/${'a/'.repeat(200)}`, '.mount')
  expect(name).toEqual(value(`${'a-'.repeat(116)}_e338652df6e87752.mount`))
  expect(pathOfUnitName(name.ok ? name.value : '')).toEqual({ ok: false, error: 'ENAMETOOLONG' })
})

test('the path of a unit is in its prefix', () => {
  expect(pathOfUnitName('home-me.mount')).toEqual(value('/home/me'))
  expect(pathOfUnitName('home@me.mount')).toEqual(value('/home'))
  expect(pathOfUnitName('home')).toEqual(invalid)
})

test('every text is read as it was escaped, and every path', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }).map(decodeText), text => {
      expect(unescapeUnitName(escapeUnitName(text))).toEqual(value(text))
      const path = simplifyPath(`/${text}`)
      fc.pre(isNormalized(path) && !text.includes('\0'))
      const escaped = escapeUnitPath(path)
      expect(escaped.ok && unescapeUnitPath(escaped.value)).toEqual(value(path))
    }),
  )
})
