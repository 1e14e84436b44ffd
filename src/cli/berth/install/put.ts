/** Puts files and links below a root, under a temporary name first, by ways that only root has laid. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Files, Outcome } from '#kernel/kernel.ts'
import type { Place } from '#provision/place.ts'
import { reach } from '#provision/reach.ts'

/** What is to be at a path. */
export type Thing =
  | { readonly is: 'file'; readonly from: string; readonly mode: number; readonly uid: number; readonly gid: number }
  | { readonly is: 'link'; readonly target: string }
  | { readonly is: 'text'; readonly text: string }

/** Makes it so, in one step for who looks; missing folders are made. The error is a sentence. */
export async function put(place: Place, path: string, thing: Thing): Promise<Result<void, string>> {
  const put = await withSpot(place, path, true, at => {
    const { files } = place.kernel
    const beside = `${at}.berth-new`
    files.unlink(beside)
    const made = make(files, beside, thing)
    const done = made.ok ? files.rename(beside, at) : made
    if (!done.ok) {
      files.unlink(beside)
    }
    return done
  })
  return put.ok ? put : fail(put.error.message)
}

function make(files: Files, at: string, thing: Thing): Outcome<void> {
  switch (thing.is) {
    case 'link':
      return files.makeLink(thing.target, at)
    case 'text':
      return files.createFile(at, thing.text, 0o644)
    case 'file': {
      const copied = files.copyFile(thing.from, at)
      // The owner first: changing it takes set-user-ID away.
      const owned = copied.ok ? files.chown(at, thing.uid, thing.gid) : copied
      return owned.ok ? files.chmodItself(at, thing.mode) : owned
    }
  }
}

/** What is at a path, as a thing to put elsewhere; null where nothing is. */
export async function look(place: Place, path: string): Promise<Result<Thing | null, string>> {
  let found: Thing | null = null
  const looked = await withSpot(place, path, false, at => {
    const { files } = place.kernel
    const status = files.linkStatus(at)
    if (!status.ok) {
      return status.error === 'ENOENT' ? ok(undefined) : status
    }
    const { kind, mode, uid, gid } = status.value
    if (kind === 'symlink') {
      const target = files.readLink(at)
      if (!target.ok) {
        return target
      }
      found = { is: 'link', target: target.value }
      return ok(undefined)
    }
    if (kind !== 'file') {
      return fail(kind === 'directory' ? 'EISDIR' : 'EBADFD')
    }
    found = { is: 'file', from: `${place.root}${path}`, mode: mode & 0o7777, uid, gid }
    return ok(undefined)
  })
  if (looked.ok || looked.error.errno === 'ENOENT') {
    return ok(found)
  }
  return fail(looked.error.message)
}

/** Removes a file or link; that it is gone already is fine. */
export async function remove(place: Place, path: string): Promise<Result<void, string>> {
  const removed = await withSpot(place, path, false, at => {
    const gone = place.kernel.files.unlink(at)
    return gone.ok || gone.error === 'ENOENT' ? ok(undefined) : gone
  })
  return removed.ok || removed.error.errno === 'ENOENT' ? ok(undefined) : fail(removed.error.message)
}

/** Removes a folder, if it is empty. */
export async function removeIfEmpty(place: Place, path: string): Promise<void> {
  await withSpot(place, path, false, at => place.kernel.files.removeDirectory(at))
}

interface Trouble {
  readonly errno: ErrnoName
  readonly message: string
}

async function withSpot(
  place: Place,
  path: string,
  create: boolean,
  act: (at: string) => Outcome<void>,
): Promise<Result<void, Trouble>> {
  const spot = await reach(place, `${place.root}${path}`, { create })
  if (!spot.ok) {
    return spot
  }
  const done = act(spot.value.at)
  spot.value.close()
  if (done.ok) {
    return done
  }
  return fail({ errno: done.error, message: `Failed to change ${place.root}${path}: ${errnoText(done.error)}` })
}
