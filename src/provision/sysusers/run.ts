/** systemd-sysusers(8): reads rules, and makes the users and groups they name. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { formatDiagnostic } from '#core/unitfile/diagnostic.ts'
import { levelOf, type Place, type Source } from '#provision/place.ts'
import { provisionSpecifiers } from '#provision/specifiers.ts'
import { allocate } from './allocate.ts'
import { readDatabase } from './database.ts'
import { type Merged, mergeItems } from './merge.ts'
import { type ParsedSysusers, parseSysusers } from './parse.ts'
import { writeDatabase } from './write.ts'

/** 1 when a line of a named file cannot be read, after which nothing is written, or when writing failed. */
export async function runSysusers(place: Place, sources: readonly Source[]): Promise<0 | 1> {
  const table = provisionSpecifiers(place, 'sysusers')
  const parsed: ParsedSysusers[] = []
  for (const source of sources) {
    const one = parseSysusers(source, table)
    parsed.push(one)
    tell(place, one.diagnostics)
    if (source.isNamed && one.diagnostics.length > 0) {
      return 1
    }
  }
  const merged = mergeItems(parsed.flatMap(({ items }) => items))
  tell(place, merged.diagnostics)
  const lock = place.dryRun ? ok({ release: () => undefined }) : await takeLock(place)
  if (!lock.ok) {
    place.say('error', `Failed to take /etc/passwd lock: ${errnoText(lock.error)}`)
    return 1
  }
  try {
    return apply(place, merged)
  } finally {
    lock.value.release()
  }
}

function tell(place: Place, diagnostics: ParsedSysusers['diagnostics']): void {
  for (const diagnostic of diagnostics) {
    place.say(levelOf(diagnostic.level), formatDiagnostic(diagnostic))
  }
}

const attempts = 150
const pauseMs = 100

/** The lock of lckpwdf(3), which also waits for 15 seconds. */
async function takeLock(place: Place): Promise<Result<{ release(): void }, ErrnoName>> {
  const { files } = place.kernel
  const made = files.makeDirectories(`${place.root}/etc`, 0o755)
  if (!made.ok) {
    return made
  }
  for (let attempt = 0; attempt < attempts; attempt++) {
    const lock = files.tryRecordLock(`${place.root}/etc/.pwd.lock`)
    if (lock.ok || lock.error !== 'EAGAIN') {
      return lock
    }
    await new Promise(resolve => setTimeout(resolve, pauseMs))
  }
  return fail('EAGAIN')
}

const usecPerDay = 24 * 60 * 60 * 1e6

function apply(place: Place, merged: Merged): 0 | 1 {
  const { files, clock, host } = place.kernel
  const database = readDatabase(files, place.root)
  if ('unreadable' in database) {
    place.say('error', `Failed to read ${database.unreadable}`)
    return 1
  }
  const ranges = merged.ranges.length > 0 ? merged.ranges : [systemRange]
  const owner = (path: string) => {
    const status = files.status(`${place.root}${path}`)
    return status.ok ? status.value : undefined
  }
  const allocation = allocate(merged.users, merged.groups, { database, ranges, owner, say: place.say })
  const credentials = host.environment.get('CREDENTIALS_DIRECTORY')
  const credential = (name: string): string | undefined => {
    const text = credentials === undefined ? undefined : files.readText(`${credentials}/${name}`, 1024 * 1024)
    return text?.ok ? text.value.trim() : undefined
  }
  const today = Math.floor(clock.realtime() / usecPerDay)
  const written = writeDatabase(place, database, { ...allocation, members: merged.members, credential, today })
  if (written.ok) {
    return 0
  }
  place.say('error', written.error)
  return 1
}

/** What is there for system users. */
const systemRange = { first: 1, last: 999 } as const
