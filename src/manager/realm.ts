/**
 * Where a manager lives, and how far its word goes. Everything that differs between PID 1 of a container, a manager beside a PID 1
 * that is somebody else's, and a user's own is a field here, so that nobody else asks for a pid, a mode or a path of the system's.
 */
import { builtInFolder, lookupPaths, searchPath, systemRuntimeFolder } from '#catalog/search-path.ts'
import { type ControlSockets, controlSockets } from '#control/transport/sockets.ts'
import type { Host } from '#kernel/kernel.ts'

export interface Realm {
  readonly mode: 'system' | 'user'
  /**
   * Whether the container is ours: we are its PID 1, prepare it, end whatever runs in it, and it ends with us. Else we answer for
   * our own units only, and whoever lives beside us goes on without us.
   */
  readonly perpetual: boolean
  /** Where sockets and what must not outlive a boot lie. */
  readonly runtimeFolder: string
  readonly controlSockets: ControlSockets
  /** NOTIFY_SOCKET (sd_notify(3)). */
  readonly notifySocket: string
  /** Where `systemd-detect-virt` finds what contains us; null where that is not ours to say. */
  readonly containerFile: string | null
  /** Folders made as early as possible, for those who look for them. */
  readonly folders: readonly string[]
  /** Where units are looked for, first one first. */
  readonly unitPath: readonly string[]
}

/** The system's manager. What berth brings along lies in `unitsPath`, beside the program, wherever that was put. */
export function systemRealm({ pid, environment }: Pick<Host, 'pid' | 'environment'>, unitsPath: string): Realm {
  const scope = { mode: 'system', root: '', environment } as const
  const { runtimeConfig, generators, transient } = lookupPaths(scope)
  const perpetual = pid === 1
  return {
    mode: scope.mode,
    perpetual,
    runtimeFolder: systemRuntimeFolder,
    controlSockets: controlSockets(systemRuntimeFolder, 'everybody'),
    notifySocket: `${systemRuntimeFolder}/notify`,
    containerFile: perpetual ? `${systemRuntimeFolder}/container` : null,
    folders: [runtimeConfig, ...generators, transient, '/run/lock', '/run/user'].filter(folder => folder !== null),
    unitPath: searchPath(scope).map(folder => (folder === builtInFolder ? unitsPath : folder)),
  }
}
