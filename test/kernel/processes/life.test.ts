import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from '@jest/globals'
import { ensureNative, nativeEnvironment, nativeFolder, startRig } from '../rig.ts'

interface Life {
  readonly pid: number
  readonly life: number
  readonly origin: { readonly type: string; readonly signal?: number; readonly count?: number }
  readonly records: readonly string[]
  readonly kept: readonly string[]
  readonly pipe: boolean
  readonly descriptors: number
  readonly exits: readonly { readonly status: number }[]
  readonly arguments: readonly string[]
  readonly variable: string
}

interface Manager {
  readonly process: ChildProcess
  /** The next life that reports itself. */
  next(): Promise<Life>
  /** Everything it said on standard error, once it has ended with this code. */
  ended(): Promise<{ readonly code: number | null; readonly said: string }>
}

const script = resolve(import.meta.dirname, '../../fixture/crashes.ts')
const running = new Set<ChildProcess>()
afterAll(() => {
  for (const child of running) {
    child.kill('SIGKILL')
  }
})

/** Starts the manager of test/fixture/crashes.ts, with the ends of its lives. */
function startManager(
  ends: readonly string[],
  variables: Record<string, string> = {},
  option = '--no-warnings',
  through: readonly string[] = [],
): Manager {
  ensureNative()
  const options = ['--max-old-space-size=30', '--disable-sigusr1', '--disable-wasm-trap-handler', option]
  const [program = '', ...rest] = [...through, process.execPath, ...options, script, ...ends]
  const child = spawn(program, rest, {
    env: { ...nativeEnvironment(), KEPT_VARIABLE: 'kept', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let said = ''
  child.stderr.on('data', data => (said += String(data)))
  const end = new Promise<{ code: number | null; said: string }>(done =>
    child.on('close', code => done({ code, said })),
  )
  return {
    process: child,
    next: async () => {
      const line = await lines.next()
      if (line.done) {
        throw new Error(`the manager ended: ${said}`)
      }
      return JSON.parse(line.value) as Life
    },
    ended: () => end,
  }
}

test('a segmentation fault from outside begins a new life: same pid, same memory, same descriptors, same children', async () => {
  const manager = startManager(['wait', 'stop'])
  const first = await manager.next()
  expect(first).toMatchObject({ life: 0, origin: { type: 'start' }, records: [], pipe: true, variable: 'kept' })
  manager.process.kill('SIGSEGV')
  expect(await manager.next()).toMatchObject({
    pid: first.pid,
    life: 1,
    origin: { type: 'crash', signal: 11, count: 1 },
    records: ['life 0'],
    kept: ['pipe'],
    pipe: true,
    exits: [{ how: 'exited', status: 9 }],
    arguments: ['wait', 'stop'],
    variable: 'kept',
  })
  expect(await manager.ended()).toMatchObject({ code: 0 })
})

test('crashes of different kinds in a row, heap exhaustion and abort among them, are all survived', async () => {
  const ends = ['heap', 'abort', 'segv', 'trap', 'fpe', 'stop']
  const manager = startManager(ends)
  const lives: Life[] = []
  for (const _ of ends) {
    lives.push(await manager.next())
  }
  expect(new Set(lives.map(life => life.pid)).size).toBe(1)
  expect(lives.map(life => life.origin.signal)).toEqual([undefined, 6, 6, 11, 5, 8])
  expect(lives.map(life => life.origin.count)).toEqual([undefined, 1, 2, 3, 4, 5])
  expect(lives.at(-1)?.records).toEqual(['life 0', 'life 1', 'life 2', 'life 3', 'life 4'])
  expect((await manager.ended()).code).toBe(0)
}, 60_000)

test('an overflow of the stack itself is survived, though there is no stack left', async () => {
  const manager = startManager(['stack', 'stop'], {}, '--stack-size=1000000')
  await manager.next()
  expect((await manager.next()).origin).toEqual({ type: 'crash', signal: 11, count: 1 })
  await manager.ended()
})

test('as PID 1 of a container a crash ends nothing', async () => {
  const manager = startManager(['segv', 'heap', 'stop'], {}, '--no-warnings', ['unshare', '-Urpf', '--mount-proc'])
  const lives = [await manager.next(), await manager.next(), await manager.next()]
  expect(lives.map(life => [life.pid, life.origin.signal])).toEqual([
    [1, undefined],
    [1, 11],
    [1, 6],
  ])
  expect((await manager.ended()).code).toBe(0)
})

test('a crash in another thread is survived as well', async () => {
  const manager = startManager(['wait', 'stop'])
  const { pid } = await manager.next()
  const thread = Math.max(...readdirSync(`/proc/${pid}/task`).map(Number))
  spawnSync(join(nativeFolder, 'signals-thread'), [String(pid), String(thread), '11'], { env: nativeEnvironment() })
  expect(await manager.next()).toMatchObject({ pid, origin: { type: 'crash', signal: 11 } })
  await manager.ended()
})

test('a manager started by the launcher keeps in each life what the launcher kept', async () => {
  const folder = mkdtempSync('/tmp/berth-life-')
  for (const path of ['bin', 'lib/berth']) {
    mkdirSync(join(folder, path), { recursive: true })
  }
  copyFileSync(join(nativeFolder, 'launcher'), join(folder, 'bin/init'))
  symlinkSync(process.execPath, join(folder, 'lib/berth/node'))
  writeFileSync(join(folder, 'lib/berth/berth.cjs'), `import(${JSON.stringify(script)})`)
  const child = spawnSync(
    '/bin/sh',
    ['-c', `KEPT_VARIABLE="$(printf 'a\\377')" exec "$0" segv reexec stop`, join(folder, 'bin/init')],
    {
      env: { ...nativeEnvironment(), NODE_OPTIONS: '--no-such-option', BERTH_NATIVE_FOLDER: '' },
      encoding: 'utf8',
    },
  )
  rmSync(folder, { recursive: true })
  const lives = child.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Life)
  expect(lives.map(life => [life.origin.type, life.variable])).toEqual([
    ['start', 'a\udcff'],
    ['crash', 'a\udcff'],
    ['reexec', 'a\udcff'],
  ])
})

test('re-execution on purpose is told apart from a crash', async () => {
  const manager = startManager(['reexec', 'reexec', 'stop'])
  const lives = [await manager.next(), await manager.next(), await manager.next()]
  expect(lives.map(life => life.origin.type)).toEqual(['start', 'reexec', 'reexec'])
  expect(lives[2]).toMatchObject({ pid: lives[0]?.pid, kept: ['pipe'], records: ['life 0', 'life 1'] })
  await manager.ended()
})

test('a loop of crashes gets slower, and says so', async () => {
  const ends = [...Array<string>(6).fill('segv'), 'stop']
  const manager = startManager(ends)
  for (let i = 0; i < 6; i++) {
    await manager.next()
  }
  const before = Date.now()
  await manager.next()
  expect(Date.now() - before).toBeGreaterThan(950)
  expect((await manager.ended()).said).toContain(
    'berth: crashed by signal 11, 6 times in a row; starting again in 1 s\n',
  )
}, 60_000)

test('what was not kept does not outlive a crash: a life has no more descriptors than the one before', async () => {
  const manager = startManager(['segv', 'segv', 'reexec', 'segv', 'stop'])
  const counts: number[] = []
  for (let i = 0; i < 5; i++) {
    counts.push((await manager.next()).descriptors)
  }
  expect(new Set(counts.slice(2)).size).toBe(1)
  expect(counts[4]).toBeLessThanOrEqual(counts[0] ?? 0)
  await manager.ended()
})

test('a ledger in a file is found by the next manager, without its descriptors', async () => {
  const folder = mkdtempSync('/tmp/berth-life-')
  const variables = { LEDGER_PATH: join(folder, 'ledger') }
  const first = startManager(['segv', 'stop'], variables)
  await first.next()
  expect((await first.next()).origin.type).toBe('crash')
  await first.ended()
  const heir = startManager(['stop', 'stop', 'stop'], variables)
  expect(await heir.next()).toMatchObject({ origin: { type: 'succession' }, records: ['life 0', 'life 1'], kept: [] })
  await heir.ended()
  rmSync(folder, { recursive: true })
})

test('exceptions and rejections that reach nobody are told as bugs, and the manager lives on', async () => {
  const rig = await startRig()
  const bugs = await rig.run(async ({ processes }) => {
    const seen: string[] = []
    processes.onBug(error => seen.push(String(error)))
    setImmediate(() => {
      throw new Error('thrown')
    })
    void Promise.reject(new Error('rejected'))
    while (seen.length < 2) {
      await new Promise(done => setImmediate(done))
    }
    return seen.sort()
  })
  expect(bugs).toEqual(['Error: rejected', 'Error: thrown'])
  await rig.stop()
})

test('a manager exits at once, with its code', async () => {
  const rig = await startRig()
  const ended = rig.run(({ processes }) => processes.exit(7))
  await expect(ended).rejects.toThrow('the process ended: 7')
})
