/** Whether there is a running system to speak with at all. */

import { findRuntimeFolder } from '#catalog/runtime-folder.ts'
import { systemRuntimeFolder } from '#catalog/search-path.ts'
import { booleanOf, type Environment } from '#cli/render/look.ts'
import type { CommandKernel } from './session.ts'

/**
 * Whether to leave the running system alone: SYSTEMD_OFFLINE says so, or we are in a chroot, where the root of PID 1 is another
 * (systemctl(1), "Environment"). Without /proc we are taken to be in one.
 */
export function isOffline({ files }: Pick<CommandKernel, 'files'>, environment: Environment): boolean {
  const said = booleanOf(environment, 'SYSTEMD_OFFLINE')
  if (said !== undefined) {
    return said
  }
  if (booleanOf(environment, 'SYSTEMD_IGNORE_CHROOT') === true) {
    return false
  }
  const first = files.status('/proc/1/root')
  const own = files.status('/')
  if (!first.ok) {
    return !isProcMounted({ files })
  }
  if (!own.ok) {
    return false
  }
  return first.value.device !== own.value.device || first.value.inode !== own.value.inode
}

/** Whether there is a /proc, without which much cannot be known. */
export function isProcMounted({ files }: Pick<CommandKernel, 'files'>): boolean {
  return files.access('/proc/self', 'exists')
}

/** Whether a service manager runs this system (sd_booted(3)), in the usual place or in one of its own. */
export function isBooted({ files, host }: Pick<CommandKernel, 'files' | 'host'>): boolean {
  const folder = files.linkStatus('/run/systemd/system')
  const isUsual = folder.ok && folder.value.kind === 'directory'
  return isUsual || findRuntimeFolder({ files, host }) !== systemRuntimeFolder
}
