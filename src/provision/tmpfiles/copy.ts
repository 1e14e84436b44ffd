/** Trees copied as they are: modes, owners and times. */
import { ok } from '#core/base/result.ts'
import type { OpenNode } from '#kernel/files/files-by-rules.ts'
import type { FileStatus, Outcome } from '#kernel/kernel.ts'
import type { Place } from '#provision/place.ts'

/** Who owns the copies, where that is said; else who owns the originals. */
export interface CopyOwner {
  readonly uid: number | null
  readonly gid: number | null
}

const depthMax = 256

/** Copies one node and what is below it; what is there already stays, folders are filled up. */
export function copyTree(place: Place, from: string, to: string, owner: CopyOwner, depth = 0): Outcome<void> {
  const { files } = place.kernel
  const status = files.linkStatus(from)
  if (!status.ok) {
    return status
  }
  if (depth > depthMax) {
    return { ok: false, error: 'ELOOP' }
  }
  const isThere = files.linkStatus(to)
  const made = isThere.ok ? ok(undefined) : copyNode(place, from, to, status.value)
  if (!made.ok) {
    return made
  }
  const filled = status.value.kind === 'directory' ? copyInside(place, from, to, owner, depth) : ok(undefined)
  if (!filled.ok || isThere.ok) {
    return filled
  }
  return copyMeta(place, from, to, status.value, owner)
}

function copyInside(place: Place, from: string, to: string, owner: CopyOwner, depth: number): Outcome<void> {
  const list = place.kernel.files.list(from)
  if (!list.ok) {
    return list
  }
  // Held open, so that nobody can put a link in its place meanwhile.
  const folder = place.kernel.files.openFolder(to)
  if (!folder.ok) {
    return folder
  }
  let copied: Outcome<void> = ok(undefined)
  for (const { name } of list.value) {
    copied = copyTree(place, `${from}/${name}`, `${folder.value.at}/${name}`, owner, depth + 1)
    if (!copied.ok) {
      break
    }
  }
  folder.value.close()
  return copied
}

function copyNode({ kernel }: Place, from: string, to: string, { kind, mode }: FileStatus): Outcome<void> {
  const { files } = kernel
  switch (kind) {
    case 'directory':
      return files.makeDirectory(to, 0o700)
    case 'symlink': {
      const target = files.readLink(from)
      return target.ok ? files.makeLink(target.value, to) : target
    }
    case 'file':
      return files.copyFile(from, to)
    case 'fifo':
      return files.makeNode(to, 'fifo', mode, 0, 0)
    case 'character-device':
    case 'block-device': {
      const details = files.details(from)
      if (!details.ok) {
        return details
      }
      const [major = 0, minor = 0] = details.value.node.split(':').map(Number)
      return files.makeNode(to, kind === 'block-device' ? 'block' : 'character', mode, major, minor)
    }
    case 'socket':
      return ok(undefined)
  }
}

function copyMeta({ kernel }: Place, from: string, to: string, status: FileStatus, owner: CopyOwner): Outcome<void> {
  const { files } = kernel
  if (status.kind === 'socket') {
    return ok(undefined)
  }
  const node = files.openNode(to)
  if (!node.ok) {
    return node
  }
  const moded = markNode(node.value, status, owner)
  node.value.close()
  if (status.kind === 'symlink') {
    return moded
  }
  const details = files.details(from)
  if (!moded.ok || !details.ok) {
    return moded
  }
  return files.setTimes(to, details.value.accessedUs, status.modifiedUs)
}

function markNode(node: OpenNode, status: FileStatus, owner: CopyOwner): Outcome<void> {
  if (node.status.kind !== status.kind) {
    return { ok: false, error: 'ELOOP' }
  }
  const owned = node.chown(owner.uid ?? status.uid, owner.gid ?? status.gid)
  return owned.ok && status.kind !== 'symlink' ? node.chmod(status.mode) : owned
}
