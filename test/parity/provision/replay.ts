/** Carries a recorded case out with our own code, in a scratch folder. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '#cli/run.ts'
import type { Client } from '#control/client.ts'
import { fail } from '#core/base/result.ts'
import { encodeText } from '#core/base/text/text.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { knownHost, realFiles } from '../../catalog/scratch.ts'
import { type Case, usualFiles } from './case.ts'
import {
  type Answer,
  baseEnvironment,
  beforeScript,
  changesBetween,
  linesOf,
  mask,
  place,
  type Recorded,
  type TreeNode,
} from './recording.ts'

const files = realFiles()

export async function replay(one: Case): Promise<Recorded> {
  const root = mkdtempSync(join(tmpdir(), 'provision-'))
  try {
    chmodSync(root, 0o755)
    setUp(one, root)
    const before = readTree(root)
    const answers: Answer[] = []
    for (const argv of one.runs) {
      answers.push(await answer(one, argv, root))
    }
    const changes = changesBetween(before, readTree(root)).map(line => mask(line, root))
    return { name: one.name, answers, changes }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** What setUpScript does, without a shell where there is nothing for one to do. */
function setUp({ files: own = {}, before = [] }: Case, root: string): void {
  const mask = process.umask(0o022)
  for (const [path, lines] of Object.entries({ ...usualFiles, ...own })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), place(lines.map(line => `${line}\n`).join(''), root))
  }
  process.umask(mask)
  if (before.length > 0) {
    execFileSync('sh', ['-s'], { cwd: root, input: beforeScript(before, root) })
  }
}

const kinds: readonly (readonly [is: (stats: Stats) => boolean, letter: string])[] = [
  [stats => stats.isFile(), 'f'],
  [stats => stats.isDirectory(), 'd'],
  [stats => stats.isSymbolicLink(), 'l'],
  [stats => stats.isFIFO(), 'p'],
  [stats => stats.isSocket(), 's'],
  [stats => stats.isCharacterDevice(), 'c'],
  [stats => stats.isBlockDevice(), 'b'],
]

function readTree(root: string, folder = ''): readonly TreeNode[] {
  const at = (path: string): Buffer => Buffer.from(path === '' ? root : `${root}/${path}`, 'latin1')
  return readdirSync(at(folder), { encoding: 'latin1' }).flatMap(name => {
    const path = folder === '' ? name : `${folder}/${name}`
    const stats = lstatSync(at(path))
    const kind = kinds.find(([is]) => is(stats))?.[1] ?? ''
    const node: TreeNode = {
      kind,
      mode: stats.mode & 0o7777,
      owner: `${stats.uid}:${stats.gid}`,
      links: stats.nlink,
      modified: Math.floor(stats.mtimeMs / 1000),
      path,
      target: kind === 'l' ? readlinkSync(at(path), { encoding: 'latin1' }) : '',
      ...('bc'.includes(kind) ? { device: deviceOf(stats.rdev) } : {}),
      ...(kind === 'f' && stats.size > 0 && stats.size <= 4096 ? { content: readFileSync(at(path), 'latin1') } : {}),
    }
    return [node, ...(kind === 'd' ? readTree(root, path) : [])]
  })
}

/** Major and minor number out of how Linux puts them together. */
function deviceOf(device: number): string {
  const major = (device >> 8) & 0xfff
  const minor = (device & 0xff) | ((device >>> 12) & 0xfff00)
  return `${major.toString(16)}:${minor.toString(16)}`
}

async function answer(one: Case, argv: readonly string[], root: string): Promise<Answer> {
  const said: string[] = []
  const stream = { write: (text: string) => void said.push(text), isTerminal: false, columns: 0 }
  const exit = await run({
    argv: argv.map(word => place(word, root)),
    environment: new Map(
      Object.entries({ ...baseEnvironment, ...one.environment }).map(([name, text]) => [name, place(text, root)]),
    ),
    workingDirectory: root,
    streams: {
      output: stream,
      errors: stream,
      readInput: () => place(one.input ?? '', root),
      inputIsTerminal: false,
      openPager: () => undefined,
      runProgram: () => 1,
    },
    kernel: kernel(),
    connectBus: async () => fail({ hint: [], message: 'Host is down' }) as never as { ok: true; value: Client },
    atEnd: async () => () => undefined,
  })
  return { run: argv, exit, said: linesOf(Buffer.from(encodeText(said.join(''))).toString(), root) }
}

function kernel(): Pick<Kernel, 'host' | 'clock' | 'files' | 'processes'> {
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
  // Not Date.now(), whose millisecond may begin before a file was made that is looked at in it.
  const realtime = (): number => (performance.timeOrigin + performance.now()) * 1000
  const clock = { realtime, monotonic: () => 0, alarm: () => undefined }
  return {
    host: { ...host, capabilities: 0n, random: size => new Uint8Array(size) },
    clock: { ...clock, onRealtimeJump: () => undefined },
    files,
    processes: {} as Kernel['processes'],
  }
}
