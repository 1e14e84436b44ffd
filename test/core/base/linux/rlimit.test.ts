import { expect, test } from '@jest/globals'
import { resourceByName, resources } from '#core/base/linux/rlimit.ts'

test('resources have the numbers of Linux on x86-64 and arm64', () => {
  const numbers = ['CPU', 'NPROC', 'NOFILE', 'LOCKS', 'RTTIME'].map(name => resourceByName(name)?.number)
  expect(numbers).toEqual([0, 6, 7, 10, 15])
  expect(resources).toHaveLength(16)
})

test('a name Linux does not know has no resource', () => {
  expect(resourceByName('nofile')).toBeUndefined()
})
