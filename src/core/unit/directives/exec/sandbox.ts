/** What a service cannot see or do (systemd.exec(5), "Sandboxing", "System Call Filtering"). */

import { resettable } from '#core/unit/kinds/complain.ts'
import { inert, into, slot, type Table } from '#core/unit/kinds/kind.ts'
import { absolutePath, markedPaths } from '#core/unit/kinds/path.ts'
import { securityLabel } from '#core/unit/kinds/sandbox/label.ts'
import { type BindMount, bindPaths, temporaryFileSystems } from '#core/unit/kinds/sandbox/mount.ts'
import { addressFamilyList, fileSystemList, namespaces } from '#core/unit/kinds/sandbox/restrict.ts'
import { syscallArchitectures, syscallErrorNumber, syscallFilter } from '#core/unit/kinds/sandbox/syscall.ts'
import { boolean, tristate } from '#core/unit/kinds/scalar.ts'
import { word, wordOrBoolean } from '#core/unit/kinds/word.ts'

const noMounts = 'a plain container may not make mount namespaces'
const noNamespaces = 'a plain container may not make namespaces'
const noSeccomp = 'system calls are not filtered'
const noLsm = 'security labels are not set'

const binds = slot<readonly BindMount[]>('BindMounts', [])
const paths = inert(markedPaths(), noMounts)

export const sandboxDirectives = {
  ReadWritePaths: paths,
  ReadWriteDirectories: { renamed: 'ReadWritePaths', warning: null },
  ReadOnlyPaths: paths,
  ReadOnlyDirectories: { renamed: 'ReadOnlyPaths', warning: null },
  InaccessiblePaths: paths,
  InaccessibleDirectories: { renamed: 'InaccessiblePaths', warning: null },
  ExecPaths: paths,
  NoExecPaths: paths,
  BindMounts: binds,
  BindPaths: into(binds, bindPaths(false), { is: 'inert', why: noMounts }),
  BindReadOnlyPaths: into(binds, bindPaths(true), { is: 'inert', why: noMounts }),
  TemporaryFileSystem: inert(temporaryFileSystems(), noMounts),
  PrivateTmp: inert(wordOrBoolean(['disconnected'], 'no'), noMounts),
  PrivateDevices: inert(boolean(false), noMounts),
  ProtectSystem: inert(wordOrBoolean(['full', 'strict'], 'no'), noMounts),
  ProtectHome: inert(wordOrBoolean(['read-only', 'tmpfs'], 'no'), noMounts),
  ProtectKernelTunables: inert(boolean(false), noMounts),
  ProtectKernelModules: inert(boolean(false), noMounts),
  ProtectKernelLogs: inert(boolean(false), noMounts),
  ProtectClock: inert(boolean(false), noMounts),
  ProtectControlGroups: inert(wordOrBoolean(['private', 'strict'], 'no'), noMounts),
  ProtectProc: inert(word(['default', 'noaccess', 'invisible', 'ptraceable'], 'default'), noMounts),
  ProcSubset: inert(word(['all', 'pid'], 'all'), noMounts),
  MountAPIVFS: inert(tristate(), noMounts),
  BindLogSockets: inert(tristate(), noMounts),
  MountFlags: inert(resettable(word(['shared', 'slave', 'private'], null)), noMounts),
  PrivateMounts: inert(tristate(), noMounts),
  PrivateNetwork: inert(boolean(false), noNamespaces),
  NetworkNamespacePath: inert(absolutePath(), noNamespaces),
  PrivateIPC: inert(boolean(false), noNamespaces),
  IPCNamespacePath: inert(absolutePath(), noNamespaces),
  PrivatePIDs: inert(wordOrBoolean([], 'no'), noNamespaces),
  PrivateUsers: inert(wordOrBoolean(['self', 'identity'], 'no'), noNamespaces),
  ProtectHostname: inert(boolean(false), noNamespaces),
  RestrictNamespaces: inert(namespaces(), noSeccomp),
  RestrictAddressFamilies: inert(addressFamilyList(), noSeccomp),
  RestrictFileSystems: inert(fileSystemList(), 'a plain container may not load BPF programs'),
  RestrictRealtime: inert(boolean(false), noSeccomp),
  RestrictSUIDSGID: inert(boolean(false), noSeccomp),
  MemoryDenyWriteExecute: inert(boolean(false), noSeccomp),
  SystemCallFilter: inert(syscallFilter('with errors'), noSeccomp),
  SystemCallArchitectures: inert(syscallArchitectures(), noSeccomp),
  SystemCallErrorNumber: inert(syscallErrorNumber(), noSeccomp),
  SystemCallLog: inert(syscallFilter('plain'), noSeccomp),
  SELinuxContext: inert(securityLabel(), noLsm),
  AppArmorProfile: inert(securityLabel(), noLsm),
  SmackProcessLabel: inert(securityLabel(), noLsm),
} as const satisfies Table
