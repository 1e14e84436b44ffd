/** What unit files may refer to of the host: names, ids, users, directories (systemd.unit(5), "Specifiers"). */

import type { SpecifierHost } from '#core/unit/expand/specifier.ts'
import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'
import { readUserDatabase } from '#kernel/files/user-database.ts'
import type { Files, Kernel } from '#kernel/kernel.ts'

const sizeMaxBytes = 1024 * 1024

/**
 * Reads them once; what a file does not tell is null, and a specifier for it does not resolve. What an image says of itself is
 * read below `root`, where there is one.
 */
export function specifierHost(
  { host, files }: Pick<Kernel, 'host' | 'files'>,
  mode: 'system' | 'user',
  root = '',
): SpecifierHost {
  const machineInfo = readFields(files, `${root}/etc/machine-info`)
  return {
    architecture: host.architecture,
    bootId: host.bootId,
    machineId: readMachineId(files, root),
    kernelRelease: host.kernelRelease,
    hostname: host.hostname,
    prettyHostname: machineInfo?.get('PRETTY_HOSTNAME') ?? null,
    osRelease: readOsRelease(files, root, host.environment),
    user: ownUser(files, host.uid, host.gid),
    directories: mode === 'system' ? systemDirectories : userDirectories(host.environment),
    controlGroup: '',
  }
}

const systemDirectories: SpecifierHost['directories'] = {
  cache: '/var/cache',
  configuration: '/etc',
  data: '/usr/share',
  logs: '/var/log',
  runtime: '/run',
  state: '/var/lib',
  temporary: '/tmp',
  persistentTemporary: '/var/tmp',
  credentials: '/run/credentials',
}

function userDirectories(environment: ReadonlyMap<string, string>): SpecifierHost['directories'] {
  const home = environment.get('HOME') ?? '/root'
  const runtime = environment.get('XDG_RUNTIME_DIR') ?? '/run'
  const state = environment.get('XDG_STATE_HOME') ?? `${home}/.local/state`
  return {
    ...systemDirectories,
    cache: environment.get('XDG_CACHE_HOME') ?? `${home}/.cache`,
    configuration: environment.get('XDG_CONFIG_HOME') ?? `${home}/.config`,
    data: environment.get('XDG_DATA_HOME') ?? `${home}/.local/share`,
    logs: `${state}/log`,
    runtime,
    state,
    credentials: `${runtime}/credentials`,
  }
}

/**
 * /etc/machine-id, or what the boot wrote to /run because /etc is read-only; a file that is empty or says "uninitialized", as in
 * images, tells nothing.
 */
export function readMachineId(files: Files, root = ''): string | null {
  const paths = [`${root}/etc/machine-id`, ...(root === '' ? ['/run/machine-id'] : [])]
  for (const path of paths) {
    const text = files.readText(path, 64)
    if (text.ok && isMachineId(text.value.trim())) {
      return text.value.trim()
    }
  }
  return null
}

export function isMachineId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text) && /[1-9a-f]/.test(text)
}

/** os-release(5); SYSTEMD_OS_RELEASE names another file, below the root as well. */
function readOsRelease(
  files: Files,
  root: string,
  environment: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> | null {
  const given = environment.get('SYSTEMD_OS_RELEASE')
  if (given !== undefined) {
    return readFields(files, `${root}${given}`)
  }
  return readFields(files, `${root}/etc/os-release`) ?? readFields(files, `${root}/usr/lib/os-release`)
}

function readFields(files: Files, path: string): ReadonlyMap<string, string> | null {
  const text = files.readText(path, sizeMaxBytes)
  const fields = text.ok ? parseEnvironmentFile(text.value) : null
  return fields?.ok === true ? fields.value : null
}

/** Our own entry in /etc/passwd; in containers with an arbitrary uid there is none. */
function ownUser(files: Files, uid: number, gid: number): SpecifierHost['user'] {
  const { users, groups } = readUserDatabase(files)
  const user = users.find(known => known.uid === uid)
  return {
    name: user?.name ?? (uid === 0 ? 'root' : `${uid}`),
    uid,
    group: groups.find(known => known.gid === gid)?.name ?? (gid === 0 ? 'root' : `${gid}`),
    gid,
    home: user?.home ?? (uid === 0 ? '/root' : '/'),
    shell: user?.shell ?? '/bin/sh',
  }
}
