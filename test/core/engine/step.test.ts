import { expect, test } from '@jest/globals'
import type { Effect } from '#core/engine/effect.ts'
import type { Event } from '#core/engine/event.ts'
import { step } from '#core/engine/step.ts'
import { activeState } from '#core/engine/work.ts'
import { emptyWorld, find } from '#core/engine/world.ts'
import type { JobType } from '#core/job/job.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Unit } from '#core/unit/unit.ts'
import { command, service, socket, target } from '../../fake/units.ts'

const condition = { type: 'ConditionPathExists', trigger: false, negate: false, parameter: '/a' } as const
const assert = { ...condition, type: 'AssertPathExists' } as const

/** A world with units, to which things happen at a time that only moves when told. */
function engine(...units: readonly Unit[]) {
  const world = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  let now = 1_000_000
  let pid = 100
  const lines: string[] = []
  const happen = (event: Event): readonly Effect[] => {
    const effects = step(world, event, { realtime: now, monotonic: now })
    for (const effect of effects) {
      if (effect.type === 'log') {
        lines.push(effect.text)
      }
    }
    return effects
  }
  happen({ type: 'loaded', units })
  happen({ type: 'hold', units: units.map(({ id }) => id) })
  return {
    lines,
    happen,
    wait: (seconds: number) => {
      now += seconds * 1_000_000
    },
    state: (unit: string) => {
      const entry = find(world, unit)
      return entry === undefined ? 'gone' : activeState(entry)
    },
    entry: (unit: string) => {
      const entry = find(world, unit)
      if (entry === undefined) {
        throw new Error(`${unit} is gone`)
      }
      return entry
    },
    jobs: () => [...world.jobs.values()].map(({ unit, type, state }) => `${unit}/${type} ${state}`),
    ask: (unit: string, type: JobType = 'start', mode: JobMode = 'replace') =>
      happen({ type: 'request', ticket: 1, request: { unit, type, mode, manual: true, reloadIfPossible: false } }),
    spawn: (unit: string, role: 'main' | 'control' = 'main') => {
      pid += 1
      happen({ type: 'unit', unit, event: { type: 'spawned', role, pid } })
      return pid
    },
    exit: (which: number, status = 0) =>
      happen({ type: 'exited', exit: { pid: which, how: 'exited', status }, populated: false }),
  }
}

test('a request is answered with its job and those it brought along', () => {
  const { ask } = engine(target('a.target', { relations: { Wants: ['b.target'] } }), target('b.target'))
  const reply = ask('a.target').find(effect => effect.type === 'reply')?.reply
  expect(reply).toMatchObject({ ok: true, job: { unit: 'a.target' }, affected: [{ unit: 'b.target' }] })
})

test('a unit starts after what it is ordered after', () => {
  const { ask, spawn, state } = engine(
    target('a.target', { relations: { Wants: ['b.service'], After: ['b.service'] } }),
    service('b.service', { Type: 'exec' }),
  )
  ask('a.target')
  expect(state('a.target')).toBe('inactive')
  spawn('b.service')
  expect(state('a.target')).toBe('inactive')
})

test('a unit whose conditions do not hold is done without being started', () => {
  const { ask, happen, jobs, state, lines, entry } = engine(target('a.target', { conditions: [condition] }))
  ask('a.target')
  expect(jobs()).toEqual(['a.target/start running'])
  const outcome = { condition, outcome: 'failed' } as const
  const effects = happen({ type: 'checked', unit: 'a.target', conditions: [outcome], asserts: [] })
  expect(effects.find(effect => effect.type === 'job-removed')).toMatchObject({ result: 'done' })
  expect(state('a.target')).toBe('inactive')
  expect(lines).toContain('a.target skipped, unmet condition check ConditionPathExists=/a')
  expect([entry('a.target').conditions.result, entry('a.target').asserts.result]).toEqual([false, false])
})

test('a unit is skipped for want of a trigger with other words', () => {
  const { ask, happen, lines } = engine(target('a.target', { conditions: [{ ...condition, trigger: true }] }))
  ask('a.target')
  const outcome = { condition: { ...condition, trigger: true }, outcome: 'failed' } as const
  happen({ type: 'checked', unit: 'a.target', conditions: [outcome], asserts: [] })
  expect(lines).toContain('a.target skipped, no trigger condition checks were met.')
})

test('a unit whose asserts do not hold fails to start, with those that require it', () => {
  const { ask, happen } = engine(
    target('a.target', { asserts: [assert] }),
    target('b.target', { relations: { Requires: ['a.target'], After: ['a.target'] } }),
  )
  ask('b.target')
  const outcome = { condition: assert, outcome: 'error' } as const
  const effects = happen({ type: 'checked', unit: 'a.target', conditions: [], asserts: [outcome] })
  expect(effects.filter(effect => effect.type === 'job-removed')).toMatchObject([
    { job: { unit: 'a.target' }, result: 'assert' },
    { job: { unit: 'b.target' }, result: 'dependency' },
  ])
})

test('a job that does nothing does not let another one forget that conditions are looked at', () => {
  const { ask, happen, state } = engine(target('a.target', { conditions: [condition] }))
  ask('a.target')
  ask('a.target', 'try-restart')
  happen({ type: 'checked', unit: 'a.target', conditions: [{ condition, outcome: 'succeeded' }], asserts: [] })
  expect(state('a.target')).toBe('active')
})

test('automatic restarts count against the start limit', () => {
  const { ask, happen, spawn, exit, wait, state, lines } = engine(service('a.service', { Restart: 'always' }))
  ask('a.service')
  for (let round = 0; round < 5; round++) {
    const pid = spawn('a.service')
    expect(state('a.service')).toBe('active')
    exit(pid, 1)
    expect(state('a.service')).toBe('activating')
    wait(0.1)
    happen({ type: 'unit', unit: 'a.service', event: { type: 'alarm' } })
  }
  expect(state('a.service')).toBe('failed')
  expect(lines.slice(-3)).toEqual([
    'a.service: Start request repeated too quickly.',
    "a.service: Failed with result 'exit-code'.",
    'Failed to start a.service.',
  ])
})

test('a unit that was started too often can be started again after reset-failed', () => {
  const { ask, exit, happen, spawn, state } = engine(service('a.service', { Type: 'oneshot' }))
  for (let round = 0; round < 5; round++) {
    ask('a.service')
    exit(spawn('a.service'))
  }
  ask('a.service')
  expect(state('a.service')).toBe('failed')
  happen({ type: 'reset-failed', unit: 'a.service' })
  ask('a.service')
  expect(state('a.service')).toBe('activating')
})

test('a socket that is started too often fails', () => {
  const { ask, happen, state } = engine(socket('a.socket'))
  for (let round = 0; round < 5; round++) {
    ask('a.socket')
    happen({ type: 'unit', unit: 'a.socket', event: { type: 'sockets-opened', fault: null } })
    expect(state('a.socket')).toBe('active')
    ask('a.socket', 'stop')
  }
  ask('a.socket')
  expect(state('a.socket')).toBe('failed')
})

test('an ordering cycle is told job by job, as people grep for it, and what is only wished for is left out', () => {
  const { ask, lines } = engine(
    target('a.target', { relations: { Wants: ['b.target'], After: ['b.target'] } }),
    target('b.target', { relations: { After: ['a.target'] } }),
  )
  ask('a.target')
  expect(lines.slice(0, 4)).toEqual([
    'a.target: Found ordering cycle on b.target/start',
    'a.target: Found dependency on a.target/start',
    'a.target: Job b.target/start deleted to break ordering cycle starting with a.target/start',
    'Ordering cycle found, skipping b.target',
  ])
})

test('a cycle that cannot be broken is told in the log, and refused', () => {
  const { ask, lines, jobs } = engine(
    target('a.target', { relations: { Requires: ['b.target'], After: ['b.target'] } }),
    target('b.target', { relations: { After: ['a.target'] } }),
  )
  ask('a.target')
  expect(lines.slice(2)).toEqual([
    'a.target: Unable to break cycle starting with a.target/start',
    'Requested transaction contains an unfixable cyclic ordering dependency: Transaction order is cyclic. See system logs for details.',
  ])
  expect(jobs()).toEqual([])
})

test('a service reloads by itself or not at all, a target because others reload with it', () => {
  const relations = { PropagatesReloadTo: ['b.service'] }
  const { ask } = engine(
    service('a.service', {}, { relations }),
    target('a.target', { relations }),
    service('b.service', { ExecReload: [command('/bin/reload')] }),
  )
  const replies = (unit: string) =>
    ask(unit, 'reload').flatMap(effect =>
      effect.type === 'reply' ? [effect.reply.ok || effect.reply.refusal.code] : [],
    )
  expect([replies('a.service'), replies('a.target')]).toEqual([['JobTypeNotApplicable'], [true]])
})

test('a socket fails with a service that was started too often, whatever that failed of before', () => {
  const { ask, exit, happen, spawn, state, entry } = engine(
    socket('a.socket', { relations: { Triggers: ['a.service'] } }),
    service('a.service'),
  )
  ask('a.socket')
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'sockets-opened', fault: null } })
  for (let round = 0; round < 5; round++) {
    happen({ type: 'unit', unit: 'a.socket', event: { type: 'traffic' } })
    exit(spawn('a.service'), 1)
    expect(state('a.socket')).toBe('active')
  }
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'traffic' } })
  expect(state('a.socket')).toBe('failed')
  expect(entry('a.socket').state).toMatchObject({ result: 'service-start-limit-hit' })
})

test('a connection that waits for a service whose conditions do not hold fails the socket by its trigger limit', () => {
  const { ask, happen, state, entry, lines } = engine(
    socket('a.socket', { relations: { Triggers: ['a.service'] } }),
    service('a.service', {}, { conditions: [condition] }),
  )
  ask('a.socket')
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'sockets-opened', fault: null } })
  for (let times = 0; times < 20; times++) {
    happen({ type: 'unit', unit: 'a.socket', event: { type: 'traffic' } })
    const outcome = { condition, outcome: 'failed' } as const
    const effects = happen({ type: 'checked', unit: 'a.service', conditions: [outcome], asserts: [] })
    expect(effects).toContainEqual({ type: 'unit', unit: 'a.socket', effect: { do: 'watch-sockets', on: true } })
  }
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'traffic' } })
  expect(state('a.socket')).toBe('failed')
  expect(entry('a.socket').state).toMatchObject({ result: 'trigger-limit-hit' })
  expect(lines.slice(-2)).toEqual([
    'a.socket: Trigger limit hit, refusing further activation.',
    "a.socket: Failed with result 'trigger-limit-hit'.",
  ])
})

test('what is to be held up is tried again when its start came to nothing, and later when that was too often', () => {
  const { ask, exit, spawn, state, lines, happen, wait } = engine(
    target('a.target', { relations: { Upholds: ['b.service'] } }),
    service('b.service', {}, { relations: { Requires: ['c.service'], After: ['c.service'] } }),
    service('c.service', { Type: 'oneshot', RemainAfterExit: true }, { unit: { StartLimitBurst: 0 } }),
  )
  const failOnce = () => exit(spawn('c.service'), 1)
  ask('a.target')
  for (let times = 0; times < 16; times++) {
    failOnce()
  }
  const effects = failOnce()
  expect(lines.at(-1)).toBe(
    'b.service: Unit needs to be started because active unit a.target upholds it, but not starting since we tried this too often recently. Will retry later.',
  )
  expect(effects).toContainEqual({ type: 'uphold-alarm', unit: 'b.service', at: 11_000_001 })
  wait(11)
  happen({ type: 'uphold-alarm', unit: 'b.service' })
  exit(spawn('c.service'))
  spawn('b.service')
  expect(state('b.service')).toBe('active')
})

test.each(['a.service', 'b.target'])(
  'a start of %s hurries the automatic restart that is waited for, and both count',
  asked => {
    const { ask, exit, spawn, entry, state, lines, jobs } = engine(
      service('a.service', { Restart: 'always', RestartSec: 60_000_000n }, { unit: { StartLimitBurst: 4 } }),
      target('b.target', { relations: { Requires: ['a.service'], After: ['a.service'] } }),
    )
    ask('a.service')
    exit(spawn('a.service'), 1)
    expect(state('a.service')).toBe('activating')
    ask(asked)
    expect(lines).toContain('a.service: Scheduled restart job immediately on client request, restart counter is at 1.')
    const pid = spawn('a.service')
    expect(jobs()).toEqual([])
    expect(state(asked)).toBe('active')
    expect(entry('a.service').state).toMatchObject({ restarts: 1, phase: { at: 'running' } })
    exit(pid, 1)
    ask('a.service')
    expect(entry('a.service').state).toMatchObject({ restarts: 2, phase: { at: 'failed' } })
  },
)

test.each([
  ['OnSuccess', 0, 'inactive'],
  ['OnFailure', 1, 'inactive-or-failed'],
] as const)(
  'a unit that nobody refers to is kept until its %s= handler is started, and forgotten then',
  (relation, status, mode) => {
    const { ask, exit, spawn, state, happen } = engine(
      service(
        'a.service',
        { Type: 'oneshot' },
        { relations: { [relation]: ['b.service'] }, unit: { CollectMode: mode } },
      ),
      service('b.service', { ExecStartPre: [command('/bin/pre')] }),
    )
    ask('a.service')
    happen({ type: 'release', units: ['a.service', 'b.service'] })
    exit(spawn('a.service'), status)
    happen({ type: 'release', units: [] })
    expect(state('a.service')).not.toBe('gone')
    exit(spawn('b.service', 'control'))
    expect(state('a.service')).not.toBe('gone')
    spawn('b.service')
    happen({ type: 'release', units: [] })
    expect([state('a.service'), state('b.service')]).toEqual(['gone', 'active'])
  },
)

test('FlushPending= lets go whoever waits when the service is gone, before the socket is watched again', () => {
  const unit = socket('a.socket', { relations: { Triggers: ['a.service'] } })
  const { ask, happen, spawn, exit } = engine(
    { ...unit, socket: { ...unit.socket, FlushPending: true } },
    service('a.service', { Type: 'oneshot' }),
  )
  ask('a.socket')
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'sockets-opened', fault: null } })
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'traffic' } })
  const done = exit(spawn('a.service')).flatMap(effect =>
    effect.type === 'unit' && effect.unit === 'a.socket' ? [effect.effect.do] : [],
  )
  expect(done).toEqual(['flush-sockets', 'watch-sockets'])
})

test('a socket does not listen beside a service that runs without it, nor for one that is not there', () => {
  const { ask, spawn, state } = engine(
    socket('a.socket', { relations: { Triggers: ['a.service'] } }),
    service('a.service'),
    socket('b.socket', { relations: { Triggers: ['b.service'] } }),
    service('b.service', {}, { load: 'not-found' }),
  )
  ask('a.service')
  spawn('a.service')
  ask('a.socket')
  ask('b.socket')
  expect([state('a.socket'), state('b.socket')]).toEqual(['inactive', 'inactive'])
})

test('a service that its ExecCondition= skips too often is still skipped, not failed', () => {
  const { ask, exit, spawn, state, lines } = engine(
    service('a.service', { ExecCondition: [command('/bin/condition')] }),
  )
  for (let round = 0; round < 5; round++) {
    ask('a.service')
    exit(spawn('a.service', 'control'), 1)
  }
  ask('a.service')
  expect(state('a.service')).toBe('inactive')
  expect(lines.slice(-3, -1)).toEqual([
    'a.service: Start request repeated too quickly.',
    "a.service: Skipped due to 'exec-condition'.",
  ])
})

test('what ExecCondition= says is a condition that did not hold', () => {
  const { ask, entry, exit, spawn, lines } = engine(
    service('a.service', { ExecCondition: [command('/bin/condition')] }),
  )
  ask('a.service')
  exit(spawn('a.service', 'control'), 1)
  expect(entry('a.service').conditions.result).toBe(false)
  expect(lines.at(-1)).toBe('Condition check resulted in a.service being skipped.')
})

test('an ExecCondition= with - lets start in any case', () => {
  const { ask, exit, spawn, state } = engine(
    service('a.service', { ExecCondition: [command('/bin/condition', { ignoreFailure: true })] }),
  )
  ask('a.service')
  exit(spawn('a.service', 'control'), 1)
  spawn('a.service')
  expect(state('a.service')).toBe('active')
})

test('each start of a target or a socket is a run with a name of its own', () => {
  const { ask, happen } = engine(socket('a.socket'), target('b.target'))
  const invocations = (effects: readonly Effect[]) =>
    effects.filter(effect => effect.type === 'unit' && effect.effect.do === 'new-invocation')
  expect(invocations(ask('a.socket'))).toHaveLength(1)
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'sockets-opened', fault: null } })
  expect(invocations(ask('b.target'))).toHaveLength(1)
  expect(invocations(ask('b.target', 'stop'))).toHaveLength(0)
  expect(invocations(happen({ type: 'appeared', units: ['b.target'], up: true }))).toHaveLength(0)
})

test('what a job finds does not depend on how long a fork takes: no other begins before the answer is there', () => {
  const { ask, spawn, state } = engine(
    service('a.service', {}, { relations: { Requisite: ['b.service'] } }),
    service('b.service'),
  )
  ask('a.service')
  expect(state('a.service')).toBe('activating')
  // Nothing says that it comes after b.service, so it is up before anybody looks at that.
  spawn('a.service')
  expect(state('a.service')).toBe('active')
})

test('a request that comes while an automatic restart is waited for counts against the start limit', () => {
  const { ask, entry, exit, spawn } = engine(service('a.service', { Restart: 'always' }))
  ask('a.service')
  exit(spawn('a.service'), 1)
  ask('a.service')
  expect(entry('a.service').starts.starts).toBe(3)
})

test('a conflicting unit is stopped', () => {
  const { ask, state } = engine(target('a.target', { relations: { Conflicts: ['b.target'] } }), target('b.target'))
  ask('b.target')
  ask('a.target')
  expect([state('a.target'), state('b.target')]).toEqual(['active', 'inactive'])
})

test('what is bound to a unit goes down when it dies', () => {
  const { ask, exit, spawn, state } = engine(
    service('a.service'),
    target('b.target', { relations: { BindsTo: ['a.service'], After: ['a.service'] } }),
  )
  ask('b.target')
  const pid = spawn('a.service')
  expect(state('b.target')).toBe('active')
  exit(pid)
  expect(state('b.target')).toBe('inactive')
})

test('what only requires a unit stays when that dies by itself', () => {
  const { ask, exit, spawn, state } = engine(
    service('a.service'),
    target('b.target', { relations: { Requires: ['a.service'], After: ['a.service'] } }),
  )
  ask('b.target')
  exit(spawn('a.service'))
  expect(state('b.target')).toBe('active')
})

test('two units that start each other by OnFailure= do not keep the engine busy for ever', () => {
  const masked = { load: 'masked' } as const
  const { ask, state } = engine(
    target('x.target', masked),
    service('a.service', {}, { relations: { OnFailure: ['b.service'], Requisite: ['c.target'] } }),
    service('b.service', {}, { relations: { OnFailure: ['a.service'], Requisite: ['c.target'] } }),
    target('c.target'),
  )
  ask('a.service')
  expect(state('a.service')).toBe('inactive')
})

test('an event about a unit that is not there changes nothing', () => {
  const { happen, jobs } = engine(target('a.target'))
  expect(happen({ type: 'unit', unit: 'gone.service', event: { type: 'alarm' } })).toEqual([])
  expect(happen({ type: 'exited', exit: { pid: 9, how: 'exited', status: 0 }, populated: false })).toEqual([])
  expect(jobs()).toEqual([])
})

test('a failure reaches everybody in a row of thousands', () => {
  const count = 5000
  const units = Array.from({ length: count }, (_, at) => {
    const next = at + 1 < count ? [`u${at + 1}.target`] : []
    const asserts = at + 1 < count ? [] : [assert]
    return target(`u${at}.target`, { relations: { Requires: next, After: next }, asserts })
  })
  const { ask, happen, jobs } = engine(...units)
  ask('u0.target')
  expect(jobs()).toHaveLength(count)
  const outcome = { condition: assert, outcome: 'failed' } as const
  const effects = happen({ type: 'checked', unit: `u${count - 1}.target`, conditions: [], asserts: [outcome] })
  expect(effects.filter(effect => effect.type === 'job-removed')).toHaveLength(count)
  expect(jobs()).toEqual([])
})

test('a unit whose first command could not be started was never under way: its times say so, as with systemd', () => {
  const unit = service('a.service', { ExecStartPre: [command('/bin/pre')] })
  const { ask, happen, entry, wait } = engine(unit)
  ask('a.service')
  wait(1)
  happen({
    type: 'unit',
    unit: 'a.service',
    event: { type: 'spawn-failed', role: 'control', reason: 'No such file or directory' },
  })
  const never = { realtime: 0, monotonic: 0 }
  expect(entry('a.service').times).toEqual({
    stateChange: { realtime: 2_000_000, monotonic: 2_000_000 },
    inactiveExit: never,
    inactiveEnter: never,
    activeEnter: never,
    activeExit: never,
  })
})

test('a socket that rests can be cleaned, one that listens cannot', () => {
  const { happen, state } = engine(socket('a.socket'))
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'clean', paths: ['/run/a'] } })
  expect(state('a.socket')).toBe('maintenance')
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'cleaned', ok: true } })
  expect(state('a.socket')).toBe('inactive')
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'clean', paths: ['/run/a'] } })
  happen({ type: 'unit', unit: 'a.socket', event: { type: 'cleaned', ok: false } })
  expect(state('a.socket')).toBe('failed')
})
