import { expect, test } from '@jest/globals'
import { restore } from '#core/engine/snapshot.ts'
import { step } from '#core/engine/step.ts'
import { activeState } from '#core/engine/work.ts'
import { emptyWorld, find, type World } from '#core/engine/world.ts'
import type { Ledger } from '#kernel/kernel.ts'
import { formerWorld, type ManagerMemory, Memory, recollect } from '#manager/life/memory.ts'
import { service } from '../../fake/units.ts'

const now = { realtime: 5, monotonic: 1_000_000 }
const manager: ManagerMemory = {
  membership: '77',
  nextJobId: 9,
  phase: 'running',
  exitCode: 0,
  logLevel: 'info',
  showStatus: true,
  environment: [['A', 'b']],
  milestones: {},
  ending: null,
  isLast: false,
  isBooted: true,
}

function newWorld(): World {
  const world = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  step(world, { type: 'loaded', units: [service('a.service'), service('b.service')] }, now)
  step(world, { type: 'hold', units: ['a.service', 'b.service'] }, now)
  return world
}

function newLedger(): Ledger & { readonly written: string[] } {
  const written: string[] = []
  return {
    written,
    origin: { type: 'start' },
    records: () => written,
    append: record => {
      written.push(record)
    },
    rewrite: records => {
      written.splice(0, written.length, ...records)
    },
    appendedBytes: 0,
    keep: () => ({ ok: true, value: undefined }),
    unkeep: () => undefined,
    kept: new Map(),
  }
}

function openMemory(ledger: Ledger, world: World): Memory {
  const memory = new Memory(ledger)
  memory.open(world, manager)
  return memory
}

function startA(world: World): void {
  const request = { unit: 'a.service', type: 'start', mode: 'replace', manual: true, reloadIfPossible: false } as const
  step(world, { type: 'request', ticket: 1, request }, now)
  step(world, { type: 'invoked', unit: 'a.service', invocationId: 'f00', mark: 2n ** 62n }, now)
  step(world, { type: 'unit', unit: 'a.service', event: { type: 'spawned', role: 'main', pid: 42 } }, now)
}

test('a service that runs is running for the next life, with its process', () => {
  const world = newWorld()
  startA(world)
  const ledger = newLedger()
  const memory = openMemory(ledger, world)
  memory.noteUnit('a.service')
  memory.write(world, manager)

  const next = newWorld()
  restore(next, formerWorld(recollect(ledger.written)))
  const entry = find(next, 'a.service')
  expect(entry).toMatchObject({ invocationId: 'f00', mark: 2n ** 62n, populated: true })
  expect(entry && activeState(entry)).toBe('active')
  expect(next.processes.get(42)).toEqual({ unit: 'a.service', role: 'main' })
  expect(next.nextJobId).toBe(9)
})

test('the next life takes the exit of a process that the former one started', () => {
  const world = newWorld()
  startA(world)
  const ledger = newLedger()
  const memory = openMemory(ledger, world)
  memory.noteUnit('a.service')
  memory.write(world, manager)

  const next = newWorld()
  restore(next, formerWorld(recollect(ledger.written)))
  step(next, { type: 'exited', exit: { pid: 42, how: 'killed', status: 9 }, populated: false }, now)
  const entry = find(next, 'a.service')
  expect(entry && activeState(entry)).toBe('failed')
})

test('the last record of a unit counts, and one that was forgotten is gone', () => {
  const world = newWorld()
  startA(world)
  const ledger = newLedger()
  const memory = openMemory(ledger, world)
  memory.noteUnit('a.service')
  memory.write(world, manager)
  memory.noteUnit('gone.service')
  memory.noteUnit('a.service')
  step(world, { type: 'exited', exit: { pid: 42, how: 'exited', status: 0 }, populated: false }, now)
  memory.write(world, manager)
  const { units } = recollect(ledger.written)
  expect([...units.keys()]).toEqual(['a.service', 'b.service'])
  expect(units.get('a.service')?.processes).toEqual([])
})

test('jobs that were queued are queued again', () => {
  const world = newWorld()
  const ledger = newLedger()
  const memory = openMemory(ledger, world)
  world.jobs.set(3, {
    id: 3,
    unit: 'b.service',
    type: 'start',
    state: 'waiting',
    irreversible: false,
    ignoreOrder: false,
    since: 1,
    runningSince: null,
  })
  memory.noteJob(3)
  memory.write(world, manager)
  const next = newWorld()
  restore(next, formerWorld(recollect(ledger.written)))
  expect(find(next, 'b.service')?.job?.id).toBe(3)
})

test('a record that makes no sense costs nothing but itself', () => {
  const { units, manager: kept } = recollect(['{"unit":', JSON.stringify({ manager }), 'null nonsense'])
  expect(units.size).toBe(0)
  expect(kept).toEqual(manager)
})

test("a former life's memory stays untouched until it was read and restored", () => {
  const world = newWorld()
  startA(world)
  const ledger = newLedger()
  openMemory(ledger, world)
  const before = [...ledger.written]

  const next = newWorld()
  const memory = new Memory(ledger)
  memory.noteUnit('a.service')
  memory.write(next, manager)
  expect(ledger.written).toEqual(before)

  restore(next, formerWorld(recollect(ledger.written)))
  memory.open(next, manager)
  const third = newWorld()
  restore(third, formerWorld(recollect(ledger.written)))
  expect(find(third, 'a.service')?.state).toMatchObject({ main: { is: 'alive', pid: 42 } })
})
