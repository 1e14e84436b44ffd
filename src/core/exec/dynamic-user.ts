/** Users made up for services (systemd.exec(5), DynamicUser=). They have a number and no entry anywhere. */
import { hashText } from '#core/base/hash.ts'
import { findGroup, findUser, type UserDatabase } from '#core/base/linux/users.ts'

/** The numbers systemd keeps for them (UIDs and GIDs in systemd's documentation of user ids). */
const first = 61_184
const last = 65_519

/** The number of a name: always the same one, unless another has it. Undefined when all are taken. */
export function dynamicId(name: string, taken: ReadonlySet<number>): number | undefined {
  const count = last - first + 1
  const begin = hashText(name) % count
  for (let step = 0; step < count; step++) {
    const id = first + ((begin + step) % count)
    if (!taken.has(id)) {
      return id
    }
  }
  return undefined
}

/** The database with the user and the group of a service, where it does not know them. */
export function withDynamicUser(
  database: UserDatabase,
  { user, group }: { readonly user: string; readonly group: string },
  id: number,
): UserDatabase {
  const hasUser = findUser(database, user) !== undefined
  const hasGroup = findGroup(database, group) !== undefined
  return {
    users: hasUser
      ? database.users
      : [...database.users, { name: user, uid: id, gid: id, home: '/', shell: '/usr/sbin/nologin' }],
    groups: hasGroup ? database.groups : [...database.groups, { name: group, gid: id, members: [] }],
  }
}
