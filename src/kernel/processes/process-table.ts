/** Who is there: /proc, read in one pass (native/addon/scan.c). */
import { readFileSync } from 'node:fs'
import { splitBlock, textOf } from '#kernel/bytes.ts'
import type { Native } from '#kernel/native.ts'
import type { ProcessEntry } from './processes-api.ts'

/** Numbers a process takes in the native table: pid, parent, mark, start time, zombie, session. */
const width = 6

export function listProcesses(native: Native): readonly ProcessEntry[] {
  const table = native.scan()
  const entries: ProcessEntry[] = []
  for (let at = 0; at < table.length; at += width) {
    entries.push(entryAt(table, at))
  }
  return entries
}

export function readEntry(native: Native, pid: number): ProcessEntry | undefined {
  const table = native.readProcess(pid)
  return table.length === 0 ? undefined : entryAt(table, 0)
}

function entryAt(table: BigUint64Array, at: number): ProcessEntry {
  return {
    pid: Number(table[at]),
    parent: Number(table[at + 1]),
    mark: table[at + 2] ?? 0n,
    startTime: table[at + 3] ?? 0n,
    zombie: table[at + 4] === 1n,
    session: Number(table[at + 5]),
  }
}

/**
 * Whose a process is: /proc/PID/status says it of every process, while the owner of /proc/PID is root for one that forbids
 * being looked at (prctl(2), PR_SET_DUMPABLE).
 */
export function usersOf(pid: number): { readonly real: number; readonly effective: number } | undefined {
  const [, real, effective] = /^Uid:\t(\d+)\t(\d+)/m.exec(textOf(read(pid, 'status'))) ?? []
  return real === undefined ? undefined : { real: Number(real), effective: Number(effective) }
}

/** The arguments with spaces between them, empty for a zombie and for what is gone. */
export function argv(pid: number): readonly string[] {
  const parts = splitBlock(read(pid, 'cmdline')).map(textOf)
  // Who writes over its arguments to show a title leaves blanks and empty ones behind.
  const end = parts.findLastIndex(part => part.trim() !== '') + 1
  return parts.slice(0, end).map((part, at) => (at === end - 1 ? part.trimEnd() : part))
}

/** The name of a process as `ps` shows it, empty when it is gone. */
export function comm(pid: number): string {
  return textOf(read(pid, 'comm')).replace(/\n$/, '')
}

function read(pid: number, name: string): Uint8Array {
  try {
    return readFileSync(`/proc/${pid}/${name}`)
  } catch {
    return new Uint8Array()
  }
}
