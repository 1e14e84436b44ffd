/**
 * `berth install` and `berth uninstall`. Installing saves what stands in the way, writes down what it is about to replace, and only
 * then replaces it, each file in one step: whenever it is cut off, uninstalling gives back what was there.
 */
import { parentPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Place } from '#provision/place.ts'
import { aliasOf, divert, hasDpkg, undivert } from './diversions.ts'
import { look, put, remove, removeIfEmpty, type Thing } from './put.ts'
import { type Entry, type InstallRecord, library, readRecord, recordPath, savedPath } from './record.ts'
import { type Item, nodeWord, readTree, withSplitNames } from './tree.ts'

/** Where the npm package is. */
export interface Package {
  readonly folder: string
  /** The Node for this machine. */
  readonly node: string
  /** Node's name of the machine. */
  readonly machine: string
}

/** Puts everything in place; the error is a sentence. */
export async function install(place: Place, from: Package): Promise<Result<number, string>> {
  const { files } = place.kernel
  const tree = readTree(files, from.folder, from.machine)
  const before = readRecord(files, place.root)
  if (!tree.ok) {
    return tree
  }
  const items = withSplitNames(files, place.root, tree.value)
  const former = before.ok && before.value !== null ? before.value : { entries: [], folders: [] }
  const folders = [...new Set([...former.folders, ...missingFolders(place, items)])]
  // What a former installation put there is no original.
  const known = new Map(former.entries.map(entry => [entry.path, entry]))
  const entries: Entry[] = []
  for (const { path } of items) {
    const entry = known.get(path) ?? (await (before.ok ? save(place, path) : recall(place, path)))
    if ('error' in entry) {
      return entry
    }
    entries.push(entry)
  }
  const gone = former.entries.filter(({ path }) => !items.some(item => item.path === path))
  const record: InstallRecord = {
    entries: [...entries, ...gone],
    folders,
  }
  const written = await put(place, recordPath, { is: 'text', text: `${JSON.stringify(record, null, 1)}\n` })
  if (!written.ok) {
    return written
  }
  const diverted = hasDpkg(place)
    ? await divert(
        place,
        items.map(({ path }) => path),
      )
    : ok(undefined)
  if (!diverted.ok) {
    return diverted
  }
  for (const item of items) {
    const done = await put(place, item.path, thingOf(place, item, from))
    if (!done.ok) {
      return done
    }
  }
  return ok(items.length)
}

/** Keeps what is at a path; nothing is changed there. */
async function save(place: Place, path: string): Promise<Entry | { readonly ok: false; readonly error: string }> {
  const found = await look(place, path)
  if (!found.ok) {
    return found
  }
  if (found.value === null) {
    return { path, wasThere: false }
  }
  const kept = await put(place, savedPath(path), found.value)
  return kept.ok ? { path, wasThere: true } : kept
}

/** Of a damaged record: what it kept is still there. */
async function recall(place: Place, path: string): ReturnType<typeof save> {
  const kept = await look(place, savedPath(path))
  return kept.ok ? { path, wasThere: kept.value !== null } : kept
}

function thingOf({ kernel: { host } }: Place, item: Item, { folder, node }: Package): Thing {
  if ('target' in item) {
    return { is: 'link', target: item.target }
  }
  const from = item.from === nodeWord ? node : `${folder}/${item.from}`
  return { is: 'file', from, mode: item.mode, uid: host.uid, gid: host.gid }
}

/** The folders that will be made, the outer ones first. */
function missingFolders({ kernel, root }: Place, items: readonly Item[]): readonly string[] {
  const folders = new Set<string>()
  for (const { path } of items) {
    let folder = parentPath(path)
    while (folder !== undefined && folder !== '/' && !kernel.files.status(`${root}${folder}`).ok) {
      folders.add(folder)
      folder = parentPath(folder)
    }
  }
  return [...folders].toSorted((a, b) => a.length - b.length)
}

/** Diverts what packages bring of the names that are ours: dpkg asks for it where an image was laid over the system. */
export async function divertPackages(place: Place): Promise<Result<void, string>> {
  const record = readRecord(place.kernel.files, place.root)
  if (!record.ok) {
    return record
  }
  const paths = record.value?.entries.map(({ path }) => path) ?? []
  return hasDpkg(place) ? divert(place, paths) : ok(undefined)
}

/** What was taken away. */
interface Uninstalled {
  readonly restored: number
  readonly removed: number
}

/** Gives back what was there before, or what packages have brought since; the error is a sentence. */
export async function uninstall(place: Place): Promise<Result<Uninstalled, string>> {
  const { files } = place.kernel
  const record = readRecord(files, place.root)
  if (!record.ok) {
    return record
  }
  if (record.value === null) {
    return fail(`berth was not installed with "berth install" in ${place.root || '/'}`)
  }
  const { entries, folders } = record.value
  let restored = 0
  for (const { path } of entries.toReversed()) {
    // Our own folder goes as a whole, at the end.
    if (path.startsWith(`${library}/`)) {
      continue
    }
    const done = await restore(place, path)
    if (!done.ok) {
      return done
    }
    if (done.value) {
      restored += 1
    }
  }
  const undone = await undivert(place)
  if (!undone.ok) {
    return undone
  }
  const gone = await files.removeTree(`${place.root}${library}`)
  if (!gone.ok) {
    return fail(`Failed to remove ${place.root}${library}: ${gone.error}`)
  }
  for (const folder of folders.toReversed()) {
    await removeIfEmpty(place, folder)
  }
  return ok({ restored, removed: entries.length - restored })
}

/** Puts what is kept of a path back, else removes ours; whether there was something. */
async function restore(place: Place, path: string): Promise<Result<boolean, string>> {
  const alias = aliasOf(path)
  // Under its old name it is what a package has brought since.
  const newer = alias === undefined || isSplit(place, alias) ? ok(null) : await look(place, savedPath(alias))
  if (!newer.ok) {
    return newer
  }
  const kept = newer.value === null ? await look(place, savedPath(path)) : newer
  if (!kept.ok) {
    return kept
  }
  const done = kept.value === null ? await remove(place, path) : await put(place, path, kept.value)
  return done.ok ? ok(kept.value !== null) : done
}

/** Whether the old name is a place of its own. */
function isSplit({ kernel, root }: Place, alias: string): boolean {
  const folder = kernel.files.linkStatus(`${root}/${alias.split('/')[1]}`)
  return folder.ok && folder.value.kind === 'directory'
}
