/** What a service cannot see or do, as properties (systemd.exec(5), "Sandboxing", "System Call Filtering"). */
import type { Getters } from '#control/implement.ts'
import type { execContextProperties } from '#control/protocol/units/exec-context.ts'
import { errnoName } from '#core/base/linux/errno.ts'
import { compareUtf8 } from '#core/base/text/utf8.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import type { SecurityLabel } from '#core/unit/kinds/sandbox/label.ts'
import { propagationFlags } from '#core/unit/kinds/sandbox/mount.ts'
import type { AllowList } from '#core/unit/kinds/sandbox/restrict.ts'
import type { SyscallAction, SyscallFilter } from '#core/unit/kinds/sandbox/syscall.ts'
import type { ExecSubject } from '#manager/bus/properties/subject.ts'

type ExecGetters = Getters<typeof execContextProperties, ExecSubject>

const uint64Max = 2n ** 64n - 1n
/** What kills a process instead of an error number, as systemd writes it. */
const killNumber = 0x7ffffffe
/** Linux' MS_REC. */
const recursive = 0x4000n

export const sandboxSettings = {
  ReadWritePaths: ({ exec }) => exec.ReadWritePaths,
  ReadOnlyPaths: ({ exec }) => exec.ReadOnlyPaths,
  InaccessiblePaths: ({ exec }) => exec.InaccessiblePaths,
  ExecPaths: ({ exec }) => exec.ExecPaths,
  NoExecPaths: ({ exec }) => exec.NoExecPaths,
  BindPaths: ({ exec }) => bindRows(exec, false),
  BindReadOnlyPaths: ({ exec }) => bindRows(exec, true),
  TemporaryFileSystem: ({ exec }) => exec.TemporaryFileSystem.map(({ path, options }) => [path, options] as const),
  MountFlags: ({ exec }) => (exec.MountFlags === null ? 0n : propagationFlags[exec.MountFlags]),
  PrivateTmp: ({ exec }) => exec.PrivateTmp !== 'no',
  PrivateTmpEx: ({ exec }) => (exec.PrivateTmp === 'yes' ? 'connected' : exec.PrivateTmp),
  PrivateDevices: ({ exec }) => exec.PrivateDevices,
  ProtectClock: ({ exec }) => exec.ProtectClock,
  ProtectKernelTunables: ({ exec }) => exec.ProtectKernelTunables,
  ProtectKernelModules: ({ exec }) => exec.ProtectKernelModules,
  ProtectKernelLogs: ({ exec }) => exec.ProtectKernelLogs,
  ProtectControlGroups: ({ exec }) => exec.ProtectControlGroups !== 'no',
  ProtectControlGroupsEx: ({ exec }) => exec.ProtectControlGroups,
  PrivateNetwork: ({ exec }) => exec.PrivateNetwork,
  PrivateUsers: ({ exec }) => exec.PrivateUsers !== 'no',
  PrivateUsersEx: ({ exec }) => (exec.PrivateUsers === 'yes' ? 'self' : exec.PrivateUsers),
  PrivateMounts: ({ exec }) => exec.PrivateMounts ?? false,
  PrivateIPC: ({ exec }) => exec.PrivateIPC,
  PrivatePIDs: ({ exec }) => exec.PrivatePIDs,
  ProtectHome: ({ exec }) => exec.ProtectHome,
  ProtectSystem: ({ exec }) => exec.ProtectSystem,
  SELinuxContext: ({ exec }) => labelRow(exec.SELinuxContext),
  AppArmorProfile: ({ exec }) => labelRow(exec.AppArmorProfile),
  SmackProcessLabel: ({ exec }) => labelRow(exec.SmackProcessLabel),
  SystemCallFilter: ({ exec }) => filterRow(exec.SystemCallFilter),
  SystemCallArchitectures: ({ exec }) => [...exec.SystemCallArchitectures].sort(compareUtf8),
  SystemCallErrorNumber: ({ exec: { SystemCallErrorNumber: number } }) =>
    typeof number === 'number' ? number : killNumber,
  SystemCallLog: ({ exec }) => filterRow(exec.SystemCallLog),
  RestrictAddressFamilies: ({ exec }) => listRow(exec.RestrictAddressFamilies),
  RestrictNamespaces: ({ exec }) => exec.RestrictNamespaces ?? uint64Max,
  RestrictFileSystems: ({ exec }) => listRow(exec.RestrictFileSystems),
  RestrictRealtime: ({ exec }) => exec.RestrictRealtime,
  RestrictSUIDSGID: ({ exec }) => exec.RestrictSUIDSGID,
  MemoryDenyWriteExecute: ({ exec }) => exec.MemoryDenyWriteExecute,
  MountAPIVFS: ({ exec }) => mountsApi(exec),
  BindLogSockets: ({ exec }) => exec.BindLogSockets ?? (mountsApi(exec) || exec.LogNamespace !== ''),
  ProtectProc: ({ exec }) => exec.ProtectProc,
  ProcSubset: ({ exec }) => exec.ProcSubset,
  ProtectHostname: ({ exec }) => exec.ProtectHostname,
  NetworkNamespacePath: ({ exec }) => exec.NetworkNamespacePath,
  IPCNamespacePath: ({ exec }) => exec.IPCNamespacePath,
} as const satisfies Partial<ExecGetters>

/** A root of its own needs /proc, /sys and /dev in it. */
function mountsApi(exec: ExecSettings): boolean {
  return exec.MountAPIVFS ?? (!['', '/'].includes(exec.RootDirectory) || exec.RootImage !== '')
}

function bindRows(exec: ExecSettings, readOnly: boolean) {
  return exec.BindMounts.filter(mount => mount.readOnly === readOnly).map(
    mount => [mount.source, mount.destination, mount.optional, mount.recursive ? recursive : 0n] as const,
  )
}

function labelRow(label: SecurityLabel | null): readonly [boolean, string] {
  return [label?.optional ?? false, label?.label ?? '']
}

/** A list of what is allowed, or with false of what is not. */
export function listRow(list: AllowList | null): readonly [boolean, readonly string[]] {
  return list === null ? [false, []] : [list.allows, [...list.names].sort(compareUtf8)]
}

function filterRow(filter: SyscallFilter | null): readonly [boolean, readonly string[]] {
  if (filter === null) {
    return [false, []]
  }
  const calls = [...filter.calls].map(([name, action]) => `${name}${suffix(action)}`)
  return [filter.allows, calls.sort(compareUtf8)]
}

function suffix(action: SyscallAction): string {
  if (action === null) {
    return ''
  }
  return action === 'kill' ? ':kill' : `:${errnoName(action)}`
}
