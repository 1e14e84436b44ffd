/**
 * Runs functions of a test in a process of its own that has a real Kernel (test/fixture/kernel-host.ts). A function sees its
 * arguments only: it travels as text. BERTH_NATIVE names the folder of the native build, build/native unless set; the
 * sanitized build gets its runtime loaded first.
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Kernel } from '#kernel/kernel.ts'
import type { Tools } from '../fixture/kernel-host.ts'

const root = resolve(import.meta.dirname, '../..')

/** The folder of the native build under test. */
export const nativeFolder = resolve(root, process.env['BERTH_NATIVE'] ?? 'build/native')

/** Whether this is the sanitized build, which is slower and needs more memory. */
export const sanitized = nativeFolder.endsWith('asan')

/** What a process that loads the addon needs in its environment. */
export function nativeEnvironment(): Record<string, string> {
  const base = { ...definedVariables(), BERTH_NATIVE_FOLDER: nativeFolder, NODE_OPTIONS: '' }
  if (!sanitized) {
    return base
  }
  const runtime = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim()
  return { ...base, LD_PRELOAD: runtime, ASAN_OPTIONS: 'detect_leaks=0' }
}

function definedVariables(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}

/**
 * The addon for tests that load it into jest's own process, which the sanitizers' runtime cannot be loaded into any more:
 * always the production build.
 */
export function productionAddon(): string {
  return join(root, 'build/native/berth.node')
}

/** Compiles the native part unless it is there and newer than its sources. */
export function ensureNative(): void {
  for (const folder of new Set([nativeFolder, join(root, 'build/native')])) {
    ensureBuilt(folder)
  }
}

function ensureBuilt(folder: string): void {
  const built = join(folder, 'berth.node')
  const native = join(root, 'src/kernel/native')
  const folders = [native, join(native, 'addon'), join(native, 'executor'), join(root, 'test/fixture')]
  const sources = folders.flatMap(folder => readdirSync(folder).map(name => join(folder, name)))
  const newest = Math.max(...sources.filter(path => /\.[ch]$/.test(path)).map(path => statSync(path).mtimeMs))
  if (existsSync(built) && statSync(built).mtimeMs > newest) {
    return
  }
  const flags = folder.endsWith('asan') ? ['--sanitize'] : []
  execFileSync(process.execPath, [join(root, 'scripts/build-native.ts'), ...flags], { stdio: 'inherit' })
}

export interface Rig {
  readonly pid: number
  /** Runs a function there. What it takes and returns is copied (structured clone). */
  run<A extends unknown[], T>(
    test: (kernel: Kernel, tools: Tools, ...args: A) => T | Promise<T>,
    ...args: A
  ): Promise<T>
  stop(): Promise<void>
}

const nodeOptions = ['--disable-warning=ExperimentalWarning', '--disable-sigusr1']

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

/** Starts the process, of another user when `uid` is given, by the program `through` when there is one. */
export async function startRig(
  options: { readonly uid?: number; readonly role?: 'manager' | 'command'; readonly through?: string } = {},
): Promise<Rig> {
  ensureNative()
  const child = fork(join(root, 'test/fixture/kernel-host.ts'), [options.role ?? 'manager'], {
    serialization: 'advanced',
    env: nativeEnvironment(),
    ...(options.through === undefined
      ? { execArgv: nodeOptions }
      : { execPath: options.through, execArgv: [process.execPath, ...nodeOptions] }),
    cwd: root,
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  const ended = watchEnd(child, waiting)
  child.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const ready = new Promise<Answer>(done => waiting.set(0, done))
  throwIfFailed(await ready)
  let requests = 0
  return {
    pid: child.pid ?? 0,
    run: async <A extends unknown[], T>(
      test: (kernel: Kernel, tools: Tools, ...args: A) => T | Promise<T>,
      ...args: A
    ) => {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error('the process has ended')
      }
      const id = ++requests
      const answered = new Promise<Answer>(done => waiting.set(id, done))
      child.send({ id, code: test.toString(), args })
      return throwIfFailed(await answered) as T
    },
    stop: () => {
      if (child.connected) {
        child.disconnect()
      }
      return ended
    },
  }
}

function watchEnd(child: ChildProcess, waiting: Map<number, (answer: Answer) => void>): Promise<void> {
  return new Promise(done => {
    child.on('exit', (code, signal) => {
      for (const [id, answer] of waiting) {
        answer({ id, error: `the process ended: ${signal ?? code}` })
      }
      done()
    })
  })
}

function throwIfFailed(answer: Answer): unknown {
  if (answer.error !== undefined) {
    throw new Error(answer.error)
  }
  return answer.value
}
