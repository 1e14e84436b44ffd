/** PIDFile= (systemd.service(5)): which process a forking service says is its main one, and whether to believe it. */
import { type ErrnoName, errnoText } from '#core/base/errno.ts'
import { parsePid } from '#core/base/scalars.ts'
import type { PidFileOutcome } from '#core/lifecycle/service-event.ts'
import type { Files, Processes } from '#kernel/kernel.ts'

export interface PidFileParts {
  readonly files: Files
  readonly processes: Processes
  readonly self: number
  unitOf(pid: number): string | undefined
}

/** A PID file holds a number; what is longer is something else. */
const sizeMaxBytes = 4096

/**
 * Reads a PID file for a unit in a phase. Believed is a process that lives, is neither we nor another unit's, and belongs to
 * the unit or was named by root.
 */
export function readPidFile(parts: PidFileParts, unit: string, path: string, phase: string): PidFileOutcome {
  const text = parts.files.readText(path, sizeMaxBytes)
  if (!text.ok) {
    return nothing(`Can't open PID file '${path}' (yet?) after ${phase}: ${errnoText(text.error)}`)
  }
  const pid = parsePid(text.value.trim())
  if (!pid.ok) {
    return nothing(noReference(text.value.trim(), path, pid.error))
  }
  return judge(parts, unit, path, pid.value)
}

function judge(parts: PidFileParts, unit: string, path: string, pid: number): PidFileOutcome {
  const entry = parts.processes.entry(pid)
  if (pid === 1 || pid === parts.self) {
    return nothing(`New main PID ${pid} is the manager, refusing.`)
  }
  if (entry === undefined || entry.zombie) {
    return nothing(noReference(`${pid}`, path, 'ESRCH'))
  }
  const owner = parts.unitOf(pid)
  if (owner !== unit) {
    const status = parts.files.status(path)
    if (owner !== undefined || !status.ok || status.value.uid !== 0) {
      return nothing(`New main PID ${pid} does not belong to service, and PID file is not owned by root. Refusing.`)
    }
  }
  return { found: 'process', pid, alien: entry.parent !== parts.self }
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
