/** Runs a recorded command on our own code, with a scratch folder as the file system. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { run } from '#cli/run.ts'
import type { Streams } from '#cli/streams.ts'
import type { Client } from '#control/client.ts'
import { fail } from '#core/base/result.ts'
import type { Files, Kernel } from '#kernel/kernel.ts'
import { inside } from '../../catalog/inside.ts'
import { inScratch, knownHost, realFiles } from '../../catalog/scratch.ts'
import type { Group } from './invocations.ts'
import { type Answer, baseEnvironment, mask } from './recording.ts'

const files = realFiles()

/** What every container has. */
const usual = {
  'etc/passwd': ['root:x:0:0:root:/root:/bin/sh'],
  'etc/group': ['root:x:0:'],
  'proc/meminfo': ['MemTotal: 1000000 kB'],
  'etc/systemd/': null,
  'run/systemd/': null,
  'usr/lib/systemd/': null,
  'tmp/': null,
  'bin/sh': ['#!/bin/sh'],
} as const

export function replay(group: Group, argv: readonly string[]): Promise<Answer> {
  const tree = Object.fromEntries(Object.entries(group.tree ?? {}).map(([path, what]) => [path.slice(1), what]))
  return inScratch({ ...usual, ...tree }, async root => {
    for (const [path, what] of Object.entries(tree)) {
      if (Array.isArray(what) && what[0]?.startsWith('#!')) {
        chmodSync(`${root}/${path}`, 0o755)
      }
    }
    return answerIn(root, group, argv)
  })
}

async function answerIn(root: string, group: Group, argv: readonly string[]): Promise<Answer> {
  const out: string[] = []
  const err: string[] = []
  const exit = await run({
    argv,
    environment: new Map(Object.entries(baseEnvironment(group))),
    workingDirectory: '/',
    streams: streamsInto(root, out, err),
    kernel: kernelOn(withZones(inside(files, root))),
    connectBus: async () => fail({ hint: [], message: 'Host is down' }) as never as { ok: true; value: Client },
    atEnd: async () => () => undefined,
  })
  const clean = (pieces: readonly string[]): string => mask(pieces.join('').replaceAll(root, ''))
  return { run: argv, exit, out: clean(out), err: clean(err) }
}

/** The zones are those of the machine. */
function withZones(scratch: Files): Files {
  return {
    ...scratch,
    readBytes: (path, maxBytes) =>
      path.startsWith('/usr/share/zoneinfo/') ? files.readBytes(path, maxBytes) : scratch.readBytes(path, maxBytes),
    readOnlyFileSystem: () => false,
  }
}

function streamsInto(root: string, out: string[], err: string[]): Streams {
  const stream = (into: string[]) => ({ write: (text: string) => void into.push(text), isTerminal: false, columns: 0 })
  return {
    output: stream(out),
    errors: stream(err),
    readInput: () => '',
    inputIsTerminal: false,
    openPager: () => undefined,
    runProgram: ({ argv: [program = '', ...args] }) => {
      // The image of the recordings has no man pages.
      if (program !== 'diff') {
        return 1
      }
      const placed = args.map(arg => (existsSync(`${root}${arg}`) && arg.startsWith('/') ? `${root}${arg}` : arg))
      const ended = spawnSync(program, placed, { encoding: 'utf8' })
      out.push(ended.stdout)
      return ended.status ?? 1
    },
  }
}

function kernelOn(scratch: Files): Pick<Kernel, 'host' | 'clock' | 'files' | 'processes'> {
  const { architecture, bootId, kernelRelease, hostname } = knownHost
  const ids = { pid: 2, uid: 0, gid: 0 }
  const host = {
    ...ids,
    environment: new Map(),
    workingDirectory: '/',
    hostname,
    architecture,
    kernelRelease,
    bootId,
    limits: [],
  }
  const clock = { realtime: () => Date.now() * 1000, monotonic: () => 0, alarm: () => undefined }
  return {
    host: { ...host, capabilities: 0n, random: size => new Uint8Array(size) },
    clock: { ...clock, onRealtimeJump: () => undefined },
    files: scratch,
    processes: {} as Kernel['processes'],
  }
}
