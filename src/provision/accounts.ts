/** Names and numbers of users and groups in /etc/passwd and /etc/group (passwd(5), group(5)). */
import type { Files } from '#kernel/kernel.ts'

const sizeMaxBytes = 16 * 1024 * 1024

export interface Accounts {
  uid(name: string): number | undefined
  gid(name: string): number | undefined
  userName(uid: number): string | undefined
  groupName(gid: number): string | undefined
  home(uid: number): string | undefined
}

/** Reads both files below a root. */
export function readAccounts(files: Files, root: string): Accounts {
  const users = rowsOf(files, `${root}/etc/passwd`)
  const groups = rowsOf(files, `${root}/etc/group`)
  const named = (rows: typeof users, name: string) => rows.find(row => row.name === name)
  const numbered = (rows: typeof users, id: number) => rows.find(row => row.id === id)
  return {
    uid: name => named(users, name)?.id,
    gid: name => named(groups, name)?.id,
    userName: uid => numbered(users, uid)?.name,
    groupName: gid => numbered(groups, gid)?.name,
    home: uid => numbered(users, uid)?.fields[5],
  }
}

interface Row {
  readonly name: string
  readonly id: number
  readonly fields: readonly string[]
}

function rowsOf(files: Files, path: string): readonly Row[] {
  const text = files.readText(path, sizeMaxBytes)
  return (text.ok ? text.value.split('\n') : []).flatMap(line => {
    const fields = line.split(':')
    const [name = '', , id = ''] = fields
    return /^\d+$/.test(id) ? [{ name, id: Number(id), fields }] : []
  })
}
