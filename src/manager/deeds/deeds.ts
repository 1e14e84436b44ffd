/** What the engine asks for about units, done: processes, signals, PID files, directories, conditions. */

import { errnoText } from '#core/base/linux/errno.ts'
import { baseName } from '#core/base/path.ts'
import { ok } from '#core/base/result.ts'
import { hexOf } from '#core/base/text/hex.ts'
import type { Event } from '#core/engine/event.ts'
import type { Entry } from '#core/engine/world.ts'
import type { Kernel, Outcome } from '#kernel/kernel.ts'
import type { Log } from '#manager/log/log.ts'
import type { Membership } from '#manager/processes/membership.ts'
import type { UnitProcesses } from '#manager/processes/unit-processes.ts'
import type { UnitDeeds } from './perform.ts'
import { type PidFileParts, readPidFile, watchPidFile } from './pid-file.ts'
import type { SocketUnits } from './socket-units.ts'

export interface DeedParts {
  readonly kernel: Kernel
  readonly membership: Membership
  readonly pidFiles: PidFileParts
  readonly processes: UnitProcesses
  /** A main process that is no child of ours is gone. */
  alienEnded(unit: string, pid: number): void
  readonly log: Log
  submit(event: Event): void
  submitAmid(event: Event): void
  spawn: UnitDeeds['spawn']
  readonly sockets: SocketUnits
  /** Where RuntimeDirectory= of a unit is, and whether it shall outlive the unit. */
  runtimeDirectories(entry: Entry): { readonly paths: readonly string[]; readonly preserve: 'no' | 'yes' | 'restart' }
}

export function unitDeeds(parts: DeedParts): UnitDeeds {
  const watches = new Map<string, { close(): void }>()
  const { pidFiles } = parts
  return {
    'open-sockets': entry => parts.sockets.open(entry),
    'close-sockets': entry => parts.sockets.close(entry),
    'watch-sockets': ({ unit }, { on }) => parts.sockets.watch(unit.id, on),
    'flush-sockets': ({ unit }) => parts.sockets.flush(unit.id),
    spawn: parts.spawn,
    kill: (entry, effect) => kill(parts, entry, effect),
    'read-pid-file': entry => {
      const { id } = entry.unit
      parts.submit({
        type: 'unit',
        unit: id,
        event: { type: 'pid-file', outcome: readPidFile(pidFiles, id, pidFileOf(entry), phaseOf(entry)) },
      })
    },
    'watch-pid-file': (entry, { on }) => {
      watches.get(entry.unit.id)?.close()
      watches.delete(entry.unit.id)
      if (on) {
        watches.set(entry.unit.id, watchFor(parts, pidFiles, entry))
      }
    },
    'remove-pid-file': entry => {
      parts.kernel.files.unlinkChased(pidFileOf(entry))
    },
    'watch-main': ({ unit }, { pid, startTime }) => {
      parts.processes.watch(pid, BigInt(startTime), () => parts.alienEnded(unit.id, pid))
    },
    'guess-main': entry => {
      parts.submit({ type: 'unit', unit: entry.unit.id, event: { type: 'main-guessed', pid: guessMain(parts, entry) } })
    },
    clean: (entry, { paths }) => void cleanUp(parts, entry.unit.id, paths),
    'release-directories': (entry, { restarting }) => releaseDirectories(parts, entry, restarting),
    'new-invocation': entry => {
      const { id } = entry.unit
      const invocationId = hexOf(parts.kernel.host.random(16))
      if (entry.machine.execution === undefined) {
        parts.submitAmid({ type: 'invoked', unit: id, invocationId, mark: entry.mark })
        return
      }
      const mark = parts.membership.begin(id, !entry.populated)
      parts.submitAmid({ type: 'invoked', unit: id, invocationId, mark })
    },
  }
}

type Kill = Parameters<UnitDeeds['kill']>[1]

function kill(parts: DeedParts, entry: Entry, effect: Kill): void {
  const { id } = entry.unit
  if (effect.tell) {
    for (const pid of new Set([...effect.pids, ...(effect.all ? parts.processes.of(id).map(({ pid }) => pid) : [])])) {
      parts.log.say(id, 'notice', `${id}: ${parts.processes.lastWords(pid, effect.signal)}`)
    }
  }
  const reached = parts.processes.signal(id, effect)
  if (reached.length === 0 && effect.pids.length === 0) {
    parts.submit({ type: 'unit', unit: id, event: { type: 'emptied' } })
  }
}

function pidFileOf({ machine, unit }: Entry): string {
  return machine.execution?.(unit).pidFile ?? ''
}

function phaseOf({ machine, state }: Entry): string {
  return machine.subState(state)
}

/** Tells only of a file that names a process: one that is not there yet, or half written, is waited for. */
function watchFor(parts: DeedParts, pidFiles: PidFileParts, entry: Entry): { close(): void } {
  const { id } = entry.unit
  return watchPidFile(parts.kernel.files, pidFileOf(entry), () => {
    const outcome = readPidFile(pidFiles, id, pidFileOf(entry), phaseOf(entry))
    if (outcome.found === 'process') {
      parts.submit({ type: 'unit', unit: id, event: { type: 'pid-file', outcome } })
    }
  })
}

/**
 * The only child of ours among the unit's processes, if there is just one: among those that are known to be of the unit, or where
 * there is none of these among all that carry its mark.
 */
function guessMain({ kernel, processes }: DeedParts, { unit }: Entry): number | null {
  const own = processes.of(unit.id).filter(({ parent }) => parent === kernel.host.pid)
  const proven = own.filter(({ pid }) =>
    processes.isProven(unit.id, pid, kernel.processes.usersOf(pid)?.effective ?? -1),
  )
  const [only, ...others] = proven.length === 0 ? own : proven
  return others.length === 0 ? (only?.pid ?? null) : null
}

/** Removes what a unit keeps; the first path that cannot be removed is told, the others are removed all the same. */
export async function cleanUp(
  parts: Pick<DeedParts, 'kernel' | 'log' | 'submit'>,
  unit: string,
  paths: readonly string[],
): Promise<void> {
  let isGood = true
  for (const path of paths) {
    const removed = await removeFolder(parts.kernel, path)
    if (!removed.ok) {
      isGood = false
      parts.log.say(unit, 'err', `Failed to remove '${path}': ${errnoText(removed.error)}`)
    }
  }
  parts.submit({ type: 'unit', unit, event: { type: 'cleaned', ok: isGood } })
}

function releaseDirectories(parts: DeedParts, entry: Entry, restarting: boolean): void {
  const { paths, preserve } = parts.runtimeDirectories(entry)
  if (preserve === 'yes' || (preserve === 'restart' && restarting)) {
    return
  }
  for (const path of paths) {
    void removeFolder(parts.kernel, path)
  }
}

/**
 * Removes a folder of a unit. Its name is free at once, for whoever starts the unit again; what was there goes off the main
 * thread. Nothing is removed behind a link that a user may have laid.
 */
export async function removeFolder(
  { files, host }: Pick<Kernel, 'files' | 'host'>,
  path: string,
): Promise<Outcome<void>> {
  const folder = files.openParent(path)
  if (!folder.ok) {
    return folder.error === 'ENOENT' ? ok(undefined) : folder
  }
  const at = `${folder.value.at}/${baseName(path)}`
  const aside = `${at}.${hexOf(host.random(8))}.gone`
  const removed = await files.removeTree(files.rename(at, aside).ok ? aside : at)
  folder.value.close()
  return removed.ok || removed.error === 'ENOENT' ? ok(undefined) : removed
}
