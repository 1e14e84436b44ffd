import { expect, test } from '@jest/globals'
import type { Event } from '#core/engine/event.ts'
import { step } from '#core/engine/step.ts'
import { emptyWorld } from '#core/engine/world.ts'
import { Reaper } from '#manager/processes/reaper.ts'
import { service } from '../../fake/units.ts'

const now = { realtime: 0, monotonic: 1 }

function newReaper(alive: () => ReadonlySet<string>) {
  const world = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  step(world, { type: 'loaded', units: [service('a.service')] }, now)
  step(world, { type: 'hold', units: ['a.service'] }, now)
  const events: Event[] = []
  const pending: (() => void)[] = []
  let looks = 0
  const reaper = new Reaper({
    world,
    populated: () => {
      looks += 1
      return alive()
    },
    spawnCount: () => 0,
    submit: event => {
      events.push(event)
    },
    later: callback => pending.push(callback),
    last: callback => pending.push(callback),
    successor: () => null,
    parentOf: () => undefined,
    self: 1,
  })
  const flush = () => {
    for (const callback of pending.splice(0)) {
      callback()
    }
  }
  return { world, reaper, events, flush, looks: () => looks }
}

test('an exit says whether other processes of the unit live on', () => {
  const { world, reaper, events, flush } = newReaper(() => new Set(['a.service']))
  world.processes.set(7, { unit: 'a.service', role: 'main' })
  reaper.take({ pid: 7, how: 'exited', status: 0 })
  flush()
  expect(events).toEqual([
    { type: 'exited', exit: { pid: 7, how: 'exited', status: 0 }, populated: true, successor: null },
  ])
})

test('the last orphan of a unit empties it', () => {
  const { world, reaper, events, flush } = newReaper(() => new Set())
  const entry = world.entries.get('a.service')
  if (entry !== undefined) {
    entry.populated = true
  }
  reaper.take({ pid: 99, how: 'killed', status: 9 })
  flush()
  expect(events).toEqual([{ type: 'unit', unit: 'a.service', event: { type: 'emptied' } }])
})

test('ten thousand orphans at once cost one look at what is alive', () => {
  const { reaper, flush, looks } = newReaper(() => new Set())
  for (let pid = 1000; pid < 11_000; pid++) {
    reaper.take({ pid, how: 'exited', status: 0 })
  }
  flush()
  expect(looks()).toBe(1)
})
