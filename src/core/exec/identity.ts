/** Who a command becomes: User=, Group=, SupplementaryGroups= (systemd.exec(5), "User/Group Identity"). */

import { findGroup, findUser, groupsOf, type User, type UserDatabase } from '#core/base/linux/users.ts'
import type { Identity } from './launch.ts'

export interface Wanted {
  readonly user: string
  readonly group: string
  readonly supplementary: readonly string[]
}

export interface Resolved {
  readonly identity: Identity
  /** The account, for HOME and its like; null when only the name service can know it, or when nothing changes. */
  readonly user: User | null
}

/**
 * Looks names and numbers up in /etc/passwd and /etc/group. What is not in there is left to the executor, which asks the name
 * service and ends with 216 or 217 when nobody knows.
 */
export function resolveIdentity(wanted: Wanted, database: UserDatabase): Resolved {
  if (wanted.user === '' && wanted.group === '' && wanted.supplementary.length === 0) {
    return { identity: { as: 'manager' }, user: null }
  }
  const user = wanted.user === '' ? null : findUser(database, wanted.user)
  const group = wanted.group === '' ? null : findGroup(database, wanted.group)
  const extra = wanted.supplementary.map(name => findGroup(database, name))
  if (user === undefined || group === undefined || extra.includes(undefined)) {
    return { identity: lookup(wanted), user: user ?? null }
  }
  const gid = group?.gid ?? user?.gid ?? 0
  const own = user === null ? [] : groupsOf(database, user)
  const groups = [...new Set([...own, ...extra.flatMap(found => found?.gid ?? [])])]
  return { identity: { as: 'ids', uid: user?.uid ?? 0, gid, groups }, user }
}

function lookup({ user, group, supplementary }: Wanted): Identity {
  return { as: 'lookup', user: user === '' ? null : user, group: group === '' ? null : group, supplementary }
}
