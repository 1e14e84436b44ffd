/** The environment of a command (systemd.exec(5), "Environment Variables in Spawned Processes"). */

import type { User } from '#core/base/linux/users.ts'
import { checkEnvironment, findVariable, mergeEnvironment, unsetVariables } from '#core/unit/expand/environment.ts'

export interface EnvironmentSources {
  /** The manager's block: the container's own variables, DefaultEnvironment=, `systemctl set-environment`. */
  readonly manager: readonly string[]
  /** What the manager says of itself and of this start: NOTIFY_SOCKET, INVOCATION_ID, RUNTIME_DIRECTORY ... */
  readonly own: readonly string[]
  /** The variables the manager itself was started with, out of which PassEnvironment= picks. */
  readonly inherited: readonly string[]
  readonly passed: readonly string[]
  /** Environment=. */
  readonly unit: readonly string[]
  /** The files of EnvironmentFile=, in order. */
  readonly files: readonly (readonly string[])[]
  readonly unset: readonly string[]
}

/** Joins all sources; the later one wins, and UnsetEnvironment= has the last word. Invalid assignments are left out. */
export function buildEnvironment(sources: EnvironmentSources): readonly string[] {
  const picked = sources.passed.flatMap(name => {
    const value = findVariable(sources.inherited, name)
    return value === undefined ? [] : [`${name}=${value}`]
  })
  const merged = mergeEnvironment(sources.manager, sources.own, picked, sources.unit, ...sources.files)
  return unsetVariables(checkEnvironment(merged).valid, sources.unset)
}

/** Shells that let nobody in are not worth a SHELL=. */
const noShells = new Set([
  '',
  '/bin/false',
  '/usr/bin/false',
  '/sbin/nologin',
  '/usr/sbin/nologin',
  '/bin/true',
  '/usr/bin/true',
])

/** What a service with User= is told of its account (SetLoginEnvironment=). */
export function loginVariables(user: User): readonly string[] {
  return [
    ...(user.home === '' || user.home === '/' ? [] : [`HOME=${user.home}`]),
    `LOGNAME=${user.name}`,
    `USER=${user.name}`,
    ...(noShells.has(user.shell) ? [] : [`SHELL=${user.shell}`]),
  ]
}
