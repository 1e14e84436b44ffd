/** PIDFile= (systemd.service(5)): which process a forking service says is its main one, and whether to believe it. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { parsePid } from '#core/base/scalars.ts'
import type { Entry } from '#core/engine/world.ts'
import type { PidFileOutcome } from '#core/lifecycle/event.ts'
import type { FoundProcess } from '#core/lifecycle/service/state.ts'
import type { ChasedFile, Files } from '#kernel/kernel.ts'
import { type FoundProcessParts, foundProcess } from './found-process.ts'

export interface PidFileParts extends FoundProcessParts {
  readonly files: Files
}

/** A PID file holds a number; what is longer is something else. */
const sizeMaxBytes = 4096

/**
 * Reads a PID file for a unit in a phase. Believed is a process that lives and is neither we nor another unit's main process,
 * and that belongs to the unit or was named by root: in a file of root's, on a way that no user could have laid.
 */
export function readPidFile(parts: PidFileParts, unit: string, path: string, phase: string): PidFileOutcome {
  const file = parts.files.readChased(path, sizeMaxBytes)
  if (!file.ok) {
    return nothing(`Can't open PID file '${path}' (yet?) after ${phase}: ${errnoText(file.error)}`)
  }
  const text = file.value.text.trim()
  const pid = parsePid(text)
  if (!pid.ok) {
    return nothing(noReference(text, path, pid.error))
  }
  const judged = foundProcess(parts, unit, pid.value)
  switch (judged.is) {
    case 'unfit':
      return nothing(judged.reason)
    case 'gone':
      return nothing(noReference(text, path, 'ESRCH'))
    case 'member':
      return { found: 'process', ...judged.process }
    case 'marked':
      // Root wrote the file, or whoever runs the process: nobody else's could get in here by taking the mark.
      return file.value.uid === judged.uid || file.value.uid === 0
        ? { found: 'process', ...judged.process }
        : strangerOf(judged.process, file.value, path)
    case 'stranger':
      return strangerOf(judged.process, file.value, path)
  }
}

/** A process that is not known to be of the unit: root may name any, in a file that only root could have put there. */
function strangerOf(process: FoundProcess, file: ChasedFile, path: string): PidFileOutcome {
  if (!file.isSafe) {
    const way = `acquired through unsafe symlink chain: ${path}`
    return nothing(`Refusing to accept PID ${process.pid} outside of service control group, ${way}`)
  }
  return file.uid === 0
    ? { found: 'process', ...process }
    : nothing(`New main PID ${process.pid} does not belong to service, and PID file is not owned by root. Refusing.`)
}

/** Whom the PID file of a service names now, when its main process has ended; null for nobody fit. */
export function successorOf(parts: PidFileParts, entry: Entry | undefined): FoundProcess | null {
  const path = entry?.machine.execution?.(entry.unit).pidFile ?? ''
  if (entry === undefined || path === '') {
    return null
  }
  const outcome = readPidFile(parts, entry.unit.id, path, '')
  return outcome.found === 'process' ? { pid: outcome.pid, alien: outcome.alien } : null
}

function noReference(pid: string, path: string, errno: ErrnoName): string {
  return `Failed to create reference to PID ${pid} from file '${path}': ${errnoText(errno)}`
}

function nothing(reason: string): PidFileOutcome {
  return { found: 'nothing', reason }
}

/** Watches for a PID file: the nearest folder that exists, until the file says something. */
export function watchPidFile(files: Files, path: string, changed: () => void): { close(): void } {
  let watch: { close(): void } | undefined
  const begin = (): void => {
    watch?.close()
    watch = files.watch(nearestFolder(files, path), () => {
      begin()
      changed()
    })
  }
  begin()
  return { close: () => watch?.close() }
}

/** A folder on the way to the file may not be there yet: then the one above it tells when it comes. */
function nearestFolder(files: Files, path: string): string {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    const folder = path.slice(0, at)
    const status = files.status(folder)
    if (status.ok && status.value.kind === 'directory') {
      return folder
    }
  }
  return '/'
}
