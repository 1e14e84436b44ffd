import { expect, test } from '@jest/globals'
import { emptyWorld } from '#core/engine/world.ts'
import { Loop } from '#manager/loop.ts'
import { service, target } from '../fake/units.ts'

const now = () => ({ realtime: 0, monotonic: 1 })

function newLoop(perform: (type: string, loop: () => Loop) => void) {
  const world = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  const bugs: string[] = []
  let settled = 0
  const loop: Loop = new Loop({
    world,
    now,
    perform: effect => perform(effect.type, () => loop),
    settled: () => {
      settled += 1
    },
    bug: (error, during) => bugs.push(`${during}: ${error instanceof Error ? error.message : error}`),
  })
  return { loop, world, bugs, settled: () => settled }
}

test('what performing brings about is worked out after the event, not amid it', () => {
  const order: string[] = []
  const { loop } = newLoop((type, self) => {
    order.push(type)
    if (type === 'unit-new' && order.length === 1) {
      self().submit({ type: 'cancel-all-jobs' })
      order.push('submitted')
    }
  })
  loop.submit({ type: 'loaded', units: [target('a.target'), target('b.target')] })
  expect(order.slice(0, 3)).toEqual(['unit-new', 'submitted', 'unit-new'])
})

test('a bug in performing is told, and the manager goes on', () => {
  const { loop, world, bugs, settled } = newLoop(() => {
    throw new Error('no such thing')
  })
  loop.submit({ type: 'loaded', units: [target('a.target')] })
  loop.submit({ type: 'hold', units: ['a.target'] })
  expect(bugs).toEqual(['effect unit-new of event loaded: no such thing'])
  expect(world.entries.get('a.target')?.holders).toBe(1)
  expect(settled()).toBe(2)
})

test('a bug amid what a job waits for is answered, so that the jobs behind it go on', () => {
  const { loop, world, bugs } = newLoop(type => {
    if (type === 'unit') throw new Error('no executor')
  })
  loop.submit({ type: 'loaded', units: [service('a.service'), target('b.target')] })
  loop.submit({ type: 'hold', units: ['a.service', 'b.target'] })
  for (const unit of ['a.service', 'b.target']) {
    const request = { unit, type: 'start', mode: 'replace', manual: false, reloadIfPossible: false } as const
    loop.submit({ type: 'request', ticket: 1, request })
  }
  expect(bugs).toContain('effect unit of event request: no executor')
  expect(world.entries.get('a.service')?.state).toMatchObject({ result: 'resources' })
  expect(world.entries.get('b.target')?.state).toEqual({ type: 'target', up: true })
  expect(world.awaited.size).toBe(0)
})
