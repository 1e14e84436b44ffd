/**
 * What follows from the settings of execution (systemd.exec(5), "Implicit Dependencies"): defaults of the manager, what one
 * setting means for others, and the units that must be there first.
 */
import { hashText } from '#core/base/hash.ts'
import { comparePaths, joinPath } from '#core/base/path.ts'
import type { ExecSettings, ParsedExec } from '#core/unit/directives/exec.ts'
import type { ManagerConfig } from '#core/unit/directives/manager.ts'
import type { ResourceSettings } from '#core/unit/directives/resource.ts'
import type { ServiceDirectory } from '#core/unit/kinds/exec/directory.ts'
import type { StandardInput, StandardOutput } from '#core/unit/kinds/exec/stream.ts'
import { readUnitName } from '#core/unit/name/name.ts'
import { escapeUnitName } from '#core/unit/name/name-escape.ts'
import { rootSlice } from '#core/unit/name/slice-name.ts'
import type { Draft } from '#core/unit/read/load-context.ts'

type Streams = Pick<ExecSettings, 'StandardInput' | 'StandardOutput' | 'StandardError'>

/** What duplicates well: such an input is an output as well. */
const bidirectional: readonly StandardInput['from'][] = ['tty', 'tty-force', 'tty-fail', 'socket', 'fd']

/** The streams of a service: output goes where input comes from when that makes sense, else where the manager says. */
export function serviceStreams(exec: ParsedExec, manager: ManagerConfig): Streams {
  const written = exec.StandardInput ?? { from: 'null' }
  const input: StandardInput =
    written.from === 'null' && exec.StandardInputBytes.length > 0 ? { from: 'data' } : written
  const output: StandardOutput = exec.StandardOutput ?? { to: 'inherit' }
  const error: StandardOutput = exec.StandardError ?? { to: 'inherit' }
  if (bidirectional.includes(input.from) || output.to !== 'inherit') {
    return { StandardInput: input, StandardOutput: output, StandardError: error }
  }
  return {
    StandardInput: input,
    StandardOutput: manager.DefaultStandardOutput,
    StandardError: error.to === 'inherit' ? manager.DefaultStandardError : error,
  }
}

/** The streams of commands that sockets, mounts and swaps run. */
export function commandStreams(exec: ParsedExec, manager: ManagerConfig): Streams {
  return {
    StandardInput: exec.StandardInput ?? { from: 'null' },
    StandardOutput: exec.StandardOutput ?? manager.DefaultStandardOutput,
    StandardError: exec.StandardError ?? manager.DefaultStandardError,
  }
}

/** Settings of execution with everything decided. */
export function completeExec(exec: ParsedExec, streams: Streams, draft: Draft): ExecSettings {
  const { manager, place } = draft.context
  const sorted = (directories: readonly ServiceDirectory[]): readonly ServiceDirectory[] =>
    [...directories].sort((a, b) => comparePaths(a.path, b.path))
  const isUser = place.mode === 'user'
  return {
    ...(exec.DynamicUser ? dynamicUser(exec, draft) : exec),
    ...streams,
    OOMScoreAdjust: exec.OOMScoreAdjust ?? manager.DefaultOOMScoreAdjust,
    KeyringMode: exec.KeyringMode ?? (!draft.id.endsWith('.service') ? 'shared' : isUser ? 'inherit' : 'private'),
    WorkingDirectory:
      exec.WorkingDirectory ??
      (isUser ? { path: draft.context.specifiers.user.home, home: false, optional: false } : null),
    CapabilityBoundingSet: boundingSet(exec),
    RuntimeDirectory: sorted(exec.RuntimeDirectory),
    StateDirectory: sorted(exec.StateDirectory),
    CacheDirectory: sorted(exec.CacheDirectory),
    LogsDirectory: sorted(exec.LogsDirectory),
    ConfigurationDirectory: sorted(exec.ConfigurationDirectory),
  }
}

/** A user made up for the service must leave nothing behind that a later one with the same number could use. */
function dynamicUser(exec: ParsedExec, draft: Draft): ParsedExec {
  const user = exec.User || userOfUnit(draft.id)
  return {
    ...exec,
    User: user,
    Group: exec.Group || user,
    PrivateTmp: exec.PrivateTmp === 'no' ? 'disconnected' : exec.PrivateTmp,
    RemoveIPC: true,
    ProtectSystem: 'strict',
    ProtectHome: exec.ProtectHome === 'no' ? 'read-only' : exec.ProtectHome,
    NoNewPrivileges: true,
    RestrictSUIDSGID: true,
  }
}

/** The name before `@`, where that is a good name for a user, else one made of its hash. */
function userOfUnit(id: string): string {
  const prefix = readUnitName(id)?.prefix ?? ''
  return /^[A-Za-z_][A-Za-z0-9_-]{0,30}$/.test(prefix)
    ? prefix
    : `_du${hashText(prefix).toString(16).padStart(16, '0')}`
}

const capability = { SYS_MODULE: 16n, SYS_RAWIO: 17n, SYS_TIME: 25n, MKNOD: 27n, SYSLOG: 34n, WAKE_ALARM: 35n }
const allCapabilities = 2n ** 64n - 1n

/** Sandboxing takes away the capabilities that would undo it. */
function boundingSet(exec: ParsedExec): bigint | null {
  const taken = [
    ...(exec.PrivateDevices ? [capability.MKNOD, capability.SYS_RAWIO] : []),
    ...(exec.ProtectKernelModules ? [capability.SYS_MODULE] : []),
    ...(exec.ProtectKernelLogs ? [capability.SYSLOG] : []),
    ...(exec.ProtectClock ? [capability.SYS_TIME, capability.WAKE_ALARM] : []),
  ].reduce((mask, number) => mask | (1n << number), 0n)
  return taken === 0n ? exec.CapabilityBoundingSet : (exec.CapabilityBoundingSet ?? allCapabilities) & ~taken
}

/** What sandboxing means for devices. */
export function completeResource(resource: ResourceSettings, exec: ExecSettings | null): ResourceSettings {
  if (exec === null) {
    return resource
  }
  const policy = exec.PrivateDevices && resource.DevicePolicy === 'auto' ? 'closed' : resource.DevicePolicy
  const images = exec.RootImage !== '' || exec.MountImages.length > 0
  const restricted = policy !== 'auto' || resource.DeviceAllow.length > 0
  const allowed = [
    ...(images && restricted ? imageDevices : []),
    ...(exec.ProtectClock && restricted ? [{ path: 'char-rtc', rights: 'r' }] : []),
    ...(hasEncryptedCredentials(exec) && restricted ? [{ path: 'char-tpm', rights: 'rw' }] : []),
  ]
  return { ...resource, DevicePolicy: policy, DeviceAllow: [...allowed.toReversed(), ...resource.DeviceAllow] }
}

const imageDevices = [
  { path: '/dev/loop-control', rights: 'rw' },
  { path: '/dev/mapper/control', rights: 'rw' },
  { path: 'block-loop', rights: 'rwm' },
  { path: 'block-blkext', rights: 'rwm' },
  { path: 'block-device-mapper', rights: 'rwm' },
]

function hasEncryptedCredentials(exec: ExecSettings): boolean {
  return [...exec.SetCredentials, ...exec.LoadCredentials].some(credential => credential.encrypted)
}

/** The units that must be up before a program with these settings can run. */
export function addExecDependencies(exec: ExecSettings, draft: Draft): void {
  const { relations, context } = draft
  const directory = exec.WorkingDirectory
  if (directory !== null && directory.path !== '') {
    relations.needMount(directory.path, directory.optional ? 'WantsMountsFor' : 'RequiresMountsFor')
  }
  if (exec.RootDirectory !== '') {
    relations.needMount(exec.RootDirectory, 'WantsMountsFor')
  }
  if (exec.RootImage !== '') {
    relations.needMount(exec.RootImage, 'WantsMountsFor')
  }
  for (const path of directoryPaths(exec, draft)) {
    relations.needMount(path, 'RequiresMountsFor')
  }
  if (context.place.mode !== 'system') {
    return
  }
  if ([exec.StateDirectory, exec.CacheDirectory, exec.LogsDirectory].some(directories => directories.length > 0)) {
    relations.add('systemd-remount-fs.service', 'After')
  }
  if (exec.PrivateTmp === 'yes') {
    for (const path of ['/tmp', '/var/tmp']) {
      relations.needMount(path, 'WantsMountsFor')
    }
    relations.add('systemd-tmpfiles-setup.service', 'After')
  }
  if (exec.RootImage !== '') {
    relations.add('systemd-udevd.service', 'After')
  }
  addJournal(exec, draft)
}

/** The folders that services have for themselves, with the places they are in. */
function directoryPaths(exec: ExecSettings, { context }: Draft): readonly string[] {
  const { runtime, state, cache, logs, configuration } = context.specifiers.directories
  const below = (prefix: string, directories: readonly ServiceDirectory[]): readonly string[] =>
    directories.map(({ path }) => joinPath(prefix, path))
  return [
    ...below(runtime, exec.RuntimeDirectory),
    ...below(state, exec.StateDirectory),
    ...below(cache, exec.CacheDirectory),
    ...below(logs, exec.LogsDirectory),
    ...below(configuration, exec.ConfigurationDirectory),
  ]
}

const journalOutputs: readonly StandardOutput['to'][] = ['journal', 'journal+console', 'kmsg', 'kmsg+console']

function addJournal(exec: ExecSettings, { relations }: Draft): void {
  const name = exec.LogNamespace
  if (name !== '') {
    for (const unit of [
      `systemd-journald@${name}.socket`,
      `systemd-journald-varlink@${name}.socket`,
      `systemd-journald-sync@${name}.service`,
    ]) {
      relations.add(unit, 'Requires', 'After')
    }
    return
  }
  if (journalOutputs.includes(exec.StandardOutput.to) || journalOutputs.includes(exec.StandardError.to)) {
    relations.add('systemd-journald.socket', 'After')
  }
}

/** Mounts of the kernel's own file systems are nobody's service. */
function isOfTheKernel(id: string): boolean {
  return id.endsWith('.mount') && /^(?:proc|sys|dev)[-.]/.test(id)
}

/** The slice a unit is in: the one it names, that of its template, or the one for everything. */
export function sliceOf(resource: ResourceSettings, draft: Draft): string {
  if (resource.Slice !== null) {
    return resource.Slice
  }
  const isSystem = draft.context.place.mode === 'system'
  const name = readUnitName(draft.id)
  if (name?.instance !== undefined) {
    return `${isSystem ? 'system' : 'app'}-${escapeUnitName(name.prefix)}.slice`
  }
  if (draft.id === 'init.scope' || isOfTheKernel(draft.id)) {
    return rootSlice
  }
  return isSystem ? 'system.slice' : 'app.slice'
}
