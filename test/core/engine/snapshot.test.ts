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
  if (entry === undefined) throw new Error('a.service is gone')
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
  for (const own of [entry.job, entry.nop]) world.jobs.set(own.id, own)
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
