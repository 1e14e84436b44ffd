import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { FlatLaunch } from '../../fixture/complete-launch.ts'
import { nativeEnvironment, nativeFolder, type Rig, startRig } from '../rig.ts'
import type { State } from './state.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) {
    child.kill('SIGKILL')
  }
  return rig.stop()
})

interface Terminal {
  readonly path: string
  readonly process: ChildProcess
  /** What was written to it, once that is enough. */
  heard(enough: (said: string) => boolean): Promise<string>
  close(): void
}

/** A whole object, however many pieces it came in. */
function isWhole(said: string): boolean {
  try {
    return typeof JSON.parse(said) === 'object'
  } catch {
    return false
  }
}

/** A terminal, which is another session's own when `owned`. */
async function openTerminal(owned = false): Promise<Terminal> {
  const child = spawn(join(nativeFolder, 'holds-terminal'), owned ? ['own'] : [], { env: nativeEnvironment() })
  children.add(child)
  let text = ''
  let changed = () => {}
  child.stdout.on('data', data => {
    text += String(data)
    changed()
  })
  async function until(enough: () => boolean): Promise<void> {
    while (!enough()) {
      await new Promise<void>(resolve => (changed = resolve))
    }
  }
  await until(() => text.includes('\n'))
  const path = text.slice(0, text.indexOf('\n'))
  return {
    path,
    process: child,
    heard: async enough => {
      const said = (): string => text.slice(path.length + 1)
      await until(() => enough(said()))
      return said()
    },
    close: () => child.kill('SIGKILL'),
  }
}

const run = (launch: FlatLaunch) => rig.run((_, tools, given) => tools.run(given), launch)

test('a terminal for input controls the session, belongs to the service, and serves for output too', async () => {
  const terminal = await openTerminal()
  const ran = await run({
    candidates: [join(nativeFolder, 'tells-state')],
    argv: ['tells-state'],
    input: { from: 'tty', steal: 'no' },
    output: { to: 'tty' },
    error: { to: 'inherit-stdout' },
    identity: { as: 'ids', uid: 65534, gid: 65534, groups: [] },
    tty: terminal.path,
  })
  expect([ran.exit.status, ran.told]).toEqual([0, null])
  const said = await terminal.heard(isWhole)
  const state = JSON.parse(said) as State
  expect(state).toMatchObject({ terminal: true, uid: 65534 })
  expect([state.fds['0']?.target, state.fds['1']?.target, state.fds['2']?.target]).toEqual(Array(3).fill(terminal.path))
  terminal.close()
})

test('a terminal for output only is written to, and controls nothing', async () => {
  const terminal = await openTerminal()
  const script = 'echo hello; test -w /dev/tty && true < /dev/tty'
  const ran = await run({
    candidates: ['/bin/sh'],
    argv: ['sh', '-c', script],
    output: { to: 'tty' },
    error: { to: 'null' },
    tty: terminal.path,
  })
  expect(await terminal.heard(said => said.length >= 6)).toBe('hello\n')
  expect(ran.exit.status).not.toBe(0)
  terminal.close()
})

test('a terminal that another session controls is an error with tty-fail (208), and taken with tty-force', async () => {
  const terminal = await openTerminal(true)
  const refused = await run({ input: { from: 'tty', steal: 'fail' }, tty: terminal.path })
  expect([refused.exit.status, refused.told?.split('\n')[0]]).toEqual([
    208,
    'Failed to set up standard input: Operation not permitted',
  ])
  const taken = await run({ input: { from: 'tty', steal: 'force' }, tty: terminal.path })
  expect([taken.exit.status, taken.told]).toEqual([0, null])
  terminal.close()
})

test('with tty the service waits until the other session has left the terminal', async () => {
  const terminal = await openTerminal(true)
  const pid = await rig.run((kernel, { launch }, tty) => {
    const spawned = kernel.processes.spawn(launch({ input: { from: 'tty', steal: 'no' }, tty }), () => undefined)
    return spawned.ok ? spawned.value : -1
  }, terminal.path)
  while (!isWatching(pid)) {
    await setImmediate()
  }
  terminal.process.stdin?.write('\n')
  const exit = await rig.run((_, { exitOf }, child) => exitOf(child), pid)
  expect(exit).toEqual({ pid, how: 'exited', status: 0 })
  terminal.close()
})

/** Whether the executor has got as far as to watch the terminal. */
function isWatching(pid: number): boolean {
  const folder = `/proc/${pid}/fd`
  return readdirSync(folder).some(fd => {
    try {
      return readlinkSync(join(folder, fd)).includes('inotify')
    } catch {
      return false
    }
  })
}

test('what is no terminal, or is not there, is an error (208, 209)', async () => {
  expect((await run({ input: { from: 'tty', steal: 'no' }, tty: '/dev/null' })).exit.status).toBe(208)
  expect((await run({ output: { to: 'tty' }, tty: '/dev/nope' })).exit.status).toBe(209)
})
