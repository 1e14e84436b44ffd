import { expect, test } from '@jest/globals'
import { entryFates, restore, worldFates, worldSnapshot } from '#core/engine/snapshot.ts'
import { step } from '#core/engine/step.ts'
import { type Entry, emptyWorld, find, type World } from '#core/engine/world.ts'
import type { Job } from '#core/job/job.ts'
import { command, service } from '../../fake/units.ts'

const now = { realtime: 5, monotonic: 1_000_000 }
const moment = (monotonic: number) => ({ realtime: monotonic + 1, monotonic })

function newWorld(commands = ['/bin/main']): World {
  const world = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  const ExecStart = commands.map(path => command(path))
  step(world, { type: 'loaded', units: [service('a.service', { Type: 'oneshot', ExecStart })] }, now)
  return world
}

function entryIn(world: World): Entry {
  const entry = find(world, 'a.service')
  if (entry === undefined) {
    throw new Error('a.service is gone')
  }
  return entry
}

function job(id: number, type: Job['type']): Job {
  const rest = { irreversible: false, ignoreOrder: false, since: 1, runningSince: null }
  return { id, unit: 'a.service', type, state: 'waiting', ...rest }
}

/** A world in which no field that is kept is as it is at first. */
function livedWorld(): World {
  const world = newWorld()
  const entry = entryIn(world)
  entry.job = job(3, 'stop')
  entry.nop = job(4, 'nop')
  for (const own of [entry.job, entry.nop]) {
    world.jobs.set(own.id, own)
  }
  entry.state = { ...entry.state, main: { is: 'alive', pid: 42, alien: null, index: 0 } } as Entry['state']
  entry.times = {
    stateChange: moment(1),
    inactiveExit: moment(2),
    activeEnter: moment(3),
    activeExit: moment(4),
    inactiveEnter: moment(5),
  }
  entry.conditions = { result: true, at: moment(6), details: [] }
  entry.asserts = { result: true, at: moment(7), details: [] }
  entry.starts = { began: 8, starts: 2 }
  entry.startLimitHit = true
  entry.invocationId = 'f00'
  entry.mark = 2n ** 62n
  entry.populated = true
  entry.markers = ['needs-restart']
  world.processes.set(42, { unit: 'a.service', role: 'main' })
  world.nextJobId = 9
  world.phase = 'stopping'
  return world
}

function nextLife(world: World, into: World): World {
  restore(into, JSON.parse(JSON.stringify(worldSnapshot(world))))
  return into
}

test('the table of fates names every field there is', () => {
  const world = newWorld()
  expect(Object.keys(entryFates).sort()).toEqual(Object.keys(entryIn(world)).sort())
  expect(Object.keys(worldFates).sort()).toEqual(Object.keys(world).sort())
})

const kept = <T extends object>(fates: T): (keyof T)[] =>
  (Object.keys(fates) as (keyof T)[]).filter(field => fates[field] === 'kept')

test.each(kept(entryFates))('of a unit, %s survives', field => {
  const world = livedWorld()
  expect(entryIn(world)[field]).not.toEqual(entryIn(newWorld())[field])
  expect(entryIn(nextLife(world, newWorld()))[field]).toEqual(entryIn(world)[field])
})

test.each(kept(worldFates).filter(field => field !== 'entries'))('of the world, %s survives', field => {
  const world = livedWorld()
  expect(world[field]).not.toEqual(newWorld()[field])
  expect(nextLife(world, newWorld())[field]).toEqual(world[field])
})

test('a command that runs keeps its place under a definition that has changed meanwhile', () => {
  const next = nextLife(livedWorld(), newWorld(['/bin/first', '/bin/main']))
  expect(entryIn(next).state).toMatchObject({ main: { pid: 42, index: 1 } })
})

test('what is no more, and what has become another type, is passed over', () => {
  const empty = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  expect(nextLife(livedWorld(), empty).jobs.size).toBe(0)
})

/** Every way to leave out one field of a record, however deep, with its name. */
function without(record: object): readonly (readonly [string, object])[] {
  return Object.entries(record).flatMap(([name, value]): [string, object][] => {
    const inner = typeof value === 'object' && value !== null && !Array.isArray(value) ? without(value) : []
    const { [name as keyof object]: _, ...rest } = record
    return [
      [name, rest],
      ...inner.map(([path, left]): [string, object] => [`${name}.${path}`, { ...record, [name]: left }]),
    ]
  })
}

function snapshotOf(world: World): { units: [{ id: string }]; jobs: Job[]; facts: object } {
  return JSON.parse(JSON.stringify(worldSnapshot(world)))
}

const [livedUnit] = snapshotOf(livedWorld()).units
// Whose it is must be known.
const unitsOfOthers = without(livedUnit).filter(([field]) => field !== 'id')

test.each(unitsOfOthers)('a unit that another version wrote without %s lives on', (field, unit) => {
  const world = newWorld()
  const before = entryIn(newWorld())
  restore(world, { units: [unit as { id: string }], jobs: [], facts: null })
  const entry = entryIn(world)
  const [name = ''] = field.split('.')
  if (name in entry && !field.includes('.')) {
    expect(entry[name as keyof Entry]).toEqual(before[name as keyof Entry])
  }
  expect(brokenTypes(before, entry)).toEqual([])
  for (const event of [{ type: 'request', ticket: 1, request: stopA } as const]) {
    expect(() => step(world, event, now)).not.toThrow()
  }
})

const stopA = { unit: 'a.service', type: 'stop', mode: 'replace', manual: true, reloadIfPossible: false } as const

/** Fields that have become something else than they can be. */
function brokenTypes(before: object, after: object, path = ''): readonly string[] {
  return Object.entries(before).flatMap(([name, value]) => {
    const now = after[name as keyof object] as unknown
    if (now === undefined) {
      return [`${path}${name}`]
    }
    const isPlain = typeof value === 'object' && value !== null && value.constructor === Object
    return isPlain && typeof now === 'object' && now !== null ? brokenTypes(value, now, `${path}${name}.`) : []
  })
}

test.each(without(job(3, 'stop')))('a job that another version wrote without %s is complete', (_, left) => {
  const world = newWorld()
  restore(world, { units: [], jobs: [{ id: 3, unit: 'a.service', ...left }], facts: {} })
  expect(Object.values(world.jobs.get(3) ?? {})).not.toContain(undefined)
  expect(Object.keys(world.jobs.get(3) ?? {}).sort()).toEqual(Object.keys(job(3, 'stop')).sort())
})

test('numbers of jobs go on behind those that are left, where nobody wrote how far they had come', () => {
  const world = newWorld()
  restore(world, { units: [], jobs: [job(7, 'stop')], facts: null })
  expect(world).toMatchObject({ nextJobId: 8, phase: 'running' })
})
