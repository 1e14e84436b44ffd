import { expect, test } from '@jest/globals'
import { parseUserDatabase } from '#core/base/linux/users.ts'
import { dynamicId, withDynamicUser } from '#core/exec/dynamic-user.ts'

const database = parseUserDatabase('ann:x:1000:1000::/home/ann:/bin/sh\n', 'ann:x:1000:\nstaff:x:50:\n')

test('a name always gets the same number, out of those kept for such users', () => {
  const id = dynamicId('web', new Set())
  expect(dynamicId('web', new Set())).toBe(id)
  expect(id).toBeGreaterThanOrEqual(61_184)
  expect(id).toBeLessThanOrEqual(65_519)
  expect(dynamicId('web', new Set([id ?? 0]))).not.toBe(id)
})

test('when all numbers are taken there is none', () => {
  const all = new Set(Array.from({ length: 65_519 - 61_184 + 1 }, (_, at) => 61_184 + at))
  expect(dynamicId('web', all)).toBeUndefined()
})

test('only who is not there is made up', () => {
  const made = withDynamicUser(database, { user: 'web', group: 'staff' }, 62_000)
  expect(made.users.at(-1)).toEqual({ name: 'web', uid: 62_000, gid: 62_000, home: '/', shell: '/usr/sbin/nologin' })
  expect(made.groups).toBe(database.groups)
  expect(withDynamicUser(database, { user: 'ann', group: 'ann' }, 62_000)).toEqual(database)
})
