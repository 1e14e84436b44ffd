/** Names and numbers of users and groups in /etc/passwd and /etc/group (passwd(5), group(5)). */
import { readUserDatabase } from '#kernel/files/user-database.ts'
import type { Files } from '#kernel/kernel.ts'

export interface Accounts {
  uid(name: string): number | undefined
  gid(name: string): number | undefined
  userName(uid: number): string | undefined
  groupName(gid: number): string | undefined
  home(uid: number): string | undefined
}

/** Reads both files below a root. */
export function readAccounts(files: Files, root: string): Accounts {
  const { users, groups } = readUserDatabase(files, root)
  return {
    uid: name => users.find(user => user.name === name)?.uid,
    gid: name => groups.find(group => group.name === name)?.gid,
    userName: uid => users.find(user => user.uid === uid)?.name,
    groupName: gid => groups.find(group => group.gid === gid)?.name,
    home: uid => users.find(user => user.uid === uid)?.home,
  }
}
