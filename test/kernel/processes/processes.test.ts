import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

test('a program that runs is told of without a line, and its end comes with its exit code', async () => {
  const ran = await rig.run((_, { run }) => run({ candidates: ['/bin/sh'], argv: ['sh', '-c', 'echo hello; exit 42'] }))
  expect(ran).toEqual({
    pid: ran.pid,
    exit: { pid: ran.pid, how: 'exited', status: 42 },
    told: null,
    output: 'hello\n',
  })
})

test('the program runs once its spawn was told of: the handover is over before it ends', async () => {
  const seen = await rig.run(async ({ processes }, { begin, exitOf }) => {
    const begun = await begin({ candidates: ['/bin/sleep'], argv: ['sleep', '100'] })
    const comm = processes.comm(begun.pid)
    processes.kill(begun.pid, 9)
    return { begun, comm, exit: await exitOf(begun.pid) }
  })
  expect(seen).toEqual({
    begun: { pid: seen.begun.pid, told: null },
    comm: 'sleep',
    exit: { pid: seen.begun.pid, how: 'killed', status: 9 },
  })
})

test('what the executor said is told before the end of its process is', async () => {
  const order = await rig.run(({ processes }, { launch, exits }) => {
    const seen = exits.length
    return new Promise<string>(resolve => {
      processes.spawn(launch({ candidates: ['/nope'] }), line =>
        resolve(`${exits.length - seen} exits before: ${line}`),
      )
    })
  })
  expect(order).toBe(
    "0 exits before: Unable to locate executable '/nope': No such file or directory\nFailed at step EXEC spawning /nope: No such file or directory",
  )
})

test('a death by signal is told apart from one that left a core', async () => {
  const folder = mkdtempSync('/tmp/berth-core-')
  const die = (size: bigint) =>
    rig.run(
      async (_, { run }, path, soft) => {
        const limits = [{ resource: 4, soft, hard: soft }]
        const workingDirectory = { at: 'path', path, optional: false } as const
        return (await run({ candidates: ['/bin/sh'], argv: ['sh', '-c', 'kill -SEGV $$'], limits, workingDirectory }))
          .exit
      },
      folder,
      size,
    )
  expect(await die(0n)).toMatchObject({ how: 'killed', status: 11 })
  expect(await die(2n ** 64n - 1n)).toMatchObject({ how: readdirSync(folder).length ? 'dumped' : 'killed', status: 11 })
  rmSync(folder, { recursive: true })
})

test('an executor that does not exist is an error of spawn itself, and leaves no child', async () => {
  const broken = await startRig()
  const result = await broken.run(async ({ processes }, { launch, exits, native, parts }) => {
    const other = parts.linuxKernel({ addonPath: `${native}/berth.node`, executorPath: '/nope', manager: true })
    const spawned = other.processes.spawn(launch({}), () => undefined)
    return { spawned, exits, children: processes.list().filter(entry => entry.parent === process.pid) }
  })
  expect(result).toEqual({ spawned: { ok: false, error: 'ENOENT' }, exits: [], children: [] })
  await broken.stop()
})

test('10,000 orphans that end at the same moment are all reaped, each reported once, none left a zombie', async () => {
  const result = await rig.run(async ({ processes }, { run, exits, native }) => {
    processes.becomeSubreaper()
    const seen = exits.length
    const limits = [{ resource: 6, soft: 90_000n, hard: 90_000n }]
    const ran = await run({ candidates: [`${native}/makes-orphans`], argv: ['makes-orphans', '10000'], limits })
    while (exits.length - seen < 10_001) {
      await new Promise(resolve => setImmediate(resolve))
    }
    const orphans = exits.slice(seen).filter(exit => exit.status === 7)
    return {
      maker: ran.exit.status,
      pids: new Set(orphans.map(exit => exit.pid)).size,
      left: processes.list().filter(entry => entry.parent === process.pid).length,
    }
  })
  expect(result).toEqual({ maker: 0, pids: 10_000, left: 0 })
}, 60_000)

test('a child that ended before anybody listened is reaped and reported all the same', async () => {
  const other = await startRig({ role: 'command' })
  const status = await other.run(async (_, { native, launch, parts }) => {
    const addon = parts.loadNative(`${native}/berth.node`)
    const children = parts.createChildren(addon, parts.createPoller(addon), `${native}/executor`)
    const pid = children.spawn(launch({ candidates: ['/bin/false'] }), () => undefined)
    if (!pid.ok) {
      return pid.error
    }
    while (addon.readProcess(pid.value)[4] !== 1n) {
      await new Promise(resolve => setImmediate(resolve))
    }
    children.reap()
    const left = addon.readProcess(pid.value).length
    return new Promise<string>(resolve => children.onExit(exit => resolve(`${left} ${exit.how} ${exit.status}`)))
  })
  expect(status).toBe('0 exited 1')
  await other.stop()
})

test('a listener that throws does not cost the exits that came with it', async () => {
  const other = await startRig()
  const result = await other.run(async ({ processes }, { launch }) => {
    const bugs: unknown[] = []
    const statuses: number[] = []
    processes.onBug(error => bugs.push(error))
    processes.onExit(exit => {
      statuses.push(exit.status)
      if (statuses.length === 1) {
        throw new Error('a bug')
      }
    })
    for (let i = 1; i <= 5; i++) {
      processes.spawn(launch({ candidates: ['/bin/sh'], argv: ['sh', '-c', `exit ${i}`] }), () => undefined)
    }
    while (statuses.length < 5) {
      await new Promise(resolve => setImmediate(resolve))
    }
    return { statuses: statuses.sort(), bugs: bugs.map(String) }
  })
  expect(result).toEqual({ statuses: [1, 2, 3, 4, 5], bugs: ['Error: a bug'] })
  await other.stop()
})

test('kill, and kill with a value, reach the process; a pid that is nobody is ESRCH', async () => {
  const result = await rig.run(async ({ processes }, { begin, exitOf }) => {
    const begun = await begin({ candidates: ['/bin/sleep'], argv: ['sleep', '100'] })
    const queued = processes.queueSignal(begun.pid, 15, 7)
    return { queued, exit: await exitOf(begun.pid), nobody: processes.kill(4_000_000, 15) }
  })
  expect(result).toMatchObject({
    queued: { ok: true },
    exit: { how: 'killed', status: 15 },
    nobody: { ok: false, error: 'ESRCH' },
  })
})

test('signals sent by sigqueue carry their value', async () => {
  const value = await rig.run(async ({ processes, sockets }, { begin, exitOf, native }) => {
    const pipe = sockets.pipe()
    if (!pipe.ok) {
      throw new Error('no pipe')
    }
    let said = ''
    const line = new Promise<void>(resolve => {
      const received = (bytes: Uint8Array) => {
        said += Buffer.from(bytes).toString()
        if (said.endsWith('ready\n')) {
          resolve()
        }
      }
      sockets.readPipe(pipe.value.read, received, () => undefined)
    })
    const begun = await begin({
      candidates: [`${native}/tells-signal`],
      output: { to: 'descriptor', fd: pipe.value.write },
    })
    sockets.closeDescriptor(pipe.value.write)
    await line
    processes.queueSignal(begun.pid, 37, 4711)
    await exitOf(begun.pid)
    while (!said.includes('4711')) {
      await new Promise(resolve => setImmediate(resolve))
    }
    return said
  })
  expect(value).toBe('ready\nsignal 37 value 4711\n')
})

test('our own name is what /proc says, cut to 15 bytes', async () => {
  const names = await rig.run(({ processes }) => {
    processes.setComm('systemd')
    const short = processes.comm(process.pid)
    processes.setComm('a-name-that-is-too-long')
    return [short, processes.comm(process.pid)]
  })
  expect(names).toEqual(['systemd', 'a-name-that-is-'])
})

test('a program that is no manager may start what outlives it, and cannot begin a new life', async () => {
  const command = await startRig({ role: 'command' })
  const result = await command.run(async ({ processes }, { begin }) => ({
    begun: await begin({ candidates: ['/bin/sleep'], argv: ['sleep', '100'] }),
    again: processes.reexecute(),
  }))
  await command.stop()
  expect(result).toMatchObject({ begun: { told: null }, again: { ok: false, error: 'EPERM' } })
  expect(await rig.run(({ processes }, _, pid) => processes.comm(pid), result.begun.pid)).toBe('sleep')
  process.kill(result.begun.pid, 'SIGKILL')
})

test('hundreds of starts leave no descriptor behind', async () => {
  const counts = await rig.run(async (_, { run }) => {
    const { readdirSync: list } = await import('node:fs')
    await run({})
    const before = list('/proc/self/fd').length
    for (let i = 0; i < 100; i++) {
      await Promise.all([run({}), run({ candidates: ['/nope'] }), run({})])
    }
    return list('/proc/self/fd').length - before
  })
  expect(counts).toBe(0)
}, 20_000)

test('an executor whose manager is gone still ends with the right code', async () => {
  const status = await rig.run(async (_, { launch, native, parts, exitOf }) => {
    const addon = parts.loadNative(`${native}/berth.node`)
    const { encodeLaunch } = parts
    const executor = Buffer.from(`${native}/executor\0`)
    const status = new Int32Array(1)
    const pid = addon.spawn(
      executor,
      encodeLaunch(launch({ candidates: ['/nope'], ignoreSigpipe: false })),
      new Int32Array(),
      status,
    )
    addon.fdClose(status[0] ?? -1)
    return (await exitOf(pid)).status
  })
  expect(status).toBe(203)
})
