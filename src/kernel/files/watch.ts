/** Folders and files being watched, all by one inotify descriptor, which is opened for the first. */
import { terminated, textOf } from '#kernel/bytes.ts'
import type { FileChange, Files } from '#kernel/kernel.ts'
import type { Native } from '#kernel/native.ts'
import { type Poller, READABLE } from '#kernel/sockets/poller.ts'

/** What inotify(7) reports, as far as it is asked for. */
const bits = { written: 0x2, attributes: 0x4, closed: 0x8, entries: 0x3c0, gone: 0xc00, ended: 0x8000, missed: 0x4000 }
const asked = bits.written | bits.attributes | bits.closed | bits.entries | bits.gone

type Changed = (change: FileChange) => void

export function createWatch(native: Native, poller: Poller): Files['watch'] {
  const watching = new Map<number, Set<Changed>>()
  let fd = -1

  function open(): boolean {
    if (fd >= 0) {
      return true
    }
    fd = native.watchOpen()
    if (fd < 0) {
      return false
    }
    poller.watch(fd, READABLE, () => read(native, fd, watching)).hold(false)
    return true
  }

  return (path, changed) => {
    const watch = open() ? native.watchAdd(fd, terminated(path), asked) : -1
    if (watch < 0) {
      return undefined
    }
    const callbacks = watching.get(watch) ?? new Set()
    watching.set(watch, callbacks)
    /* A function of its own, so that the same callback may watch the same folder twice. */
    const callback: Changed = change => changed(change)
    callbacks.add(callback)
    return {
      close: () => {
        if (!callbacks.delete(callback) || callbacks.size > 0 || watching.get(watch) !== callbacks) {
          return
        }
        watching.delete(watch)
        native.watchRemove(fd, watch)
      },
    }
  }
}

/** One read holds many events: watch, mask, cookie and length of 4 bytes each, then the name. */
function read(native: Native, fd: number, watching: Map<number, Set<Changed>>): void {
  const bytes = new Uint8Array(16_384)
  const size = native.fdRead(fd, bytes)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 16 <= size; ) {
    const length = view.getUint32(at + 12, true)
    const name = bytes.subarray(at + 16, at + 16 + length)
    report(watching, view.getInt32(at, true), view.getUint32(at + 4, true), name)
    at += 16 + length
  }
}

function report(watching: Map<number, Set<Changed>>, watch: number, mask: number, padded: Uint8Array): void {
  const end = padded.indexOf(0)
  const name = padded.length === 0 ? null : textOf(end < 0 ? padded : padded.subarray(0, end))
  /* After an overflow nobody knows what was missed: everybody looks. */
  const sets = mask & bits.missed ? [...watching.values()] : [watching.get(watch) ?? new Set<Changed>()]
  if (mask & bits.ended) {
    watching.delete(watch)
  }
  const change = { what: whatOf(mask), name }
  for (const callbacks of sets) {
    for (const callback of [...callbacks]) {
      callback(change)
    }
  }
}

function whatOf(mask: number): FileChange['what'] {
  if (mask & (bits.gone | bits.ended)) {
    return 'gone'
  }
  if (mask & bits.closed) {
    return 'closed'
  }
  if (mask & bits.written) {
    return 'written'
  }
  return mask & bits.attributes ? 'attributes' : 'entries'
}
