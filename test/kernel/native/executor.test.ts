import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { formatVersion } from '#kernel/processes/launch-format.ts'
import type { FlatLaunch } from '../../fixture/complete-launch.ts'
import type { Ran } from '../../fixture/kernel-host.ts'
import { nativeEnvironment, nativeFolder, type Rig, sanitized, startRig } from '../rig.ts'
import type { State } from './state.ts'

const infinity = 2n ** 64n - 1n
const nobody = 65534
let rig: Rig
let folder: string

beforeAll(async () => {
  rig = await startRig()
  folder = mkdtempSync('/tmp/berth-executor-')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await rig.stop()
})

const run = (launch: FlatLaunch): Promise<Ran> => rig.run((_, tools, given) => tools.run(given), launch)

/** StateDirectory=, as the service's. */
const state = {
  base: '/var/lib',
  mode: 0o755,
  owner: 'service',
  isLeftAsFound: false,
  exitStatus: 238,
  links: [],
} as const

/** Runs a program that tells what it was given. */
async function stateOf(launch: FlatLaunch): Promise<State> {
  const ran = await run({ candidates: [join(nativeFolder, 'tells-state')], ...launch })
  expect({ told: ran.told, status: ran.exit.status, output: ran.output }).toMatchObject({ told: null, status: 0 })
  return JSON.parse(ran.output) as State
}

/** Exit code and first line of a launch that cannot be carried out. */
async function failureOf(launch: FlatLaunch): Promise<readonly [number, string | null | undefined]> {
  const ran = await run(launch)
  expect(ran.exit.how).toBe('exited')
  return [ran.exit.status, ran.told?.split('\n')[0]]
}

test('arguments and environment arrive as they are, bytes that are not UTF-8 included', async () => {
  const state = await stateOf({ argv: ['@name', 'a b', '', 'é\udcff'], environment: ['A=1', 'B=\udc80='] })
  expect(state.argv).toEqual(['@name', 'a b', '', '\udcc3\udca9\udcff'])
  expect(state.environment).toEqual(['A=1', 'B=\udc80='])
})

test('variables for the pid that are empty get it, others are left alone', async () => {
  const state = await stateOf({ environment: ['SYSTEMD_EXEC_PID=', 'WATCHDOG_PID=7', 'MAINPID='] })
  expect(state.environment).toEqual([`SYSTEMD_EXEC_PID=${state.pid}`, 'WATCHDOG_PID=7', 'MAINPID='])
})

test('a process starts with its own session, no blocked signals, SIGPIPE ignored, and nothing open but its streams', async () => {
  const state = await stateOf({})
  expect(state.session).toBe(state.pid)
  expect(state.status).toMatchObject({ SigBlk: '0000000000000000', SigIgn: '0000000000001000', Threads: '1' })
  expect(Object.keys(state.fds)).toEqual(['0', '1', '2'])
  expect(state.fds['0']?.target).toBe('/dev/null')
})

test('without IgnoreSIGPIPE= the signal acts as the kernel has it', async () => {
  expect((await stateOf({ ignoreSigpipe: false })).status['SigIgn']).toBe('0000000000000000')
})

test('every process carries the mark of its start, and its descendants do', async () => {
  const mark = 2n ** 64n - 4711n
  const state = await stateOf({ mark })
  expect(state.limits[10]).toEqual([String(mark), String(mark)])
  const child = await run({
    candidates: ['/bin/sh'],
    argv: ['sh', '-c', 'env -i setsid grep "file locks" /proc/self/limits'],
    mark,
  })
  expect(child.output).toMatch(new RegExp(`${mark} +${mark}`))
})

test('LimitLOCKS= does not replace the mark', async () => {
  const limits = [{ resource: 10, soft: 5n, hard: 5n }]
  expect((await stateOf({ limits, mark: 2n ** 64n - 5n })).limits[10]?.[0]).toBe(String(2n ** 64n - 5n))
})

test('resource limits are set, soft and hard', async () => {
  const limits = [
    { resource: 7, soft: 100n, hard: 200n },
    { resource: 4, soft: 0n, hard: infinity },
  ]
  const state = await stateOf({ limits })
  expect(state.limits[7]).toEqual(['100', '200'])
  expect(state.limits[4]).toEqual(['0', String(infinity)])
})

test('a limit that may not be raised is set as high as it goes', async () => {
  const now = (await stateOf({})).limits[7]?.[1]
  const state = await stateOf({ limits: [{ resource: 7, soft: 2_000_000_000n, hard: 2_000_000_000n }] })
  expect([
    [now, now],
    ['2000000000', '2000000000'],
  ]).toContainEqual(state.limits[7])
})

test('a soft limit above the hard one is an error (205)', async () => {
  const launch = { limits: [{ resource: 7, soft: 20n, hard: 10n }] }
  expect(await failureOf(launch)).toEqual([205, 'cannot set resource limit 7: Invalid argument'])
})

test('passed descriptors stand at 3, 4, ... in their order, with LISTEN_PID set', async () => {
  const ran = await rig.run(async ({ sockets }, tools) => {
    const first = sockets.pipe()
    const second = sockets.pipe()
    if (!first.ok || !second.ok) {
      throw new Error('no pipe')
    }
    const passed = [second.value.write, first.value.read, second.value.write]
    const result = await tools.run({
      candidates: [`${tools.native}/tells-state`],
      environment: ['LISTEN_FDS=3'],
      passed,
    })
    for (const fd of [first.value.read, first.value.write, second.value.read, second.value.write]) {
      sockets.closeDescriptor(fd)
    }
    return result
  })
  const state = JSON.parse(ran.output) as State
  expect(Object.keys(state.fds)).toEqual(['0', '1', '2', '3', '4', '5'])
  expect(state.fds['3']?.target).toBe(state.fds['5']?.target)
  expect(state.fds['3']?.target).not.toBe(state.fds['4']?.target)
  expect([state.fds['3']?.flags, state.fds['4']?.flags].map(flags => (flags ?? 0) & 0o4001)).toEqual([1, 0])
  expect(state.fds['4']?.inheritable).toBe(true)
  expect(state.environment).toEqual(['LISTEN_FDS=3', `LISTEN_PID=${state.pid}`])
})

test('NonBlocking= sets O_NONBLOCK on what is passed', async () => {
  const ran = await rig.run(async ({ sockets }, tools) => {
    const pipe = sockets.pipe()
    if (!pipe.ok) {
      throw new Error('no pipe')
    }
    const result = await tools.run({
      candidates: [`${tools.native}/tells-state`],
      passed: [pipe.value.write],
      nonBlocking: true,
    })
    sockets.closeDescriptor(pipe.value.read)
    sockets.closeDescriptor(pipe.value.write)
    return result
  })
  expect((JSON.parse(ran.output) as State).fds['3']?.flags).toBe(0o4001)
})

test('a hundred passed descriptors keep their order, though their numbers and the targets overlap', async () => {
  const ran = await rig.run(async ({ sockets }, tools) => {
    const pipes = Array.from({ length: 100 }, () => sockets.pipe()).flatMap(pipe => (pipe.ok ? [pipe.value] : []))
    const passed = pipes.map(pipe => pipe.read).reverse()
    const script = 'for n in $(seq 3 102); do readlink /proc/$$/fd/$n; done'
    const result = await tools.run({ candidates: ['/bin/sh'], argv: ['sh', '-c', script], passed })
    const expected = passed.map(fd => `/proc/self/fd/${fd}`)
    const { readlinkSync: read } = await import('node:fs')
    const targets = expected.map(path => read(path))
    for (const { read: end, write } of pipes) {
      sockets.closeDescriptor(end)
      sockets.closeDescriptor(write)
    }
    return { output: result.output, targets }
  })
  expect(ran.output.trim().split('\n')).toEqual(ran.targets)
})

test('umask, nice level, timer slack, personality and coredump filter are applied', async () => {
  const state = await stateOf({
    umask: 0o077,
    nice: 5,
    timerSlackNs: 123_456n,
    personality: 0x0008,
    coredumpFilter: 0x21,
  })
  expect(state).toMatchObject({
    umask: 0o077,
    nice: 5,
    timerSlack: 123_456,
    personality: 8,
    coredumpFilter: '00000021',
  })
})

test('a nice level that is refused becomes the nearest that is allowed', async () => {
  const plain = await startRig({ uid: nobody })
  const ran = await plain.run((_, tools) => tools.run({ candidates: [`${tools.native}/tells-state`], nice: -5 }))
  expect((JSON.parse(ran.output) as State).nice).toBe(0)
  await plain.stop()
})

test('the OOM score is set, and where it may not be lowered the service starts all the same', async () => {
  expect((await stateOf({ oomScoreAdjust: 500 })).oomScoreAdjust).toBe('500')
  const plain = await startRig({ uid: nobody })
  const ran = await plain.run((_, { run: start }) => start({ oomScoreAdjust: -900 }))
  expect([ran.told, ran.exit.status]).toEqual([null, 0])
  await plain.stop()
})

test('an impossible OOM score is an error (206)', async () => {
  expect((await failureOf({ oomScoreAdjust: 5000 }))[0]).toBe(206)
})

test('CPU scheduling: a policy is set, an impossible priority is an error (214)', async () => {
  expect(await stateOf({ scheduling: { policy: 3, priority: 0, resetOnFork: true } })).toMatchObject({
    policy: 0x40000003,
    priority: 0,
  })
  const impossible = await failureOf({ scheduling: { policy: 0, priority: 50, resetOnFork: false } })
  expect(impossible).toEqual([214, 'Failed to set up CPU scheduling: Invalid argument'])
})

test('CPU affinity is set; processors that do not exist are an error (215)', async () => {
  expect((await stateOf({ cpuAffinity: [0] })).status['Cpus_allowed_list']).toBe('0')
  expect((await failureOf({ cpuAffinity: [4000] }))[0]).toBe(215)
  expect((await failureOf({ cpuAffinity: [100_000] }))[0]).toBe(215)
})

test('IO priority is set; an impossible class is an error (211)', async () => {
  expect((await stateOf({ ioPriority: { class: 2, level: 3 } })).ioPriority).toBe((2 << 13) | 3)
  expect((await failureOf({ ioPriority: { class: 7, level: 0 } }))[0]).toBe(211)
})

test('ids: user, group and exactly the groups given', async () => {
  const state = await stateOf({ identity: { as: 'ids', uid: 1234, gid: 2345, groups: [2345, 77] } })
  expect(state).toMatchObject({ uid: 1234, gid: 2345, groups: [77, 2345] })
  expect(state.status['CapEff']).toBe('0000000000000000')
})

test('lookup: the name service is asked, and HOME, LOGNAME, USER and SHELL come from it', async () => {
  const identity = { as: 'lookup', user: 'nobody', group: null, supplementary: ['daemon'] } as const
  const state = await stateOf({ identity, environment: ['SHELL=/mine'] })
  expect(state).toMatchObject({ uid: nobody, gid: nobody })
  expect([...state.groups].sort()).toEqual([1, nobody])
  expect(state.environment).toEqual(['SHELL=/mine', 'HOME=/nonexistent', 'LOGNAME=nobody', 'USER=nobody'])
})

test('lookup of a group alone leaves the user', async () => {
  const identity = { as: 'lookup', user: null, group: 'daemon', supplementary: [] } as const
  expect(await stateOf({ identity })).toMatchObject({ uid: 0, gid: 1, environment: [] })
})

test('an unknown user is 217, an unknown group 216, and both come before a missing program', async () => {
  const lookup = (user: string | null, group: string | null) => ({
    identity: { as: 'lookup' as const, user, group, supplementary: [] },
    candidates: ['/nope'],
  })
  expect(await failureOf(lookup('no-such-user', null))).toEqual([
    217,
    'Failed to determine user credentials: No such process',
  ])
  expect((await failureOf(lookup(null, 'no-such-group')))[0]).toBe(216)
})

test('a manager without privileges may be told its own identity, but no other (216, 217)', async () => {
  const plain = await startRig({ uid: nobody })
  const become = (uid: number, gid: number, groups: number[]) =>
    plain.run(
      async (_, { run: start }, identity) => (await start({ identity: { as: 'ids', ...identity } })).exit.status,
      { uid, gid, groups },
    )
  expect(await become(nobody, nobody, [nobody])).toBe(0)
  expect(await become(nobody, nobody, [1])).toBe(216)
  expect(await become(1, nobody, [nobody])).toBe(217)
  await plain.stop()
})

test('the working directory is entered as the service, after its user was changed', async () => {
  mkdirSync(join(folder, 'private'), { mode: 0o700 })
  const identity = { as: 'ids', uid: nobody, gid: nobody, groups: [] } as const
  const at = (path: string, optional: boolean) => ({ at: 'path', path, optional }) as const
  expect((await stateOf({ workingDirectory: at('/usr/lib', false) })).directory).toBe('/usr/lib')
  expect(await failureOf({ workingDirectory: at(join(folder, 'private'), false), identity })).toEqual([
    200,
    'Changing to the requested working directory failed: Permission denied',
  ])
  expect((await stateOf({ workingDirectory: at('/nope', true) })).directory).toBe('/')
})

test('`~` is the HOME of the environment, or what the name service says; without one it is an error (200)', async () => {
  const workingDirectory = { at: 'home', optional: false } as const
  expect((await stateOf({ workingDirectory, environment: ['HOME=/usr/bin'] })).directory).toBe('/usr/bin')
  const identity = { as: 'lookup', user: 'daemon', group: null, supplementary: [] } as const
  expect((await stateOf({ workingDirectory, identity })).directory).toBe('/usr/sbin')
  expect((await failureOf({ workingDirectory }))[0]).toBe(200)
})

test('the first candidate that exists is run', async () => {
  const ran = await run({ candidates: ['/nope/true', '/bin/echo', '/bin/false'], argv: ['echo', 'found'] })
  expect([ran.output, ran.exit.status]).toEqual(['found\n', 0])
})

test.each([
  ['is missing', '/nope', 'No such file or directory'],
  ['is not executable', '/etc/passwd', 'Permission denied'],
  ['is a folder', '/usr', 'Is a directory'],
])('a program that %s is an error (203)', async (_, path, reason) => {
  expect(await failureOf({ candidates: [path] })).toEqual([203, `Unable to locate executable '${path}': ${reason}`])
})

test('a missing program (203) comes before a missing working directory (200), as in systemd', async () => {
  const workingDirectory = { at: 'path', path: '/nope', optional: false } as const
  expect((await failureOf({ candidates: ['/nope'], workingDirectory }))[0]).toBe(203)
})

test('what is no program is not given to a shell (203)', async () => {
  const path = join(folder, 'no-interpreter')
  writeFileSync(path, 'echo hello\n', { mode: 0o755 })
  expect(await failureOf({ candidates: [path] })).toEqual([203, `Failed to execute ${path}: Exec format error`])
})

test('standard input from a file, output to a file: written over, appended or truncated', async () => {
  const input = join(folder, 'input')
  const output = join(folder, 'output')
  writeFileSync(input, 'from a file')
  expect((await stateOf({ input: { from: 'file', path: input } })).input).toBe('from a file')
  const echo = async (text: string, mode: 'write' | 'append' | 'truncate') => {
    await run({ candidates: ['/bin/echo'], argv: ['echo', text], output: { to: 'file', path: output, mode } })
    return readFileSync(output, 'utf8')
  }
  expect(await echo('12345', 'write')).toBe('12345\n')
  expect(await echo('ab', 'write')).toBe('ab\n45\n')
  expect(await echo('c', 'append')).toBe('ab\n45\nc\n')
  expect(await echo('d', 'truncate')).toBe('d\n')
  expect(statSync(output).mode & 0o777).toBe(0o644)
})

test('input and output to the same file are one description', async () => {
  const path = join(folder, 'both')
  const both = { input: { from: 'file', path }, output: { to: 'file', path, mode: 'write' } } as const
  writeFileSync(path, 'abcdef')
  await run({
    candidates: ['/bin/sh'],
    argv: ['sh', '-c', 'dd bs=3 count=1 2>/dev/null >/dev/null; printf X'],
    ...both,
  })
  expect(readFileSync(path, 'utf8')).toBe('abcXef')
})

test('a file that is a socket is connected to', async () => {
  const path = join(folder, 'socket')
  const heard = new Promise<string>(resolve => {
    const server = createServer(connection => {
      connection.on('data', data => resolve(String(data)))
      server.close()
    }).listen(path, () => {
      const output = { to: 'file', path, mode: 'write' } as const
      void run({ candidates: ['/bin/echo'], argv: ['echo', 'to a socket'], output })
    })
  })
  expect(await heard).toBe('to a socket\n')
})

test.each([
  ['input', 208, { input: { from: 'file', path: '/nope/x' } }],
  ['output', 209, { output: { to: 'file', path: '/nope/x', mode: 'write' } }],
  ['error output', 222, { error: { to: 'file', path: '/nope/x', mode: 'append' } }],
] as const)('standard %s that cannot be opened is an error (%i)', async (what, status, launch) => {
  expect(await failureOf(launch)).toEqual([status, `Failed to set up standard ${what}: No such file or directory`])
})

test('outputs inherit from input and from each other', async () => {
  const path = join(folder, 'inherited')
  writeFileSync(path, '')
  const state = async (launch: FlatLaunch) => {
    const file = join(folder, 'told')
    await run({ candidates: [join(nativeFolder, 'tells-state')], argv: ['tells-state', file], ...launch })
    return JSON.parse(readFileSync(file, 'utf8')) as State
  }
  const shared = { from: 'file', path } as const
  const fds = (await state({ input: shared, output: { to: 'inherit-stdin' }, error: { to: 'inherit-stdout' } })).fds
  expect([fds['0']?.target, fds['1']?.target, fds['2']?.target]).toEqual([path, path, path])
  const none = (await state({ output: { to: 'inherit-stdin' }, error: { to: 'null' } })).fds
  expect([none['1']?.target, (none['1']?.flags ?? 0) & 3]).toEqual(['/dev/null', 1])
})

test('a pipe for output belongs to the service, which may open /dev/stdout again', async () => {
  const identity = { as: 'ids', uid: nobody, gid: nobody, groups: [] } as const
  const ran = await run({ candidates: ['/bin/sh'], argv: ['sh', '-c', 'echo again > /proc/self/fd/1'], identity })
  expect(ran.output).toBe('again\n')
})

test('directories are made with parents, mode, owner and links that are relative', async () => {
  const path = join(folder, 'state/a/b')
  const identity = { as: 'ids', uid: nobody, gid: nobody, groups: [] } as const
  const directories = [
    { ...state, path, mode: 0o750, links: [join(folder, 'state/c/d'), join(folder, 'e')] },
    { ...state, path: join(folder, 'config'), owner: 'manager', links: [] },
  ] as const
  await stateOf({ directories, identity })
  const status = statSync(path)
  expect([status.mode & 0o7777, status.uid, status.gid]).toEqual([0o750, nobody, nobody])
  expect(statSync(join(folder, 'state/a')).uid).toBe(0)
  expect(statSync(join(folder, 'config')).uid).toBe(0)
  expect(readlinkSync(join(folder, 'state/c/d'))).toBe('../a/b')
  expect(readlinkSync(join(folder, 'e'))).toBe('state/a/b')
  await stateOf({ directories, identity })
})

test('a directory of another owner is given to the service with all that is in it, links not followed', async () => {
  const path = join(folder, 'cache')
  mkdirSync(join(path, 'deep/deeper'), { recursive: true })
  writeFileSync(join(path, 'deep/file'), '')
  writeFileSync(join(folder, 'outside'), '')
  symlinkSync(join(folder, 'outside'), join(path, 'link'))
  const directories = [{ ...state, path, mode: 0o700 }]
  await stateOf({ directories, identity: { as: 'ids', uid: nobody, gid: nobody, groups: [] } })
  const owners = ['.', 'deep', 'deep/deeper', 'deep/file'].map(name => statSync(join(path, name)).uid)
  expect(owners).toEqual([nobody, nobody, nobody, nobody])
  expect(statSync(join(folder, 'outside')).uid).toBe(0)
})

test('an existing directory with the right owner keeps what is in it, and gets the mode', async () => {
  const path = join(folder, 'logs')
  mkdirSync(path, { mode: 0o755 })
  writeFileSync(join(path, 'old'), '')
  const directories = [{ ...state, path, mode: 0o2750, owner: 'manager' as const }]
  await stateOf({ directories })
  expect(statSync(path).mode & 0o7777).toBe(0o2750)
})

test('a directory that cannot be made ends with the exit code it names', async () => {
  writeFileSync(join(folder, 'file'), '')
  const directory = (path: string, links: string[]) => ({
    directories: [{ ...state, path, exitStatus: 233, links }],
  })
  expect((await failureOf(directory(join(folder, 'file'), [])))[0]).toBe(233)
  expect((await failureOf(directory(join(folder, 'file/below'), [])))[0]).toBe(233)
  expect((await failureOf(directory(join(folder, 'fine'), [join(folder, 'file')])))[0]).toBe(233)
})

test('RootDirectory= is what the program sees as /; a missing one is an error (226)', async () => {
  const ran = await run({
    candidates: ['/tells-state'],
    root: nativeFolder,
    workingDirectory: { at: 'path', path: '/', optional: false },
  })
  /* The sanitized program needs libraries, which are not in that folder. */
  if (!sanitized) {
    expect((JSON.parse(ran.output) as State).directory).toBe('/')
  }
  expect((await failureOf({ root: '/nope' }))[0]).toBe(226)
})

test('capabilities: what is not in the bounding set is gone, for root as well', async () => {
  const state = await stateOf({ capabilityBounding: 0b1001n })
  expect([state.status['CapBnd'], state.status['CapEff']]).toEqual(['0000000000000009', '0000000000000009'])
})

test('ambient capabilities survive the change of the user', async () => {
  const identity = { as: 'ids', uid: nobody, gid: nobody, groups: [] } as const
  const state = await stateOf({ identity, capabilityAmbient: 1n << 10n, capabilityBounding: (1n << 10n) | 0b1111n })
  expect(state.status).toMatchObject({
    CapAmb: '0000000000000400',
    CapEff: '0000000000000400',
    CapPrm: '0000000000000400',
  })
})

test('ambient capabilities for root, and none where none are asked for', async () => {
  expect((await stateOf({ capabilityAmbient: 1n << 10n })).status['CapAmb']).toBe('0000000000000400')
  expect((await stateOf({ capabilityAmbient: 0n })).status['CapAmb']).toBe('0000000000000000')
})

test('capabilities that are not ours to give are an error (218)', async () => {
  const plain = await startRig({ uid: nobody })
  const status = await plain.run(async (_, { run: start }) => [
    (await start({ capabilityAmbient: 1n << 10n })).exit.status,
    (await start({ capabilityBounding: 0n })).exit.status,
  ])
  expect(status).toEqual([218, 218])
  await plain.stop()
})

test('secure bits are set also for a service of another user; without the right to it is an error (213)', async () => {
  const identity = { as: 'ids', uid: nobody, gid: nobody, groups: [] } as const
  expect((await stateOf({ identity, secureBits: 0b0011 })).secureBits).toBe(0b0011)
  expect((await stateOf({ secureBits: 0 })).secureBits).toBe(0)
  const plain = await startRig({ uid: nobody })
  expect(await plain.run(async (_, { run: start }) => (await start({ secureBits: 1 })).exit.status)).toBe(213)
  await plain.stop()
})

test('NoNewPrivileges= is set', async () => {
  expect((await stateOf({ noNewPrivileges: true })).status['NoNewPrivs']).toBe('1')
  expect((await stateOf({})).status['NoNewPrivs']).toBe('0')
})

test('a descriptor that is not open cannot be passed (202)', async () => {
  expect(await failureOf({ passed: [9999] })).toEqual([202, 'cannot duplicate descriptor 9999: Bad file descriptor'])
})

test('a launch that is cut off or of another version is refused (204)', () => {
  const start = (bytes: number[]) => {
    const path = join(folder, 'launch')
    writeFileSync(path, Uint8Array.from(bytes))
    const script = `exec ${join(nativeFolder, 'executor')} 8 9 8<${path} 9>&1`
    const ended = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: nativeEnvironment() })
    return [ended.status, ended.stdout.split('\n')[0]]
  }
  const version = new Uint8Array(Uint32Array.of(formatVersion).buffer)
  expect(start([])).toEqual([204, 'cannot read the launch: Bad message'])
  expect(start([9, 0, 0, 0])).toEqual([204, 'cannot read the launch of another version: Protocol error'])
  expect(start([...version, 255, 255, 255, 255])).toEqual([204, 'cannot read the launch: Bad message'])
  expect(start([...version, 1, 0, 0, 0, 1, 0, 0, 0, 65, 66])).toEqual([204, 'cannot read the launch: Bad message'])
})

test('a descriptor the manager itself was left with does not reach the service', async () => {
  const leaking = await startRig({ through: join(nativeFolder, 'leaks-descriptor') })
  const ran = await leaking.run(async ({ sockets }, tools) => ({
    leaked: sockets.descriptorExists(40),
    output: (await tools.run({ candidates: [`${tools.native}/tells-state`] })).output,
  }))
  expect(ran.leaked).toBe(true)
  expect(Object.keys((JSON.parse(ran.output) as State).fds)).toEqual(['0', '1', '2'])
  await leaking.stop()
})

test('where close_range is refused, descriptors are closed one by one', async () => {
  const refusing = await startRig({ through: join(nativeFolder, 'refuses-system-calls') })
  const ran = await refusing.run(async ({ sockets }, tools) => {
    const pipe = sockets.pipe()
    if (!pipe.ok) {
      throw new Error('no pipe')
    }
    const { output } = await tools.run({ candidates: [`${tools.native}/tells-state`], passed: [pipe.value.read] })
    return { leaked: sockets.descriptorExists(40), output }
  })
  expect(ran.leaked).toBe(true)
  expect(Object.keys((JSON.parse(ran.output) as State).fds)).toEqual(['0', '1', '2', '3'])
  await refusing.stop()
})

const service = { identity: { as: 'ids', uid: nobody, gid: nobody, groups: [] } } as const

/** A folder of the service's user, with something of root's outside of it. */
function usersFolder(name: string): { readonly own: string; readonly roots: string } {
  const own = join(folder, name)
  const roots = join(folder, `${name}-of-root`)
  mkdirSync(own)
  chownSync(own, nobody, nobody)
  mkdirSync(roots, { mode: 0o700 })
  writeFileSync(join(roots, 'file'), 'root')
  return { own, roots }
}

function ownersOf(path: string): readonly (readonly number[])[] {
  return [path, join(path, 'file')].map(each => [statSync(each).uid, statSync(each).mode & 0o7777])
}

const untouched = [
  [0, 0o700],
  [0, 0o644],
]

test.each([
  ['a link in place of a directory', (own: string) => own, 'link'],
  ['a link on the way to a directory', (own: string) => own, 'link/deep'],
  ["a link of root's that a user may have moved there", () => null, 'link/deep'],
])('%s is refused, and its target stays as it is', async (_, ownerOf, below) => {
  const { own, roots } = usersFolder(`rd-${below.length}-${_.length}`)
  symlinkSync(roots, join(own, 'link'))
  if (ownerOf(own) !== null) {
    lchownSync(join(own, 'link'), nobody, nobody)
  }
  const made = await failureOf({ ...service, directories: [{ ...state, path: join(own, below), exitStatus: 233 }] })
  expect(made).toEqual([
    233,
    'Failed to set up special execution directory in /var/lib: Too many levels of symbolic links',
  ])
  expect(ownersOf(roots)).toEqual(untouched)
  expect(existsSync(join(roots, 'deep'))).toBe(false)
})

test("root's own links in root's folders lead on, but for the last name", async () => {
  const roots = join(folder, 'linked')
  mkdirSync(roots)
  symlinkSync('linked', join(folder, 'link'))
  await stateOf({ ...service, directories: [{ ...state, path: join(folder, 'link/deep') }] })
  expect(statSync(join(roots, 'deep')).uid).toBe(nobody)
  expect((await failureOf({ ...service, directories: [{ ...state, path: join(folder, 'link') }] }))[0]).toBe(238)
  expect(statSync(roots).uid).toBe(0)
})

test('a directory that DynamicUser= left in private/ comes back to its place', async () => {
  mkdirSync(join(folder, 'private/kept'), { recursive: true })
  symlinkSync('private/kept', join(folder, 'kept'))
  await stateOf({ ...service, directories: [{ ...state, path: join(folder, 'kept') }] })
  expect(lstatSync(join(folder, 'kept')).isDirectory()).toBe(true)
  expect(statSync(join(folder, 'kept')).uid).toBe(nobody)
})

test('a directory with configuration is given to the service where it is new, and left alone where it is not', async () => {
  const path = join(folder, 'configuration')
  const directories = [{ ...state, path, mode: 0o750, isLeftAsFound: true }]
  await stateOf({ ...service, directories })
  expect([statSync(path).uid, statSync(path).mode & 0o777]).toEqual([nobody, 0o750])
  chownSync(path, 0, 0)
  chmodSync(path, 0o755)
  await stateOf({ ...service, directories })
  expect([statSync(path).uid, statSync(path).mode & 0o777]).toEqual([0, 0o755])
})

test.each(['write', 'append', 'truncate'] as const)(
  "an output file (%s) is not written through a user's link",
  async mode => {
    const { own, roots } = usersFolder(`output-${mode}`)
    const path = join(own, 'log')
    symlinkSync(join(roots, 'file'), path)
    lchownSync(path, nobody, nobody)
    const launch = {
      ...service,
      candidates: ['/bin/echo'],
      argv: ['echo', 'x'],
      output: { to: 'file', path, mode },
    } as const
    expect(await failureOf(launch)).toEqual([
      209,
      'Failed to set up standard output: Too many levels of symbolic links',
    ])
    expect(readFileSync(join(roots, 'file'), 'utf8')).toBe('root')
  },
)

test("an input file is not read through a user's link", async () => {
  const { own, roots } = usersFolder('input-link')
  symlinkSync(roots, join(own, 'link'))
  lchownSync(join(own, 'link'), nobody, nobody)
  const input = { from: 'file', path: join(own, 'link/file') } as const
  expect((await failureOf({ ...service, input }))[0]).toBe(208)
})

test("a user's link to the user's own file beside it is followed, to another's it is not", async () => {
  const { own } = usersFolder('output-beside')
  for (const name of ['today', 'foreign']) {
    writeFileSync(join(own, name), '')
    symlinkSync(name, join(own, `to-${name}`))
    lchownSync(join(own, `to-${name}`), nobody, nobody)
  }
  chownSync(join(own, 'today'), nobody, nobody)
  const write = (name: string) => {
    const output = { to: 'file', path: join(own, name), mode: 'append' } as const
    return run({ ...service, candidates: ['/bin/echo'], argv: ['echo', 'x'], output })
  }
  expect((await write('to-today')).exit.status).toBe(0)
  expect(readFileSync(join(own, 'today'), 'utf8')).toBe('x\n')
  expect((await write('to-foreign')).exit.status).toBe(209)
})

test("another's file that was linked into a user's folder is not written to", async () => {
  const { own, roots } = usersFolder('output-hard')
  linkSync(join(roots, 'file'), join(own, 'log'))
  const output = { to: 'file', path: join(own, 'log'), mode: 'truncate' } as const
  expect(await failureOf({ ...service, output })).toEqual([209, 'Failed to set up standard output: Too many links'])
  expect(readFileSync(join(roots, 'file'), 'utf8')).toBe('root')
})

test("output may go to /proc/self/fd, whose links are the kernel's", async () => {
  const output = { to: 'file', path: '/dev/stdout', mode: 'append' } as const
  const link = join(folder, 'stdout')
  symlinkSync('/proc/self/fd/0', link)
  const input = { from: 'file', path: '/dev/null' } as const
  expect((await run({ input, output: { ...output, path: link } })).exit.status).toBe(0)
})

test("a FIFO of root's stays root's, whoever writes to it", async () => {
  const path = join(folder, 'fifo')
  expect(spawnSync('mkfifo', ['-m', '600', path]).status).toBe(0)
  const reader = openSync(path, constants.O_RDWR)
  for (const mode of ['write', 'append', 'truncate'] as const) {
    const output = { to: 'file', path, mode } as const
    expect((await run({ ...service, output, error: output })).exit.status).toBe(0)
    expect([statSync(path).uid, statSync(path).mode & 0o777]).toEqual([0, 0o600])
  }
  closeSync(reader)
})

test.each([
  ['/nope', 'No such file or directory'],
  ['/etc/passwd', 'Not a directory'],
])('RootDirectory=%s is an error (226)', async (root, reason) => {
  expect(await failureOf({ root })).toEqual([226, `Failed to set up mount namespacing: ${root}: ${reason}`])
})

test.each([
  [203, 'EXEC', { command: 'nope', candidates: ['/usr/bin/nope'] }],
  [200, 'CHDIR', { command: 'nope', workingDirectory: { at: 'path', path: '/nope', optional: false } }],
  [226, 'NAMESPACE', { command: 'nope', root: '/nope' }],
  [209, 'STDOUT', { command: 'nope', output: { to: 'file', path: '/nope/x', mode: 'write' } }],
] as const)('the last line of a failure (%i) names the step %s and the command', async (status, step, launch) => {
  const ran = await run(launch)
  expect([ran.exit.status, ran.told?.split('\n')[1]]).toEqual([
    status,
    `Failed at step ${step} spawning nope: No such file or directory`,
  ])
})
