/** /etc/passwd and /etc/group (passwd(5), group(5)), read as text by whoever has the files. */

export interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
  readonly shell: string
}

export interface Group {
  readonly name: string
  readonly gid: number
  readonly members: readonly string[]
}

export interface UserDatabase {
  readonly users: readonly User[]
  readonly groups: readonly Group[]
}

export function parseUserDatabase(passwd: string, group: string): UserDatabase {
  return {
    users: rows(passwd).flatMap(([name = '', , uid = '', gid = '', , home = '', shell = '']) =>
      isNumber(uid) && isNumber(gid) ? [{ name, uid: Number(uid), gid: Number(gid), home, shell }] : [],
    ),
    groups: rows(group).flatMap(([name = '', , gid = '', members = '']) =>
      isNumber(gid) ? [{ name, gid: Number(gid), members: members.split(',').filter(member => member !== '') }] : [],
    ),
  }
}

function rows(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => line.split(':'))
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}

/** A user by name, or by number for a text that is one. */
export function findUser({ users }: UserDatabase, nameOrId: string): User | undefined {
  return (
    users.find(({ name }) => name === nameOrId) ??
    (isNumber(nameOrId) ? users.find(({ uid }) => uid === Number(nameOrId)) : undefined)
  )
}

/** A group by name, or by number for a text that is one. */
export function findGroup({ groups }: UserDatabase, nameOrId: string): Group | undefined {
  return (
    groups.find(({ name }) => name === nameOrId) ??
    (isNumber(nameOrId) ? groups.find(({ gid }) => gid === Number(nameOrId)) : undefined)
  )
}

/** The groups a user is a member of, with its own one in front (initgroups(3)). */
export function groupsOf({ groups }: UserDatabase, user: User): readonly number[] {
  const others = groups.filter(({ members }) => members.includes(user.name)).map(({ gid }) => gid)
  return [...new Set([user.gid, ...others])]
}
