/** Which users and groups have to be made, with which numbers. Pure: the files and the owners of paths are given. */
import type { Say } from '#provision/place.ts'
import { type Database, idOf, type Table } from './database.ts'
import type { GroupItem, IdSource, UserItem } from './item.ts'

export interface NewUser {
  readonly item: UserItem
  readonly uid: number
  readonly gid: number
}

export interface NewGroup {
  readonly name: string
  readonly gid: number
}

export interface Allocation {
  readonly users: readonly NewUser[]
  readonly groups: readonly NewGroup[]
}

export interface AllocationRules {
  readonly database: Database
  /** Numbers to choose from; the highest is taken first. */
  readonly ranges: readonly { readonly first: number; readonly last: number }[]
  /** Who owns a path, undefined when it is not there. */
  owner(path: string): { readonly uid: number; readonly gid: number } | undefined
  readonly say: Say
}

/** Groups come before users, each in the order of their lines. */
export function allocate(users: readonly UserItem[], groups: readonly GroupItem[], rules: AllocationRules): Allocation {
  const allocator = new Allocator(rules, new Map(groups.map(group => [group.name, group])))
  for (const group of groups) {
    allocator.addGroup(group.name, { gid: group.gid, uid: null })
  }
  for (const user of users) {
    allocator.addUser(user)
  }
  return { users: [...allocator.users.values()], groups: [...allocator.groups.values()] }
}

/** Names by number and numbers by name. */
class Ids {
  readonly #names = new Map<number, string>()
  readonly #ids = new Map<string, number>()

  constructor({ rows }: Table) {
    for (const row of rows) {
      const id = idOf(row)
      if (id === undefined) {
        continue
      }
      if (!this.#names.has(id)) {
        this.#names.set(id, row.name)
      }
      if (!this.#ids.has(row.name)) {
        this.#ids.set(row.name, id)
      }
    }
  }

  id(name: string): number | undefined {
    return this.#ids.get(name)
  }

  nameOf(id: number): string | undefined {
    return this.#names.get(id)
  }

  add(id: number, name: string): void {
    this.#names.set(id, name)
    this.#ids.set(name, id)
  }
}

class Allocator {
  readonly users = new Map<string, NewUser>()
  readonly groups = new Map<string, NewGroup>()
  readonly #rules: AllocationRules
  readonly #groupItems: ReadonlyMap<string, GroupItem>
  readonly #uids: Ids
  readonly #gids: Ids
  #next = Number.POSITIVE_INFINITY

  constructor(rules: AllocationRules, groupItems: ReadonlyMap<string, GroupItem>) {
    this.#rules = rules
    this.#groupItems = groupItems
    this.#uids = new Ids(rules.database.passwd)
    this.#gids = new Ids(rules.database.group)
  }

  /** The number of a group, made if need be; undefined when there is none to be had, which was said. */
  addGroup(name: string, wish: { readonly gid: IdSource | null; readonly uid: IdSource | null }): number | undefined {
    const there = this.#gids.id(name)
    if (there !== undefined) {
      return there
    }
    const { owner, say } = this.#rules
    const asked = wish.gid ?? wish.uid
    if (asked !== null && 'id' in asked) {
      if (this.#isFree(this.#gids, this.#uids, asked.id, name)) {
        return this.#makeGroup(name, asked.id)
      }
      say(wish.gid === null ? 'debug' : 'info', `Suggested group ID ${asked.id} for ${name} already used.`)
    }
    if (asked !== null && 'path' in asked) {
      const gid = owner(asked.path)?.gid
      if (gid === 0) {
        say('debug', `Group ID 0 of file not suitable for ${name}.`)
      } else if (gid !== undefined && this.#isFree(this.#gids, this.#uids, gid, name)) {
        return this.#makeGroup(name, gid)
      } else if (gid !== undefined) {
        say('debug', `Group ID ${gid} of file for ${name} already used.`)
      }
    }
    const gid = this.#search(id => this.#isFree(this.#gids, this.#uids, id, name))
    if (gid !== undefined) {
      return this.#makeGroup(name, gid)
    }
    say('error', `No free group ID available for ${name}.`)
    return undefined
  }

  #makeGroup(name: string, gid: number): number {
    this.#rules.say('info', `Creating group '${name}' with GID ${gid}.`)
    this.#gids.add(gid, name)
    this.groups.set(name, { name, gid })
    return gid
  }

  addUser(item: UserItem): void {
    const gid = this.#groupFor(item)
    if (gid === undefined || this.#uids.id(item.name) !== undefined) {
      return
    }
    const uid = this.#chooseUid(item, gid)
    if (uid === undefined) {
      this.#rules.say('error', `No free user ID available for ${item.name}.`)
      return
    }
    const description = item.description ?? 'n/a'
    this.#rules.say('info', `Creating user '${item.name}' (${description}) with UID ${uid} and GID ${gid}.`)
    this.#uids.add(uid, item.name)
    this.users.set(item.name, { item, uid, gid })
  }

  #groupFor({ name, group, uid }: UserItem): number | undefined {
    if (group === null) {
      return this.addGroup(name, { gid: this.#groupItems.get(name)?.gid ?? null, uid })
    }
    if ('gid' in group) {
      if (this.#gids.nameOf(group.gid) !== undefined) {
        return group.gid
      }
      this.#rules.say('error', `Failed to create ${name}: please create GID ${group.gid}`)
      return undefined
    }
    const gid = this.#gids.id(group.name)
    if (gid === undefined) {
      this.#rules.say('error', `Group ${group.name} not found.`)
    }
    return gid
  }

  #chooseUid({ name, uid, group }: UserItem, gid: number): number | undefined {
    const { owner, say } = this.#rules
    // Who names a group of its own may have the number of any other.
    const others = group === null ? this.#gids : undefined
    if (uid !== null && 'id' in uid) {
      if (this.#isFree(this.#uids, others, uid.id, name)) {
        return uid.id
      }
      say('info', `Suggested user ID ${uid.id} for ${name} already used.`)
    }
    if (uid !== null && 'path' in uid) {
      const id = owner(uid.path)?.uid
      if (id === 0) {
        say('debug', `User ID 0 of file not suitable for ${name}.`)
      } else if (id !== undefined && this.#isFree(this.#uids, this.#gids, id, name)) {
        return id
      } else if (id !== undefined) {
        say('debug', `User ID ${id} of file for ${name} is already used.`)
      }
    }
    if (this.#isFree(this.#uids, this.#gids, gid, name)) {
      return gid
    }
    return this.#search(id => this.#isFree(this.#uids, this.#gids, id, name))
  }

  /** Whether nobody has a number, and in the other file nobody of another name. */
  #isFree(own: Ids, other: Ids | undefined, id: number, name: string): boolean {
    if (own.nameOf(id) !== undefined) {
      return false
    }
    const holder = other?.nameOf(id)
    return holder === undefined || holder === name
  }

  /** Downwards from where the last search ended. */
  #search(fits: (id: number) => boolean): number | undefined {
    const ranges = [...this.#rules.ranges].sort((a, b) => b.last - a.last)
    for (const { first, last } of ranges) {
      for (let id = Math.min(last, this.#next - 1); id >= first; id--) {
        if (!fits(id)) {
          continue
        }
        this.#next = id
        return id
      }
    }
    return undefined
  }
}
