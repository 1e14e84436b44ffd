/** Who the services with DynamicUser= are: a name keeps its number for as long as the manager lives. */

import { findUser, type UserDatabase } from '#core/base/linux/users.ts'
import { dynamicId, withDynamicUser } from '#core/exec/dynamic-user.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'

export class DynamicUsers {
  readonly #ids = new Map<string, number>()

  get ids(): ReadonlyMap<string, number> {
    return this.#ids
  }

  /** The users there are, and the one that a service wants to have made up. */
  databaseFor({ DynamicUser, User, Group }: ExecSettings, database: UserDatabase): UserDatabase {
    if (!DynamicUser || findUser(database, User) !== undefined || /^\d+$/.test(User)) {
      return database
    }
    const id = this.#ids.get(User) ?? dynamicId(User, this.#taken(database))
    if (id === undefined) {
      return database
    }
    this.#ids.set(User, id)
    return withDynamicUser(database, { user: User, group: Group }, id)
  }

  #taken({ users, groups }: UserDatabase): ReadonlySet<number> {
    return new Set([...users.map(({ uid }) => uid), ...groups.map(({ gid }) => gid), ...this.#ids.values()])
  }
}
