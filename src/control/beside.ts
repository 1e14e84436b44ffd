/**
 * What a manager beside a foreign PID 1 and the commands that look for it must agree on
 * (docs/decisions/0011-a-manager-beside-a-foreign-pid-1.md).
 */
import type { Machine } from '#kernel/linux.ts'

/** Who holds its lock is the manager, or is starting it. Only root can reach it, so that nobody else can be in the way. */
export const managerLock = (runtimeFolder: string): string => `${runtimeFolder}/berth.lock`

/** The option with which a command starts the manager: the number of the descriptor that holds the lock. */
export const besideOption = '--beside='

/**
 * The file in which such a manager keeps what must outlive it. Its name says which life of the container it is of, by the boot of
 * the machine, the PID namespace and the start of PID 1: what a former life left, or an image layer brought, has another name.
 * It lies in memory where there is such a place, so that the layers of an image do not get it. Null where there is no telling.
 */
export function ledgerPathOf({ files, host, processes }: Machine, runtimeFolder: string): string | null {
  const first = processes.entry(1)
  const namespace = files.readLink('/proc/self/ns/pid')
  if (first === undefined || !namespace.ok) {
    return null
  }
  const number = namespace.value.replace(/\D/g, '')
  const name = `berth-${host.bootId.slice(0, 12)}-${number}-${first.startTime}.ledger`
  return `${isMount(files, '/run', '/') || !isMount(files, '/dev/shm', '/dev') ? runtimeFolder : '/dev/shm'}/${name}`
}

function isMount(files: Machine['files'], path: string, parent: string): boolean {
  const [own, above] = [files.status(path), files.status(parent)]
  return own.ok && above.ok && own.value.kind === 'directory' && own.value.device !== above.value.device
}
