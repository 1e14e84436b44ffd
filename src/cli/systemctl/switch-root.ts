/** systemctl switch-root (systemctl(1)), which is for the initrd of a machine: a container has none. */
import type { Session } from '#cli/session/session.ts'
import { errnoText } from '#core/base/linux/errno.ts'

export async function switchRoot(session: Session): Promise<number> {
  const [target] = session.args
  const { files } = session.kernel
  if (target !== undefined) {
    const [other, own] = [files.status(target), files.status('/')]
    if (!other.ok) {
      const why = errnoText(other.error)
      session.say('error', `Failed to check if switch-root directory '${target}' is current root: ${why}`)
      return 1
    }
    if (own.ok && own.value.device === other.value.device && own.value.inode === other.value.inode) {
      session.say('error', `Cannot switch to current root directory: ${target}`)
      return 1
    }
  }
  session.say('error', 'Not in initrd, refusing switch-root operation.')
  return 1
}
