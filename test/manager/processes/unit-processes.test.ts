import { expect, test } from '@jest/globals'
import { ok } from '#core/base/result.ts'
import { step } from '#core/engine/step.ts'
import { emptyWorld } from '#core/engine/world.ts'
import type { Datagram } from '#kernel/kernel.ts'
import type { ProcessEntry, Processes } from '#kernel/processes/processes-api.ts'
import { foundProcess } from '#manager/deeds/found-process.ts'
import { takeDatagram } from '#manager/notify/socket.ts'
import { MarkMembership } from '#manager/processes/marks/mark-membership.ts'
import { unmarked } from '#manager/processes/marks/marks.ts'
import { UnitProcesses } from '#manager/processes/unit-processes.ts'
import { service } from '../../fake/units.ts'

interface Given {
  readonly pid: number
  readonly parent?: number
  readonly session?: number
  readonly mark?: bigint
  readonly uid?: number
}

const now = { realtime: 0, monotonic: 1 }

/** A manager's world with a.service, started as uid 1000, and processes of its own making. */
function container(own = unmarked) {
  const world = emptyWorld({ startLimitIntervalUs: 0n, startLimitBurst: 0 })
  const units = [service('a.service', { NotifyAccess: 'all' }), service('b.service', { NotifyAccess: 'all' })]
  step(world, { type: 'loaded', units }, now)
  step(world, { type: 'hold', units: ['a.service', 'b.service'] }, now)
  const alive = new Map<number, ProcessEntry & { readonly uid: number }>()
  const signals: string[] = []
  const signalled = (what: string) => {
    signals.push(what)
    return ok(undefined)
  }
  const processes = {
    list: () => [...alive.values()],
    entry: (pid: number) => alive.get(pid),
    usersOf: (pid: number) => {
      const process = alive.get(pid)
      return process === undefined ? undefined : { real: process.uid, effective: process.uid }
    },
    comm: () => 'x',
    kill: (pid: number, signal: number) => signalled(`kill ${pid} ${signal}`),
    watch: (pid: number) =>
      ok({ kill: (signal: number) => signalled(`just ${pid} ${signal}`), close: () => undefined }),
  } as unknown as Processes
  const lines: string[] = []
  const identities = new Map([['a.service', { uid: 1000 }]])
  const log = { say: (_: string | null, __: string, text: string) => void lines.push(text) }
  const limits = [{ resource: 10, soft: own, hard: own }]
  const kernel = { processes, host: { pid: 1, limits } }
  const membership = new MarkMembership({ kernel, world, identities, log: log as never, memory: null })
  const members = new UnitProcesses({ kernel, membership, world, identities })
  const add = ({ pid, parent = 1, session = pid, mark = unmarked, uid = 0 }: Given) =>
    alive.set(pid, { pid, parent, session, mark, uid, startTime: 1n, zombie: false })
  return { world, processes, membership, members, lines, add, signals, alive }
}

test('a process that lowered its limit is told of once, and ends with its unit all the same', () => {
  const { membership, members, lines, add, signals } = container()
  const mark = membership.begin('a.service', false)
  add({ pid: 7, mark })
  add({ pid: 8, parent: 7, mark: 0n })
  members.byUnit()
  members.signal('a.service', { signal: 15, pids: [7], all: true, hangUp: false })
  expect(lines).toEqual([
    "a.service: Process 8 (x) has changed its RLIMIT_LOCKS; it counts as the unit's by its ancestry.",
  ])
  expect(signals).toContain('kill 8 15')
})

test('one that belongs to nobody is told, too', () => {
  const { members, lines, add } = container()
  add({ pid: 8, mark: 5n, uid: 0 })
  expect(members.byUnit().size).toBe(0)
  expect(lines).toEqual(['Process 8 (x) has changed its RLIMIT_LOCKS and belongs to no unit: no stop will end it.'])
})

test('where no marks can be given ancestors and sessions tell, and nothing is strange about it', () => {
  const { world, membership, members, lines, add } = container(30n)
  expect(membership.begin('a.service', false)).toBe(30n)
  world.processes.set(7, { unit: 'a.service', role: 'main' })
  add({ pid: 7, mark: 30n })
  add({ pid: 8, parent: 7, mark: 30n })
  add({ pid: 9, parent: 1, session: 7, mark: 30n })
  add({ pid: 50, parent: 0, mark: 30n })
  expect(members.of('a.service').map(({ pid }) => pid)).toEqual([7, 8, 9])
  expect(lines).toEqual([])
})

test('a later life goes on where this one stopped, and a start of a unit that is empty forgets the former ones', () => {
  const { membership, members, add } = container()
  const first = membership.begin('a.service', true)
  add({ pid: 7, mark: first })
  expect(members.unitOf(7)).toBe('a.service')
  const second = membership.begin('a.service', true)
  expect(members.unitOf(7)).toBeUndefined()
  expect([second < first, BigInt(membership.memory) < second]).toEqual([true, true])
  membership.restore('a.service', first)
  expect(members.unitOf(7)).toBe('a.service')
  expect([membership.weakness, container(30n).membership.weakness?.slice(0, 12)]).toEqual([null, 'RLIMIT_LOCKS'])
})

test('a mark alone proves nothing: root, the unit’s user and descendants of what we started may speak', () => {
  const { world, membership, members, add } = container()
  const mark = membership.begin('b.service', false)
  world.processes.set(7, { unit: 'b.service', role: 'main' })
  add({ pid: 7, mark, uid: 33 })
  add({ pid: 8, parent: 7, mark, uid: 5000 })
  add({ pid: 9, mark, uid: 1000 })
  add({ pid: 10, mark, uid: 33 })
  const proven = (pid: number, uid: number) => members.isProven('b.service', pid, uid)
  expect([proven(7, 33), proven(8, 5000), proven(9, 1000), proven(10, 33), proven(9, 0)]).toEqual([
    true,
    true,
    false,
    true,
    true,
  ])
})

test('a main process that is no child of ours is signalled as itself', () => {
  const { world, members, signals } = container()
  world.processes.set(7, { unit: 'a.service', role: 'main' })
  members.watch(7, 1n, () => undefined)
  members.signal('a.service', { signal: 15, pids: [7], all: false, hangUp: false })
  expect(signals).toEqual(['just 7 15', 'just 7 18'])
  world.processes.clear()
  members.unwatchOthers()
  members.kill(7, 9)
  expect(signals.at(-1)).toBe('kill 7 9')
})

/** What becomes of a notification, as events and warnings. */
function notify(given: ReturnType<typeof container>, text: string, peer: Datagram['peer']) {
  const events: unknown[] = []
  const warnings: string[] = []
  takeDatagram(
    {
      world: given.world,
      processes: given.processes,
      members: given.members,
      self: 1,
      closeDescriptor: () => undefined,
      submit: event => events.push(event),
      warn: (_, warning) => warnings.push(warning),
      refuse: (_, warning) => warnings.push(warning),
    },
    { bytes: new TextEncoder().encode(text), peer, fds: [] },
  )
  return { events, warnings }
}

test('a notification of a process that only carries the mark is not believed', () => {
  const given = container()
  const mark = given.membership.begin('b.service', false)
  given.add({ pid: 9, mark, uid: 1000 })
  expect(notify(given, 'READY=1\nMAINPID=9', { pid: 9, uid: 1000, gid: 1000 })).toEqual({
    events: [],
    warnings: ['Got notification message from PID 9, which is not known to be of this service, ignoring.'],
  })
})

test('MAINPID= names a process of the service; another one only root may name', () => {
  const given = container()
  given.world.processes.set(7, { unit: 'a.service', role: 'main' })
  given.add({ pid: 7, uid: 1000 })
  given.add({ pid: 60, parent: 0, uid: 1001 })
  const refused = notify(given, 'MAINPID=60', { pid: 7, uid: 1000, gid: 1000 })
  expect(refused.warnings).toEqual(['New main PID 60 does not belong to service, refusing.'])
  expect(refused.events).toMatchObject([{ event: { message: { mainPid: null } } }])
  const taken = notify(given, 'MAINPID=60', { pid: 7, uid: 0, gid: 0 })
  expect(taken.events).toMatchObject([{ event: { message: { mainPid: { pid: 60, alien: { startTime: 1 } } } } }])
})

test.each([
  [1, { is: 'unfit', reason: 'New main PID 1 is the manager, refusing.' }],
  [5, { is: 'unfit', reason: 'New main PID 5 is the control process, refusing.' }],
  [6, { is: 'unfit', reason: 'New main PID 6 is the main process of b.service, refusing.' }],
  [7, { is: 'member', process: { pid: 7, alien: null } }],
  [8, { is: 'stranger', process: { pid: 8, alien: { startTime: 1 } } }],
  [9, { is: 'gone' }],
])('who can be the main process of a service: %i', (pid, judged) => {
  const { world, processes, members, add } = container()
  world.processes.set(5, { unit: 'a.service', role: 'control' })
  world.processes.set(6, { unit: 'b.service', role: 'main' })
  world.processes.set(7, { unit: 'a.service', role: 'main' })
  add({ pid: 7 })
  add({ pid: 8, parent: 0 })
  expect(foundProcess({ world, processes, members, self: 1 }, 'a.service', pid)).toEqual(judged)
})
