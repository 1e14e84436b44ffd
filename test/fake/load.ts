// A host on which units are loaded in tests, and a short way to load one: what a container of Debian 13 would tell.

import type { SocketAddressHost } from '#core/base/linux/socket-address.ts'
import { utc } from '#core/calendar/zone.ts'
import type { SpecifierHost } from '#core/unit/expand/specifier.ts'
import { type Loaded, type LoadSources, loadUnit } from '#core/unit/read/load.ts'
import type { LoadContext } from '#core/unit/read/load-context.ts'
import { managerDefaults, readManagerConfig } from '#core/unit/read/manager-config.ts'
import type { PropertyHost } from '#manager/bus/properties/subject.ts'

export const specifiers: SpecifierHost = {
  architecture: 'x86-64',
  bootId: '0123456789abcdef0123456789abcdef',
  machineId: 'fedcba9876543210fedcba9876543210',
  kernelRelease: '6.12.0',
  hostname: 'harbour.example',
  prettyHostname: null,
  osRelease: new Map([
    ['ID', 'debian'],
    ['VERSION_ID', '13'],
  ]),
  user: { name: 'root', uid: 0, group: 'root', gid: 0, home: '/root', shell: '/bin/sh' },
  directories: {
    cache: '/var/cache',
    configuration: '/etc',
    data: '/usr/share',
    logs: '/var/log',
    runtime: '/run',
    state: '/var/lib',
    temporary: '/tmp',
    persistentTemporary: '/var/tmp',
    credentials: '/run/credentials',
  },
  controlGroup: '',
}

const sockets: SocketAddressHost = { ipv6: true, hasInterface: () => true }

export const place = {
  mode: 'system',
  architecture: 'x86-64',
  runtimeDirectory: '/run',
  sockets,
  zones: { local: utc, find: (name: string) => (name === 'Europe/Berlin' ? utc : undefined) },
} as const

export const context: LoadContext = {
  specifiers,
  place,
  manager: managerDefaults,
  mounts: new Map([
    ['-.mount', { hasFile: false, isMounted: true }],
    ['tmp.mount', { hasFile: true, isMounted: false }],
  ]),
}

/** The manager's settings after a file of configuration. */
export function configured(text: string): LoadContext {
  const files = [{ path: '/etc/systemd/system.conf', text }]
  return { ...context, manager: readManagerConfig(files, place, specifiers).config }
}

/** What a container shows where units say nothing. */
export const host: PropertyHost = {
  manager: managerDefaults,
  limits: new Map(),
  memoryBytes: 8n * 1024n ** 3n,
  tasksMax: 10_000n,
  nice: 0,
  oomScoreAdjust: 0,
  coredumpFilter: 0x33n,
  timerSlackNs: 50_000n,
}

/** The files of a unit. */
export function sources(id: string, text: string, more: Partial<LoadSources> = {}): LoadSources {
  const file = { path: `/etc/systemd/system/${id}`, text }
  return {
    id,
    names: [id],
    fragment: { is: 'file', file },
    dropIns: [],
    wants: [],
    requires: [],
    upholds: [],
    ...more,
  }
}

/** Loads a unit that has only a fragment. */
export function load(id: string, text: string, around: LoadContext = context): Loaded {
  return loadUnit(sources(id, text), around)
}

/** A service that runs something, with more lines in its section. */
export function loadService(lines: string, around: LoadContext = context): Loaded {
  return load('a.service', `[Service]\nExecStart=/bin/true\n${lines}\n`, around)
}

/** What was complained of. */
export function complaints({ diagnostics }: Loaded): readonly string[] {
  return diagnostics.map(({ message }) => message)
}
