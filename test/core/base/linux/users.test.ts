import { expect, test } from '@jest/globals'
import { findGroup, findUser, groupsOf, parseUserDatabase } from '#core/base/linux/users.ts'

const database = parseUserDatabase(
  '# a comment\nroot:x:0:0:root:/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/sh\nbroken:x:one:1::/:\n\n',
  'root:x:0:\nann:x:1000:\naudio:x:29:ann,bob\nvideo:x:44:ann\n',
)

test('users are found by name and by number', () => {
  expect(findUser(database, 'ann')).toEqual({ name: 'ann', uid: 1000, gid: 1000, home: '/home/ann', shell: '/bin/sh' })
  expect(findUser(database, '1000')?.name).toBe('ann')
  expect(findUser(database, 'broken')).toBeUndefined()
})

test('a name that looks like a number goes before the number', () => {
  const odd = parseUserDatabase('0:x:7:7::/:\nroot:x:0:0::/:\n', '')
  expect(findUser(odd, '0')?.uid).toBe(7)
})

test('groups are found likewise, and a user is in its own first', () => {
  expect(findGroup(database, '29')?.name).toBe('audio')
  const ann = findUser(database, 'ann')
  expect(ann === undefined ? [] : groupsOf(database, ann)).toEqual([1000, 29, 44])
})
