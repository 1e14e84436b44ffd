/**
 * The system manager's runtime folder: /run/systemd, or one of its own where /run is not ours to write (any uid of OpenShift's, a
 * read-only root). Manager and commands look through the same few places.
 */

import type { Files, Host } from '#kernel/kernel.ts'
import { systemRuntimeFolder } from './search-path.ts'

type Machine = { readonly files: Files; readonly host: Pick<Host, 'uid' | 'environment'> }

/** Folders that a manager of this user may make instead, the first that can be made. */
function candidates(environment: ReadonlyMap<string, string>, uid: number): readonly string[] {
  const own = environment.get('XDG_RUNTIME_DIR') ?? ''
  const shared = ['/tmp', '/dev/shm'].map(folder => `${folder}/berth-${uid}`)
  return [...(own.startsWith('/') ? [`${own}/berth`] : []), ...shared]
}

/** Makes the folder in which a manager that begins will live. Where none can be made it is the usual one, in vain. */
export function makeRuntimeFolder({ files, host }: Machine): string {
  const made = files.makeDirectories(systemRuntimeFolder, 0o755)
  if ((made.ok || made.error === 'EEXIST') && files.access(systemRuntimeFolder, 'write')) {
    return systemRuntimeFolder
  }
  // Root's services run as others, who must reach the socket for notifications.
  const mode = host.uid === 0 ? 0o755 : 0o700
  const found = candidates(host.environment, host.uid).find(folder => {
    const own = files.makeDirectory(folder, mode)
    return (own.ok || own.error === 'EEXIST') && isOwnedBy(files, folder, host.uid)
  })
  return found ?? systemRuntimeFolder
}

/** The folder in which the system's manager lives. PID 1's user says which other than the usual one is to be trusted. */
export function findRuntimeFolder({ files, host }: Machine): string {
  const first = files.status('/proc/1')
  if (files.linkStatus(`${systemRuntimeFolder}/private`).ok || !first.ok) {
    return systemRuntimeFolder
  }
  const { uid } = first.value
  const found = candidates(host.environment, uid).find(
    folder => isOwnedBy(files, folder, uid) && files.linkStatus(`${folder}/private`).ok,
  )
  return found ?? systemRuntimeFolder
}

/** A folder that this user made and nobody else can write to: no link, which anybody may lay in /tmp. */
function isOwnedBy(files: Files, folder: string, uid: number): boolean {
  const status = files.linkStatus(folder)
  return status.ok && status.value.kind === 'directory' && status.value.uid === uid && (status.value.mode & 0o022) === 0
}
