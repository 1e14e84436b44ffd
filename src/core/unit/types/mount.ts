/** Mount points, automount points and swaps (systemd.mount(5), systemd.automount(5), systemd.swap(5)). */
import { isAbsolute, parentPath, pathBelow } from '#core/base/path.ts'
import type { MountSettings } from '#core/unit/directives/mount.ts'
import { replaceType } from '#core/unit/name/name.ts'
import { pathOfUnitName, unitNameFromPath } from '#core/unit/name/name-escape.ts'
import type { Draft } from '#core/unit/read/load-context.ts'
import { addExecDependencies, commandStreams, completeExec, completeResource } from '#core/unit/relate/implicit.ts'
import type { AutomountUnit, MountUnit } from '#core/unit/unit.ts'
import { type Finished, finished, notFound, type PartOf } from './finished.ts'
import { problemWithPam } from './service.ts'

const rootMount = '-.mount'

export function finishMount(draft: Draft): Finished<PartOf<MountUnit>> {
  const { parsed, context, id } = draft
  const said = parsed.mount
  const isMounted = context.mounts.get(id)?.isMounted ?? false
  const Where = said.Where || pathOf(id)
  const mount = { ...said, Where, TimeoutSec: said.TimeoutSec ?? context.manager.DefaultTimeoutStartSec }

  const streams = id === rootMount ? silent : commandStreams(parsed.exec, context.manager)
  const exec = completeExec(parsed.exec, streams, draft)
  if (draft.hasFile || isMounted) {
    addMountPaths(mount, draft)
  }
  if (draft.hasFile) {
    addExecDependencies(exec, draft)
  }
  if (parsed.unit.DefaultDependencies && !isExtrinsic(mount)) {
    addMountDefaults(mount, draft)
  }

  const resource = completeResource(parsed.resource, exec)
  const part = { type: 'mount', mount, exec, kill: parsed.kill, resource } as const
  const exists = draft.hasFile || isMounted || id === rootMount
  return exists ? finished(part, problemWith(mount, draft)) : notFound(part)
}

/** The journal's socket lies below the root. */
const silent = {
  StandardInput: { from: 'null' },
  StandardOutput: { to: 'null' },
  StandardError: { to: 'inherit' },
} as const

/** The path a unit is named after. */
export function pathOf(id: string): string {
  const path = pathOfUnitName(id)
  return path.ok ? path.value : ''
}

function addMountPaths({ Where, What, Type, Options }: MountSettings, { relations, hasFile }: Draft): void {
  const parent = Where === '/' ? undefined : parentPath(Where)
  if (parent !== undefined) {
    relations.needMount(parent, 'RequiresMountsFor')
  }
  const local = isBind(Type, Options) || hasOption(Options, 'loop') || !isNetwork(Type, Options)
  if (hasFile && isAbsolute(What) && local) {
    relations.needMount(What, 'RequiresMountsFor')
  }
}

function addMountDefaults({ Type, Options }: MountSettings, { relations, context }: Draft): void {
  if (context.place.mode !== 'system') {
    return
  }
  const network = isNetwork(Type, Options)
  const target = network ? 'remote-fs' : 'local-fs'
  if (!hasOption(Options, 'nofail')) {
    relations.add(`${target}.target`, 'Before')
  }
  relations.add(`${target}-pre.target`, 'After')
  relations.add('umount.target', 'Before', 'Conflicts')
  if (network) {
    relations.add('network.target', 'After')
    relations.add('network-online.target', 'After', 'Wants')
  }
  if (Type === 'tmpfs') {
    relations.add('swap.target', 'After')
  }
}

function hasOption(options: string, name: string): boolean {
  return options.split(',').some(option => option === name || option.startsWith(`${name}=`))
}

function isBind(type: string, options: string): boolean {
  return type === 'bind' || hasOption(options, 'bind') || hasOption(options, 'rbind')
}

const networkTypes =
  'afs ceph cifs davfs gfs gfs2 glusterfs lustre ncp ncpfs nfs nfs4 ocfs2 orangefs pvfs2 smb3 smbfs sshfs'.split(' ')

function isNetwork(type: string, options: string): boolean {
  return hasOption(options, '_netdev') || networkTypes.includes(type.replace(/^fuse\./, ''))
}

/** What stays mounted until the end anyway. */
function isExtrinsic({ Where, Options }: MountSettings): boolean {
  const always = ['/', '/etc', '/usr', '/run/initramfs', '/run/nextroot']
  const isHost = ['/run/host', '/proc', '/sys', '/dev'].some(folder => pathBelow(Where, folder) !== undefined)
  return always.includes(Where) || isHost || hasOption(Options, 'x-initrd.mount')
}

/** Kernel file systems that PID 1 itself mounts. */
const apiPoints = ['/proc', '/sys', '/dev', '/dev/pts', '/dev/shm', '/run', '/sys/fs/cgroup']

function problemWith(mount: MountSettings, { names, id, parsed, hasFile }: Draft): string | undefined {
  const name = unitNameFromPath(mount.Where, '.mount')
  if (!name.ok || !names.includes(name.value)) {
    return "Where= setting doesn't match unit name. Refusing."
  }
  if (hasFile && apiPoints.includes(mount.Where)) {
    return `Cannot create mount unit for API file system '${mount.Where}'. Refusing.`
  }
  if (hasFile && pathBelow(mount.Where, '/run/credentials') !== undefined) {
    return `Cannot create mount unit for credential mount '${mount.Where}'. Refusing.`
  }
  if (hasFile && mount.What === '' && id !== rootMount) {
    return 'What= setting is missing. Refusing.'
  }
  return problemWithPam(parsed.exec.PAMName, parsed.kill.KillMode)
}

export function finishAutomount(draft: Draft): Finished<PartOf<AutomountUnit>> {
  const { parsed, context, relations, id, names } = draft
  const Where = parsed.automount.Where || pathOf(id)
  const mount = replaceType(id, 'mount')
  if (mount.ok) {
    relations.add(mount.value, 'Before', 'Triggers')
  }
  const parent = parentPath(Where)
  if (parent !== undefined) {
    relations.needMount(parent, 'RequiresMountsFor')
  }
  if (parsed.unit.DefaultDependencies && context.place.mode === 'system') {
    relations.add('local-fs.target', 'Before')
    relations.add('local-fs-pre.target', 'After')
    relations.add('umount.target', 'Before', 'Conflicts')
  }
  return finished({ type: 'automount', automount: { ...parsed.automount, Where } }, problemWithPoint(Where, names))
}

function problemWithPoint(path: string, names: readonly string[]): string | undefined {
  if (path === '/') {
    return 'Cannot have an automount unit for the root directory. Refusing.'
  }
  const name = unitNameFromPath(path, '.automount')
  return name.ok && names.includes(name.value) ? undefined : "Where= setting doesn't match unit name. Refusing."
}
