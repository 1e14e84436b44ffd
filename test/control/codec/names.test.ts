import { expect, test } from '@jest/globals'
import { isBusName, isInterfaceName, isMemberName, isObjectPath } from '#control/codec/names.ts'

test('interface and error names have two elements or more, none of which begins with a digit', () => {
  expect(isInterfaceName('org.freedesktop.systemd1.Manager')).toBe(true)
  for (const name of ['', 'org', 'org.', '.org', 'org..x', 'org.1x', 'org.x-y', `a.${'b'.repeat(254)}`]) {
    expect(isInterfaceName(name)).toBe(false)
  }
})

test('member names have one element', () => {
  expect(isMemberName('StartUnit')).toBe(true)
  for (const name of ['', '1x', 'a.b', 'a-b', 'x'.repeat(256)]) {
    expect(isMemberName(name)).toBe(false)
  }
})

test('bus names are well-known or unique', () => {
  for (const name of ['org.freedesktop.systemd1', ':1.42', 'a-b._c']) {
    expect(isBusName(name)).toBe(true)
  }
  for (const name of ['', ':', ':1', 'org', 'org.1x', 'org.x.', `a.${'b'.repeat(254)}`]) {
    expect(isBusName(name)).toBe(false)
  }
})

test('object paths are elements after slashes', () => {
  for (const path of ['/', '/a', '/org/freedesktop/systemd1/unit/_2d_2emount']) {
    expect(isObjectPath(path)).toBe(true)
  }
  for (const path of ['', 'a', '//', '/a/', '/a//b', '/a-b', '/a.b', '/é']) {
    expect(isObjectPath(path)).toBe(false)
  }
})

test('an object path of many megabytes is judged too', () => {
  expect(isObjectPath('/a'.repeat(4_000_000))).toBe(true)
})
