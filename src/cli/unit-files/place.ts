/** Where verbs that change unit files do so, and whether a manager is there to be told. */
import { specifierHost } from '#catalog/host-facts.ts'
import { type Lookup, newLookup } from '#catalog/lookup.ts'
import { booleanOf } from '#cli/render/look.ts'
import { isOffline } from '#cli/session/offline.ts'
import type { Session, Severity } from '#cli/session/session.ts'
import type { Client } from '#control/client.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'

export interface Place {
  readonly lookup: Lookup
  /**
   * The manager whose unit files these are: it reloads after changes, and failures are worded as its methods word them.
   * Undefined where none runs, or where other files than its own are meant.
   */
  readonly client: Client | undefined
}

/**
 * Finds the files, and the manager where there is one: they are changed here in any case, so that images can be built without
 * one. The error is the exit status.
 */
export async function openPlace(session: Session): Promise<Result<Place, number>> {
  const { options, kernel } = session
  if (options.image !== '') {
    session.say('error', 'Working on disk images is not supported.')
    return fail(1)
  }
  const root = options.root === '' ? ok(undefined) : kernel.files.status(options.root)
  if (!root.ok) {
    const why = errnoText(root.error)
    session.say('error', `Failed to initialize unit search paths for root directory ${options.root}: ${why}`)
    return fail(1)
  }
  if (options.transport.to !== 'local') {
    const remote = await session.manager()
    if (!remote.ok) {
      return remote
    }
  }
  const client = isFilesOnly(session) ? undefined : await session.reachManager()
  return ok({ lookup: openLookup(session, client !== undefined), client })
}

/** Whether these are not the files of a running manager. */
export function isFilesOnly({ options, kernel, environment }: Session): boolean {
  if (options.root !== '' || options.scope === 'global') {
    return true
  }
  return isOffline(kernel, environment) || booleanOf(environment, 'SYSTEMCTL_INSTALL_CLIENT_SIDE') === true
}

const severities: Readonly<Record<string, Severity>> = { err: 'error', warning: 'warning', notice: 'notice' }

/** The search path. What a manager says of the files goes to its log, so with one nothing is said here. */
export function openLookup(session: Session, silent: boolean): Lookup {
  const { options, environment, kernel } = session
  const mode = options.scope
  const say = (level: string, line: string): void => {
    if (!silent) {
      session.say(severities[level] ?? 'info', line)
    }
  }
  const root = options.root === '/' ? '' : options.root
  const host = () => specifierHost(kernel, mode === 'system' ? 'system' : 'user', root)
  return newLookup(kernel.files, { mode, root, environment }, { host, say })
}
