/**
 * Runs the verbs of systemctl that change unit files, as the command line has them, on a folder instead of a system: the kernel
 * and the manager behind it are the least they need.
 */
import { run } from '#cli/run.ts'
import type { CommandKernel, ConnectBus } from '#cli/session/session.ts'
import type { Streams } from '#cli/streams.ts'
import type { Client } from '#control/client.ts'
import type { Files } from '#kernel/kernel.ts'
import { knownHost } from '../../catalog/scratch.ts'

export interface Output {
  readonly exit: number
  readonly out: readonly string[]
  readonly err: readonly string[]
}

/** Who does the work: systemctl itself, or the manager, whose method calls tell less. */
export type Way = 'offline' | 'user' | 'manager'

const wayOptions: Readonly<Record<Way, (root: string) => readonly string[]>> = {
  offline: root => [`--root=${root}`],
  user: () => ['--user'],
  manager: () => [],
}

/** Runs `systemctl ARGV` on the files of a root. */
export async function runCommand(
  files: Files,
  root: string,
  argv: readonly string[],
  environment: ReadonlyMap<string, string>,
  way: Way,
): Promise<Output> {
  const out: string[] = []
  const err: string[] = []
  const isGlobal = argv.includes('--global') || argv.includes('--user')
  const exit = await run({
    argv: ['systemctl', ...(isGlobal && way !== 'offline' ? [] : wayOptions[way](root)), ...argv],
    // A scratch folder has no /proc/1, which would make it a chroot.
    environment: new Map([...environment, ['SYSTEMD_OFFLINE', '0']]),
    workingDirectory: '/',
    streams: streamsInto(out, err),
    kernel: kernelOn(files),
    connectBus: way === 'manager' ? willingManager : noManager,
    atEnd: async () => () => undefined,
  })
  return { exit, out: linesOf(out), err: foldHint(linesOf(err)) }
}

function linesOf(pieces: readonly string[]): readonly string[] {
  const text = pieces.join('')
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** The explanation of a missing [Install] section stands for its many lines. */
function foldHint(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex(line => line.startsWith('The unit files have no installation config'))
  if (start < 0) {
    return lines
  }
  const end = lines.findIndex((line, index) => index > start && line.startsWith('  instance name specified'))
  return [...lines.slice(0, start), '@NO-INSTALL-INFO@', ...lines.slice(end + 1)]
}

function streamsInto(out: string[], err: string[]): Streams {
  const stream = (into: string[]) => ({ write: (text: string) => void into.push(text), isTerminal: false, columns: 0 })
  return {
    output: stream(out),
    errors: stream(err),
    readInput: () => '',
    inputIsTerminal: false,
    openPager: () => undefined,
    // The distribution's programs for init scripts are not there, and would not be needed: what they would do is not ours.
    runProgram: () => 0,
  }
}

const knownFiles: Readonly<Record<string, string>> = {
  '/etc/machine-id': `${knownHost.machineId}\n`,
  '/etc/os-release': [...(knownHost.osRelease ?? [])].map(([key, value]) => `${key}=${value}\n`).join(''),
  '/etc/machine-info': '',
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
  '/etc/group': 'root:x:0:\n',
}

/** The host of the recordings, whatever host this is. */
function kernelOn(files: Files): CommandKernel {
  const { architecture, bootId, kernelRelease, hostname } = knownHost
  const environment = new Map([['HOME', '/root']])
  const limits: [] = []
  const host = {
    pid: 2,
    uid: 0,
    gid: 0,
    environment,
    workingDirectory: '/',
    hostname,
    architecture,
    kernelRelease,
    bootId,
    limits,
  }
  return {
    host: { ...host, capabilities: 0n, random: size => new Uint8Array(size) },
    clock: {
      realtime: () => 0,
      monotonic: () => 0,
      alarm: () => undefined,
      onRealtimeJump: () => undefined,
    },
    files: {
      ...files,
      access: (path, what) => path === '/proc/self' || files.access(path, what),
      readText: (path, maxBytes) => {
        const known = knownFiles[path]
        return known === undefined ? files.readText(path, maxBytes) : { ok: true, value: known }
      },
    },
    processes: {} as CommandKernel['processes'],
  }
}

const noManager: ConnectBus = async () => ({ ok: false, error: { hint: [], message: 'Host is down' } })

/** A manager that reloads when it is told to, and has every unit. */
const willingManager: ConnectBus = async () => {
  const client = {
    invoke: async () => ({ ok: true, value: {} }),
    get: async (_: string, __: unknown, property: string) => ({
      ok: true,
      value: property === 'LoadState' ? 'loaded' : [],
    }),
    close: () => undefined,
  }
  return { ok: true, value: client as unknown as Client }
}
