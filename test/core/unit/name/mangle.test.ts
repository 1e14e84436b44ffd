import { expect, test } from '@jest/globals'
import { isGlob, mangleUnitName } from '#core/unit/name/mangle.ts'

function mangled(typed: string, globs: 'allow' | 'escape' = 'escape'): string {
  const found = mangleUnitName(typed, '.service', globs)
  return found.ok ? `${found.value.name}${found.value.changed ? ' (changed)' : ''}` : found.error
}

test.each([
  ['nginx.service', 'nginx.service'],
  ['nginx', 'nginx.service (changed)'],
  ['nginx.conf', 'nginx.conf.service (changed)'],
  ['/home/me', 'home-me.mount (changed)'],
  ['/dev/sda', 'dev-sda.device (changed)'],
  ['/sys/x', 'sys-x.device (changed)'],
  ['/dev', 'dev.mount (changed)'],
  ['/a/../b', '-a-..-b.service (changed)'],
  ['a b', 'a\\x20b.service (changed)'],
  ['', 'EINVAL'],
  ['@x', 'EINVAL'],
  ['x'.repeat(260), 'EINVAL'],
])('%.20s typed means %s', (typed, name) => {
  expect(mangled(typed)).toBe(name)
})

test('patterns stay patterns where they are allowed', () => {
  expect(mangled('ssh*', 'allow')).toBe('ssh*')
  expect(mangled('ssh*')).toBe('ssh\\x2a.service (changed)')
  expect(mangled('s h*', 'allow')).toBe('s\\x20h* (changed)')
  expect([isGlob('a[b]'), isGlob('a]')]).toEqual([true, false])
})

test('the suffix must be one of a type', () => {
  expect(mangleUnitName('a', '.nonsense')).toEqual({ ok: false, error: 'EINVAL' })
})
