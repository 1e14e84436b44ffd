/** Puts an edited file into its place. */
import type { Session } from '#cli/session/session.ts'
import { errnoText } from '#core/base/linux/errno.ts'

/** Writes a file and says so; false when that fails. */
export function install(session: Session, path: string, contents: string): boolean {
  const { files } = session.kernel
  const made = files.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755)
  const written = made.ok ? files.writeAtomically(path, contents, 0o644) : made
  if (written.ok) {
    session.say('info', `Successfully installed edited file '${path}'.`)
  } else {
    session.say('error', `Failed to write '${path}': ${errnoText(written.error)}`)
  }
  return written.ok
}
