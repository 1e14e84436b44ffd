/**
 * Init scripts beside units: `systemctl enable`, `disable` and `is-enabled` also speak for a script of /etc/init.d, by a program
 * of the distribution. What is to run is told here; who may run programs runs it.
 */

import { outer } from '#catalog/chase.ts'
import { Changes } from '#catalog/install/change.ts'
import { discover, newDiscovery } from '#catalog/install/install.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { ok } from '#core/base/result.ts'
import type { Outcome } from '#kernel/kernel.ts'

export type SysvVerb = 'enable' | 'disable' | 'is-enabled'

/** What one unit's init script needs. */
export interface SysvCall {
  /** The unit: `foo.service`. */
  readonly unit: string
  /** Whether there is a unit file, too: then the verb goes on with that once the script is done. */
  readonly isNative: boolean
  /** What to tell before, unless quiet. */
  readonly lines: readonly string[]
  /** To run one after the other, until one fails; empty when there is no program for it. */
  readonly commands: readonly SysvCommand[]
  /** Whether the script is started in the usual runlevel: the answer to `is-enabled`. */
  readonly isEnabled: boolean
}

export interface SysvCommand {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

const installer = '/usr/lib/systemd/systemd-sysv-install'
const updateRc = '/usr/sbin/update-rc.d'
const scripts = '/etc/init.d'

/**
 * The calls for units that have an init script; none with SYSTEMCTL_SKIP_SYSV=1, nor for users' units. `is-enabled` asks the
 * script only where there is no unit file. Errors are those of a name that cannot be looked up at all.
 */
export function sysvCalls(lookup: Lookup, verb: SysvVerb, names: readonly string[]): Outcome<readonly SysvCall[]> {
  const { scope } = lookup
  const skip = /^(?:1|yes|y|true|t|on)$/i.test(scope.environment.get('SYSTEMCTL_SKIP_SYSV') ?? '')
  if (scope.mode !== 'system' || skip) {
    return ok([])
  }
  const native = withoutGenerated(lookup)
  const calls: SysvCall[] = []
  for (const unit of names) {
    if (unit.startsWith('/') || !unit.endsWith('.service')) {
      continue
    }
    const isNative = existsUnit(native, unit)
    if (!isNative.ok) {
      return isNative
    }
    if (isNative.value && verb === 'is-enabled') {
      continue
    }
    const script = unit.slice(0, -'.service'.length)
    if (!lookup.tree.files.access(outer(lookup.tree, `${scripts}/${script}`), 'exists')) {
      continue
    }
    calls.push(callFor(lookup, verb, unit, script, isNative.value))
  }
  return ok(calls)
}

/** What generators wrote, also for init scripts, is no unit of its own. */
function withoutGenerated(lookup: Lookup): Lookup {
  const { paths } = lookup
  return { ...lookup, paths: { ...paths, folders: paths.folders.filter(folder => !paths.generators.includes(folder)) } }
}

/** Whether there is a file; one that may not be enabled is one, too. */
function existsUnit(lookup: Lookup, name: string): Outcome<boolean> {
  const found = discover(newDiscovery(lookup, { load: false, followConfigLinks: false }), new Changes(), name)
  if (found.ok || found.error === 'ELOOP') {
    return ok(true)
  }
  return found.error === 'ENOENT' ? ok(false) : found
}

function callFor(lookup: Lookup, verb: SysvVerb, unit: string, script: string, isNative: boolean): SysvCall {
  const { root } = lookup.tree
  const argv = [installer, ...(root === '' ? [] : [`--root=${root}`]), verb, script]
  const first = isNative
    ? `Synchronizing state of ${unit} with SysV service script with ${installer}.`
    : `${unit} is not a native service, redirecting to systemd-sysv-install.`
  return {
    unit,
    isNative,
    lines: [first, `Executing: ${argv.join(' ')}`],
    commands: commandsFor(lookup, verb, script, argv),
    isEnabled: isStarted(lookup, script),
  }
}

/** The distribution's own program where it has one; Debian's without the systemd package has only update-rc.d. */
function commandsFor(
  { tree }: Lookup,
  verb: SysvVerb,
  script: string,
  argv: readonly string[],
): readonly SysvCommand[] {
  if (verb === 'is-enabled') {
    return []
  }
  if (tree.files.access(installer, 'execute')) {
    return [{ argv, environment: {} }]
  }
  if (!tree.files.access(outer(tree, updateRc), 'execute')) {
    return []
  }
  const prefix = tree.root === '' ? [] : ['/usr/sbin/chroot', tree.root]
  // Else update-rc.d would call systemctl again.
  const environment = { _SKIP_SYSTEMD_NATIVE: '1' }
  return ['defaults', verb].map(action => ({ argv: [...prefix, updateRc, script, action], environment }))
}

function isStarted({ folders }: Lookup, script: string): boolean {
  return ['/etc/rcS.d', '/etc/rc5.d'].some(folder =>
    [...folders.list(folder).keys()].some(name => name.startsWith('S') && name.slice(3) === script),
  )
}
