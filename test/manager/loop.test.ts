import { expect, test } from '@jest/globals'
import { emptyWorld } from '#core/engine/world.ts'
import { Loop } from '#manager/loop.ts'
import { service, target } from '../fake/units.ts'

const now = () => ({ realtime: 0, monotonic: 1 })

function newLoop(perform: (type: string, loop: () => Loop) => void, told = (): void => undefined) {
  const world = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  const bugs: string[] = []
  let settled = 0
  const loop: Loop = new Loop({
    world,
    now,
    perform: effect => perform(effect.type, () => loop),
    tell: () => told(),
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

test('an errand handed in amid an effect runs when all is worked out, and is answered at once', () => {
  const order: string[] = []
  const { loop, world } = newLoop((type, self) => {
    order.push(type)
    if (type === 'unit-new' && order.length === 1) {
      expect(self().isBusy).toBe(true)
      self().runErrand('test', () => {
        order.push('errand')
        self().submit({ type: 'hold', units: ['a.target'] })
        expect(world.entries.get('a.target')?.holders).toBe(1)
        self().runErrand('the next', () => order.push('the next'))
        order.push('errand ended')
      })
    }
  })
  loop.submit({ type: 'loaded', units: [target('a.target'), target('b.target')] })
  const turns = order.filter(word => word !== 'unit-removed')
  expect(turns).toEqual(['unit-new', 'unit-new', 'errand', 'errand ended', 'the next'])
})

test('an errand that nothing is in the way of runs at once, and its bug is told', () => {
  const { loop, bugs } = newLoop(() => undefined)
  let ran = false
  loop.runErrand('test', () => {
    ran = true
    throw new Error('no such thing')
  })
  expect(ran).toBe(true)
  expect(bugs).toEqual(['errand test: no such thing'])
})

test('what comes after the loop is closed is not worked out', () => {
  const { loop, world } = newLoop(() => loop.close())
  loop.submit({ type: 'loaded', units: [target('a.target')] })
  loop.submit({ type: 'hold', units: ['a.target'] })
  expect(world.entries.get('a.target')?.holders).toBe(0)
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
    if (type === 'unit') {
      throw new Error('no executor')
    }
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

test('watchers are told of the last change of a unit before it is forgotten', () => {
  const order: string[] = []
  const { loop } = newLoop(
    type => order.push(type),
    () => void order.push('tell'),
  )
  loop.submit({ type: 'loaded', units: [target('a.target')] })
  loop.submit({ type: 'hold', units: ['a.target'] })
  order.length = 0
  loop.submit({ type: 'release', units: ['a.target'] })
  expect(order.indexOf('tell')).toBeGreaterThanOrEqual(0)
  expect(order.indexOf('unit-removed')).toBeGreaterThan(order.indexOf('tell'))
})
