import { expect, test } from '@jest/globals'
import { firstByName } from '#core/base/first-by-name.ts'

test('of two files with one name that in the earlier folder counts, and all are in the order of their names', () => {
  const folders: Readonly<Record<string, readonly string[]>> = {
    '/etc': ['b.conf', 'x.txt'],
    '/usr': ['b.conf', 'a.conf'],
  }
  const paths = firstByName(['/etc', '/run', '/usr'], folder => folders[folder] ?? [], '.conf')
  expect(paths).toEqual(['/usr/a.conf', '/etc/b.conf'])
})
