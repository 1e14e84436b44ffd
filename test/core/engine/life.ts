// One random life of the whole engine on a machine in memory: units, requests, faults and a clock that jumps, all from a seed.
// After every step the rules of core/engine/invariants.ts must hold, and witness.ts must have nothing to complain of.

import type { Effect } from '#core/engine/effect.ts'
import type { Event } from '#core/engine/event.ts'
import { brokenRules } from '#core/engine/invariants.ts'
import { activeState } from '#core/engine/work.ts'
import { find } from '#core/engine/world.ts'
import type { JobType } from '#core/job/job.ts'
import { killModes } from '#core/unit/directives/kill.ts'
import { failureModes, restartPolicies, serviceTypes } from '#core/unit/directives/service.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Relation } from '#core/unit/relation.ts'
import type { LoadState, Unit } from '#core/unit/unit.ts'
import { Machine } from '../../fake/machine.ts'
import { Random } from '../../fake/random.ts'
import { command, service, target } from '../../fake/units.ts'
import { Witness } from './witness.ts'

const given = process.env['SEED']

const named: readonly Relation[] = [
  'Requires',
  'Requisite',
  'Wants',
  'BindsTo',
  'PartOf',
  'Upholds',
  'Conflicts',
  'Before',
  'After',
  'After',
  'OnSuccess',
  'OnFailure',
  'PropagatesReloadTo',
  'PropagatesStopTo',
]
const types: readonly JobType[] = ['start', 'start', 'stop', 'restart', 'try-restart', 'reload', 'verify-active']
const modes: readonly JobMode[] = [
  'replace',
  'replace',
  'replace',
  'fail',
  'flush',
  'isolate',
  'ignore-dependencies',
  'ignore-requirements',
  'replace-irreversibly',
  'triggering',
]

function randomUnits(random: Random): readonly Unit[] {
  const count = 3 + random.below(10)
  const ids = Array.from({ length: count }, (_, at) => (random.chance(0.3) ? `u${at}.target` : `u${at}.service`))
  return [target('shutdown.target'), ...ids.map(id => randomUnit(random, id, ids))]
}

function randomUnit(random: Random, id: string, ids: readonly string[]): Unit {
  const relations: Partial<Record<Relation, string[]>> = { Conflicts: ['shutdown.target'], Before: ['shutdown.target'] }
  for (let left = random.below(4); left > 0; left--) {
    const relation = random.pick(named)
    relations[relation] = [...(relations[relation] ?? []), random.pick(ids)]
  }
  const unit = {
    AllowIsolate: random.chance(0.3),
    StopWhenUnneeded: random.chance(0.1),
    RefuseManualStop: random.chance(0.05),
    StartLimitBurst: random.chance(0.5) ? 1 + random.below(5) : 5,
    StartLimitIntervalSec: random.chance(0.2) ? BigInt(random.below(30)) * 1_000_000n : 10_000_000n,
    OnFailureJobMode: random.chance(0.2) ? random.pick(modes.slice(0, 4)) : 'replace',
    JobTimeoutSec: random.chance(0.1) ? 5_000_000n : 2n ** 64n - 1n,
  }
  const load: LoadState = random.chance(0.05) ? random.pick(['masked', 'not-found', 'bad-setting']) : 'loaded'
  const check = (type: string) => {
    const some = { type, trigger: random.chance(0.3), negate: false, parameter: '/a' }
    return random.chance(0.1) ? [some, { ...some, parameter: '/b' }] : []
  }
  const options = {
    relations,
    unit,
    load,
    conditions: check('ConditionPathExists'),
    asserts: check('AssertPathExists'),
  }
  return id.endsWith('.target') ? target(id, options) : randomService(random, id, options)
}

function randomService(random: Random, id: string, options: Parameters<typeof service>[2]): Unit {
  const some = (probability: number) =>
    random.chance(probability) ? [command('/bin/a', { ignoreFailure: random.chance(0.2) })] : []
  const type = random.pick(serviceTypes)
  const policy = random.pick(restartPolicies)
  return service(
    id,
    {
      Type: type,
      Restart: type === 'oneshot' && (policy === 'always' || policy === 'on-success') ? 'no' : policy,
      RestartSec: BigInt(random.below(3_000_000)),
      RestartMode: random.chance(0.2) ? 'direct' : 'normal',
      RemainAfterExit: random.chance(0.3),
      PIDFile: type === 'forking' && random.chance(0.5) ? '/run/x.pid' : '',
      ExitType: random.chance(0.1) ? 'cgroup' : 'main',
      TimeoutStartSec: random.chance(0.8) ? 10_000_000n : 2n ** 64n - 1n,
      TimeoutStopSec: 5_000_000n,
      TimeoutStopFailureMode: random.pick(failureModes),
      RuntimeMaxSec: random.chance(0.1) ? 20_000_000n : 2n ** 64n - 1n,
      WatchdogSec: random.chance(0.1) ? 30_000_000n : 0n,
      ExecCondition: some(0.1),
      ExecStartPre: some(0.2),
      ExecStartPost: some(0.2),
      ExecReload: some(0.4),
      ExecStop: some(0.3),
      ExecStopPost: some(0.2),
      ExecStart:
        type === 'oneshot' && random.chance(0.3) ? [command('/bin/a'), command('/bin/b')] : [command('/bin/a')],
    },
    { ...options, kill: { KillMode: random.pick(killModes), SendSIGKILL: random.chance(0.9) } },
  )
}

/** With SEED=, the life as it went: one line an event. */
function trace(machine: Machine, event: Event, effects: readonly Effect[]): void {
  if (given !== undefined) {
    const shown = effects.map(effect => JSON.stringify(effect, readable))
    process.stderr.write(`${machine.now} ${JSON.stringify(event, readable)}\n    ${shown.join('\n    ')}\n`)
  }
}

function readable(key: string, value: unknown): unknown {
  return key === 'units' ? undefined : typeof value === 'bigint' ? `${value}` : value
}

export interface Run {
  readonly machine: Machine
  readonly broken: readonly string[]
}

/** Lives the life of a seed until a rule is broken, or everything was shut down. */
export function simulate(seed: number): Run {
  const random = new Random(seed)
  const broken: string[] = []
  const witness = new Witness()
  const check = (event: Event, effects: readonly Effect[]) => {
    trace(machine, event, effects)
    broken.push(
      ...brokenRules(machine.world),
      ...witness.see({ world: machine.world, event, effects, now: machine.now }),
    )
    const replies = effects.filter(effect => effect.type === 'reply').length
    if (replies !== (event.type === 'request' ? 1 : 0)) {
      broken.push(`${event.type} was answered ${replies} times`)
    }
  }
  const machine: Machine = new Machine(random, check)
  const units = randomUnits(random)
  machine.load(units)
  machine.event({ type: 'hold', units: units.map(unit => unit.id) })
  for (let round = 0; round < 60 && broken.length === 0; round++) {
    act(random, machine, units)
  }
  return broken.length > 0 ? { machine, broken } : { machine, broken: shutDown(machine, units) }
}

function act(random: Random, machine: Machine, units: readonly Unit[]): void {
  const roll = random.next()
  const unit = random.pick(units).id
  if (roll < 0.35) {
    const type = random.pick(types)
    machine.request({ unit, type, mode: random.pick(modes), manual: true, reloadIfPossible: random.chance(0.2) })
  } else if (roll < 0.4) {
    machine.event({ type: 'reset-failed', unit: random.chance(0.5) ? unit : null })
  } else if (roll < 0.45) {
    const job = [...machine.world.jobs.keys()][0]
    if (job !== undefined) {
      machine.event({ type: 'cancel-job', job })
    }
  } else if (roll < 0.5) {
    machine.load(units.map(known => ({ ...known })))
  } else if (roll < 0.52) {
    machine.offset += random.pick([-1, 1]) * random.below(1e12)
  } else if (roll < 0.53) {
    machine.event({ type: 'cancel-all-jobs' })
  } else if (roll < 0.6 && machine.processes.size > 0) {
    machine.murder(random.pick([...machine.processes.keys()]))
  } else {
    machine.advance()
  }
}

/** In the end the system shuts down: everything must come to rest, in finite time, with nothing left over. */
function shutDown(machine: Machine, units: readonly Unit[]): readonly string[] {
  machine.event({ type: 'cancel-all-jobs' })
  const before = machine.ended.length
  const leftOut = machine.leftOut.length
  const ticket = machine.request({
    unit: 'shutdown.target',
    type: 'start',
    mode: 'replace-irreversibly',
    manual: false,
    reloadIfPossible: false,
  })
  if (machine.replies.get(ticket)?.ok === false || machine.leftOut.length > leftOut) {
    // Units that wait for each other in a circle cannot be stopped in order: systemd refuses, or leaves some out, too.
    return []
  }
  const isDone = () => machine.ended.slice(before).some(job => job.unit === 'shutdown.target' && job.type === 'start')
  for (let left = 3000; !isDone(); left--) {
    if (left === 0 || !machine.advance()) {
      const stuck = [...machine.world.jobs.values()].map(job => `job ${job.unit}/${job.type} is ${job.state} for ever`)
      return ['the shutdown never ends', ...stuck]
    }
    const broken = brokenRules(machine.world)
    if (broken.length > 0) {
      return broken
    }
  }
  return units.flatMap(({ id }) => {
    const entry = find(machine.world, id)
    const state = entry === undefined ? 'inactive' : activeState(entry)
    const isDown = state === 'inactive' || state === 'failed' || id === 'shutdown.target'
    // JobTimeoutSec= lets the shutdown go on without the unit.
    const wasGivenUp = machine.ended.slice(before).some(job => job.unit === id && job.result === 'timeout')
    return isDown || wasGivenUp ? [] : [`${id} is ${state} when the shutdown is done`]
  })
}
