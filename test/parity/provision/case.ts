/** What systemd-tmpfiles and systemd-sysusers are given, and on which tree (scripts/record-provision.ts). */

export interface Case {
  readonly name: string
  /** Shell lines that make what is there before; run in the root as root, with umask 022. */
  readonly before?: readonly string[]
  /** Files by path below the root. `@ROOT@` in lines and commands stands for the path of the root. */
  readonly files?: Readonly<Record<string, readonly string[]>>
  readonly runs: readonly (readonly string[])[]
  readonly input?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** What every root has. */
export const usualFiles: Readonly<Record<string, readonly string[]>> = {
  'etc/passwd': [
    'root:x:0:0:root:/root:/bin/bash',
    'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
    'ann:x:4711:4711::/home/ann:/bin/bash',
  ],
  'etc/group': ['root:x:0:', 'daemon:x:1:', 'staff:x:50:', 'ann:x:4711:'],
}

const tmpfilesFolder = 'usr/lib/tmpfiles.d'
const sysusersFolder = 'usr/lib/sysusers.d'

type More = Omit<Case, 'name' | 'runs'>

/** Lines of tmpfiles.d that are found in the root, carried out with `--create` unless said otherwise. */
export function tmpfiles(name: string, lines: readonly string[], more: More = {}, ...options: readonly string[]): Case {
  const run = ['systemd-tmpfiles', '--root=@ROOT@', ...(options.length === 0 ? ['--create'] : options)]
  return { ...more, name, files: { [`${tmpfilesFolder}/case.conf`]: lines, ...more.files }, runs: [run] }
}

/** Lines of sysusers.d that are found in the root. */
export function sysusers(name: string, lines: readonly string[], more: More = {}, ...options: readonly string[]): Case {
  const run = ['systemd-sysusers', '--root=@ROOT@', ...options]
  return { ...more, name, files: { [`${sysusersFolder}/case.conf`]: lines, ...more.files }, runs: [run] }
}
