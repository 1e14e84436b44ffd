/** New users and groups go into the four files, under the lock of shadow(5)'s tools; each file is replaced as a whole. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Files } from '#kernel/kernel.ts'
import type { Place } from '#provision/place.ts'
import type { Allocation, NewUser } from './allocate.ts'
import { type Database, type Row, type Table, textOf, withRows } from './database.ts'

/** What is to be written beside users and groups. */
export interface Additions extends Allocation {
  readonly members: ReadonlyMap<string, ReadonlySet<string>>
  /** What passwords and shells were handed in for new users. */
  credential(name: string): string | undefined
  readonly today: number
}

interface Change {
  readonly table: Table
  readonly rows: readonly Row[]
  /** The mode where there was no such file. */
  readonly mode: number
}

/** Writes what has changed; the error is what to say. */
export function writeDatabase(place: Place, database: Database, more: Additions): Result<void, string> {
  const leftOver = more.groups.find(({ name }) => database.gshadow.rows.some(old => old.name === name))
  if (leftOver !== undefined) {
    return fail(`${database.gshadow.path}: Group "${leftOver.name}" already exists.`)
  }
  if (place.dryRun) {
    for (const name of touched(database, more)) {
      place.say('info', `Would write /etc/${name}…`)
    }
    return ok(undefined)
  }
  return replaceAll(place.kernel.files, changesOf(database, more))
}

/** The files that are looked through for something to change. */
function touched(database: Database, more: Additions): readonly string[] {
  const hasMembers = more.members.size > 0
  const isGroupChanged = more.groups.length > 0 || membersAdded(database.group, more, 3).isChanged
  return [
    ...(isGroupChanged ? ['group'] : []),
    ...(more.groups.length > 0 || hasMembers ? ['gshadow'] : []),
    ...(more.users.length > 0 ? ['passwd', 'shadow'] : []),
  ]
}

function changesOf(database: Database, more: Additions): readonly Change[] {
  const group = membersAdded(database.group, more, 3)
  const gshadow = membersAdded(database.gshadow, more, 3)
  const isGroupChanged = more.groups.length > 0 || group.isChanged
  const groupRows = more.groups.map(({ name, gid }) => row([name, 'x', `${gid}`, membersOf(name, more)]))
  const gshadowRows = more.groups.map(({ name }) => row([name, '!*', '', membersOf(name, more)]))
  const changes: Change[] = []
  if (isGroupChanged) {
    changes.push({ table: database.group, rows: withRows(group.rows, groupRows), mode: 0o644 })
  }
  if (more.groups.length > 0 || gshadow.isChanged) {
    changes.push({ table: database.gshadow, rows: withRows(gshadow.rows, gshadowRows), mode: 0o000 })
  }
  if (more.users.length > 0) {
    const users = more.users.map(user => row(passwdFields(user, more)))
    const names = new Set(more.users.map(({ item }) => item.name))
    // A password that was left over from an earlier user of the name stays.
    const known = database.shadow.rows.filter(({ name }) => names.has(name)).map(({ name }) => name)
    const shadow = database.shadow.rows.map(old => (names.has(old.name) ? changedToday(old, more) : old))
    const secrets = more.users
      .filter(({ item }) => !known.includes(item.name))
      .map(user => row(shadowFields(user, more)))
    changes.push({ table: database.passwd, rows: withRows(database.passwd.rows, users), mode: 0o644 })
    changes.push({ table: database.shadow, rows: withRows(shadow, secrets), mode: 0o000 })
  }
  return changes
}

function row(fields: readonly string[]): Row {
  return { name: fields[0] ?? '', fields }
}

function changedToday({ fields }: Row, { today }: Additions): Row {
  return row(fields.length > 2 ? fields.with(2, `${today}`) : fields)
}

function membersOf(group: string, { members }: Additions): string {
  return [...(members.get(group) ?? [])].sort().join(',')
}

function membersAdded(
  { rows }: Table,
  { members }: Additions,
  field: number,
): { readonly rows: readonly Row[]; readonly isChanged: boolean } {
  let isChanged = false
  const changed = rows.map(old => {
    const more = members.get(old.name)
    const there = (old.fields[field] ?? '').split(',').filter(name => name !== '')
    if (more === undefined || [...more].every(name => there.includes(name))) {
      return old
    }
    isChanged = true
    return row(old.fields.with(field, [...new Set([...there, ...more])].sort().join(',')))
  })
  return { rows: changed, isChanged }
}

function passwdFields({ item, uid, gid }: NewUser, { credential }: Additions): readonly string[] {
  const { name, description, home } = item
  const shell = credential(`passwd.shell.${name}`) ?? item.shell ?? (uid === 0 ? '/bin/sh' : '/usr/sbin/nologin')
  return [name, 'x', `${uid}`, `${gid}`, description ?? '', home ?? '/', shell]
}

function shadowFields({ item, uid }: NewUser, { credential, today }: Additions): readonly string[] {
  const given = credential(`passwd.hashed-password.${item.name}`)
  const password = given ?? (uid === 0 ? '!unprovisioned' : '!*')
  return [item.name, password, `${today}`, '', '', '', '', item.locked ? '1' : '', '']
}

/** No file is touched before all new ones lie beside them: users without their passwords would be worse than none. */
function replaceAll(files: Files, changes: readonly Change[]): Result<void, string> {
  const made: string[] = []
  const give = (path: string, error: ErrnoName): Result<void, string> => {
    for (const temporary of made) {
      files.unlink(temporary)
    }
    return fail(`Failed to write ${path}: ${errnoText(error)}`)
  }
  for (const change of changes) {
    made.push(temporaryOf(change))
    const prepared = prepare(files, change)
    if (!prepared.ok) {
      return give(change.table.path, prepared.error)
    }
  }
  for (const change of changes) {
    const { path } = change.table
    const kept = keepOld(files, change)
    const replaced = kept.ok ? files.rename(temporaryOf(change), path) : kept
    if (!replaced.ok) {
      return give(path, replaced.error)
    }
  }
  return ok(undefined)
}

function temporaryOf({ table }: Change): string {
  return `${table.path}+berth`
}

interface Look {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** Owner, group and mode stay as they were. */
function prepare(files: Files, change: Change): Result<void, ErrnoName> {
  const status = change.table.isThere ? files.status(change.table.path) : undefined
  const look = status?.ok ? status.value : { mode: change.mode, uid: 0, gid: 0 }
  return writeAs(files, temporaryOf(change), textOf(change.rows), look)
}

/** The file that was there stays beside the new one, with a dash. */
function keepOld(files: Files, { table: { path, isThere } }: Change): Result<void, ErrnoName> {
  if (!isThere) {
    return ok(undefined)
  }
  const status = files.status(path)
  const old = files.readText(path, 64 * 1024 * 1024)
  if (!status.ok || !old.ok) {
    return old.ok ? ok(undefined) : old
  }
  const temporary = `${path}-+berth`
  const written = writeAs(files, temporary, old.value, status.value)
  const kept = written.ok ? files.rename(temporary, `${path}-`) : written
  if (kept.ok) {
    files.setTimes(`${path}-`, status.value.modifiedUs, status.value.modifiedUs)
  }
  return kept
}

/** Nobody may read a secret before its file has its owner. */
function writeAs(files: Files, path: string, text: string, look: Look): Result<void, ErrnoName> {
  files.unlink(path)
  const steps = [
    () => files.createFile(path, text, 0o600),
    () => files.chown(path, look.uid, look.gid),
    () => files.chmodItself(path, look.mode),
  ]
  for (const step of steps) {
    const done = step()
    if (done.ok) {
      continue
    }
    files.unlink(path)
    return done
  }
  return ok(undefined)
}
