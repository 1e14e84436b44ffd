/**
 * Where a manager lives, and how far its word goes. Everything that differs between PID 1 of a container, a manager beside a PID 1
 * that is somebody else's, and a user's own is a field here, so that nobody else asks for a pid, a mode or a path of the system's.
 */

import { type GeneratorOutputs, generatorOutputs } from '#catalog/generators/generators.ts'
import { builtInFolder, lookupPaths, searchPath, systemRuntimeFolder } from '#catalog/search-path.ts'
import { ledgerPathOf, managerLock } from '#control/beside.ts'
import { type ControlSockets, controlSockets } from '#control/transport/sockets.ts'
import { pathBelow } from '#core/base/path.ts'
import type { Host, Kernel } from '#kernel/kernel.ts'
import type { Machine } from '#kernel/linux.ts'

export interface Realm {
  readonly mode: 'system' | 'user'
  /**
   * Whether the container is ours: we are its PID 1, prepare it, end whatever runs in it, and it ends with us. Else we answer for
   * our own units only, and whoever lives beside us goes on without us.
   */
  readonly perpetual: boolean
  /**
   * Whether the default target, or what was named instead, is started by itself. A manager in the background beside a foreign PID 1
   * only does what it is asked to, and what a boot reaches counts as reached there (beside.ts).
   */
  readonly boots: boolean
  /** The file by which a successor knows what we knew, where we are not PID 1; null where memory must do. */
  readonly ledgerPath: string | null
  /** The lock that one manager has; null where there can be no other. */
  readonly lock: string | null
  /** Where sockets and what must not outlive a boot lie. */
  readonly runtimeFolder: string
  readonly controlSockets: ControlSockets
  /** NOTIFY_SOCKET (sd_notify(3)). */
  readonly notifySocket: string
  /** Where `systemd-detect-virt` finds what contains us; null where that is not ours to say. */
  readonly containerFile: string | null
  /** Where generators write. */
  readonly generated: GeneratorOutputs
  /** Folders made as early as possible, for those who look for them. */
  readonly folders: readonly string[]
  /** Where units are looked for, first one first. */
  readonly unitPath: readonly string[]
}

/** The system's manager. What berth brings along lies in `unitsPath`, beside the program, wherever that was put. */
export function systemRealm(
  { pid, environment }: Pick<Host, 'pid' | 'environment'>,
  unitsPath: string,
  { isInBackground, ledgerPath, runtimeFolder }: Given = asPid1,
): Realm {
  const scope = { mode: 'system', root: '', environment } as const
  const { runtimeConfig, transient } = lookupPaths(scope)
  const perpetual = pid === 1 && !isInBackground
  const isUsual = runtimeFolder === systemRuntimeFolder
  const here = (path: string): string =>
    pathBelow(path, systemRuntimeFolder) === undefined ? path : path.replace(systemRuntimeFolder, runtimeFolder)
  const generated = generatorOutputs(runtimeFolder)
  return {
    mode: scope.mode,
    perpetual,
    boots: !isInBackground,
    ledgerPath,
    lock: perpetual ? null : managerLock(runtimeFolder),
    runtimeFolder,
    controlSockets: controlSockets(runtimeFolder, isUsual ? 'everybody' : 'its user'),
    notifySocket: `${runtimeFolder}/notify`,
    containerFile: perpetual && isUsual ? `${runtimeFolder}/container` : null,
    generated,
    folders: [
      ...[runtimeConfig, transient].flatMap(folder => (folder === null ? [] : [here(folder)])),
      ...Object.values(generated),
      ...(isUsual ? ['/run/lock', '/run/user'] : []),
    ],
    unitPath: searchPath(scope).map(folder => (folder === builtInFolder ? unitsPath : here(folder))),
  }
}

interface Given extends Pick<Realm, 'ledgerPath' | 'runtimeFolder'> {
  readonly isInBackground: boolean
}

const asPid1: Given = { isInBackground: false, ledgerPath: null, runtimeFolder: systemRuntimeFolder }

/** Where the system's manager keeps what outlives it (Realm, `ledgerPath`), which is known before anything else of it. */
export function realmLedger(machine: Machine, isInBackground: boolean): string | null {
  return machine.host.pid === 1 && !isInBackground ? null : ledgerPathOf(machine, systemRuntimeFolder)
}

/** Removes what says that we are there, and the ledger: what we knew counts no more. With PID 1 everything goes anyway. */
export function leaveRealm({ files }: Pick<Kernel, 'files'>, realm: Realm): void {
  if (realm.perpetual) {
    return
  }
  const { ledgerPath, controlSockets: sockets, notifySocket } = realm
  for (const path of [ledgerPath, sockets.private, sockets.public, notifySocket]) {
    if (path !== null) {
      files.unlink(path)
    }
  }
}
