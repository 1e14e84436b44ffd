import { expect, test } from '@jest/globals'
import { aliasFault, checkAlias, isDependencyLink, mayAlias, mayTemplate } from '#core/unit/name/alias.ts'

test('an alias is of the same type and kind as its unit', () => {
  expect(checkAlias('a.service', 'b.service')).toEqual({ ok: true, value: 'b.service' })
  expect(checkAlias('a.service', 'b.socket')).toEqual({ ok: false, error: 'EXDEV' })
  expect(checkAlias('a.service', 'b@.service')).toEqual({ ok: false, error: 'EXDEV' })
  expect(checkAlias('a@.service', 'b@.service')).toEqual({ ok: true, value: 'b@.service' })
})

test('an instance may be an alias of a template, or of a unit with the same instance', () => {
  expect(checkAlias('a@.service', 'b@x.service')).toEqual({ ok: true, value: 'b@x.service' })
  expect(checkAlias('a@x.service', 'b@x.service')).toEqual({ ok: true, value: 'b@x.service' })
  expect(checkAlias('a@x.service', 'b@y.service')).toEqual({ ok: false, error: 'EXDEV' })
})

test("a template as alias of an instance takes the unit's instance", () => {
  expect(checkAlias('a@x.service', 'b@.service')).toEqual({ ok: true, value: 'b@x.service' })
})

test('an alias may be a link in a folder of dependencies, by the name of the unit', () => {
  expect(checkAlias('a.service', 'x.target.wants/a.service')).toEqual({ ok: true, value: 'x.target.wants/a.service' })
  expect(checkAlias('a@.service', 'x.target.upholds/a@i.service').ok).toBe(true)
  expect(checkAlias('a.service', 'x.target.wants/b.service')).toEqual({ ok: false, error: 'EXDEV' })
  expect(checkAlias('a.service', 'x.target.conf/a.service')).toEqual({ ok: false, error: 'EXDEV' })
  expect(checkAlias('a.service', 'nonsense.wants/a.service')).toEqual({ ok: false, error: 'EXDEV' })
})

test('a link in the folder of a template may lead to a template, whose instance comes later', () => {
  expect(isDependencyLink('a@.service', 'a@.service', true)).toBe(true)
  expect(isDependencyLink('a@.service', 'a@.service', false)).toBe(false)
  expect(isDependencyLink('a@i.service', 'a@.service', false)).toBe(true)
})

test('some types have one name each, and some no templates', () => {
  expect([mayAlias('service'), mayAlias('mount'), mayTemplate('timer'), mayTemplate('slice')]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect(aliasFault('b.mount', 'a.mount')).toBe('EINVAL')
  expect(aliasFault('b@x.device', 'a@x.device')).toBe('EINVAL')
})

test('a link to its own name is none, and only the last components count', () => {
  expect(aliasFault('a.service', '/usr/lib/systemd/system/a.service')).toBe('ELOOP')
  expect(aliasFault('/etc/systemd/system/b.service', '/usr/lib/systemd/system/a.service')).toBeUndefined()
  expect(aliasFault('b.service', 'nonsense')).toBe('EXDEV')
})
