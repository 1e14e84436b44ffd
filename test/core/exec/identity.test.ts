import { expect, test } from '@jest/globals'
import { parseUserDatabase } from '#core/base/linux/users.ts'
import { resolveIdentity } from '#core/exec/identity.ts'

const database = parseUserDatabase(
  'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n',
  'root:x:0:\nann:x:1000:\naudio:x:29:ann\nwheel:x:10:\n',
)
const become = (user: string, group = '', supplementary: readonly string[] = []) =>
  resolveIdentity({ user, group, supplementary }, database).identity

test('nothing said means as the manager', () => {
  expect(become('')).toEqual({ as: 'manager' })
})

test('User= brings its groups along', () => {
  expect(become('ann')).toEqual({ as: 'ids', uid: 1000, gid: 1000, groups: [1000, 29] })
})

test('Group= takes the place of the own group, SupplementaryGroups= come on top', () => {
  expect(become('ann', 'audio', ['wheel', 'audio'])).toEqual({ as: 'ids', uid: 1000, gid: 29, groups: [1000, 29, 10] })
})

test('Group= alone leaves the user', () => {
  expect(become('', 'audio')).toEqual({ as: 'ids', uid: 0, gid: 29, groups: [] })
})

test('names that the files do not know are left to the executor', () => {
  expect(become('ldap')).toEqual({ as: 'lookup', user: 'ldap', group: null, supplementary: [] })
  expect(become('ann', '', ['ldap'])).toEqual({ as: 'lookup', user: 'ann', group: null, supplementary: ['ldap'] })
})
