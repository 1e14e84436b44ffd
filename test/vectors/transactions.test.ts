// Jobs that real systemd 257 made for random graphs of targets, one request each.

import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import type { Effect } from '#core/engine/effect.ts'
import type { Event } from '#core/engine/event.ts'
import { step } from '#core/engine/step.ts'
import { activeState } from '#core/engine/work.ts'
import { emptyWorld, find, type World } from '#core/engine/world.ts'
import type { JobType } from '#core/job/job.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Relation } from '#core/unit/relation.ts'
import { command, service, target } from '../fake/units.ts'

interface Case {
  readonly id: string
  readonly units: Record<string, { readonly deps: readonly [Relation, string][]; readonly props?: readonly string[] }>
  readonly active: readonly string[]
  readonly hold?: string
  readonly queued: readonly [string, string][]
  readonly state: Record<string, string>
  readonly op: readonly [string, string, JobMode]
  readonly jobs?: readonly [string, string][]
  readonly error?: string
  readonly left: readonly [string, string][]
  readonly after: Record<string, string>
}

const file = new URL('../../../shared/data/vectors/transactions.json', import.meta.url)
const now = { realtime: 0, monotonic: 1_000_000 }

function isTargetOnly({ units }: Case): boolean {
  return Object.keys(units).every(name => name.endsWith('.target'))
}

function load(world: World, { units }: Case): void {
  const flags = (props: readonly string[] = []) =>
    Object.fromEntries(props.map(line => [line.replace('=yes', ''), true]))
  const targets = Object.entries(units).map(([id, { deps, props }]) => {
    const relations: Partial<Record<Relation, string[]>> = {}
    for (const [relation, other] of deps) {
      relations[relation] = [...(relations[relation] ?? []), other]
    }
    return target(id, { relations, unit: { DefaultDependencies: false, ...flags(props) } })
  })
  const slow = service('slow.service', { Type: 'oneshot', ExecStart: [command('/bin/sleep')] })
  run(world, { type: 'loaded', units: [...targets, slow] })
  // A client that asks for a unit keeps it in memory, as the recording did by reading it back.
  run(world, { type: 'hold', units: [...Object.keys(units), 'slow.service'] })
}

let pid = 100

/** Steps the world, and answers at once what the kernel would. */
function run(world: World, event: Event): readonly Effect[] {
  const effects = step(world, event, now)
  const more: Effect[] = []
  for (const effect of effects) {
    if (effect.type === 'unit' && effect.effect.do === 'spawn') {
      pid += 1
      more.push(
        ...run(world, { type: 'unit', unit: effect.unit, event: { type: 'spawned', role: effect.effect.role, pid } }),
      )
    } else if (effect.type === 'unit' && effect.effect.do === 'kill') {
      for (const killed of effect.effect.pids) {
        const exit = { pid: killed, how: 'killed', status: 15 } as const
        more.push(...run(world, { type: 'exited', exit, populated: false }))
      }
    }
  }
  return [...effects, ...more]
}

const reload = new Map<string, JobType>([
  ['reload-or-restart', 'restart'],
  ['reload-or-try-restart', 'try-restart'],
])

function request(world: World, [unit, type, mode]: readonly [string, string, JobMode]): readonly Effect[] {
  const job = reload.get(type) ?? (type as JobType)
  const reloadIfPossible = reload.has(type)
  return run(world, {
    type: 'request',
    ticket: 1,
    request: { unit, type: job, mode, manual: true, reloadIfPossible },
  })
}

function sorted(pairs: Iterable<readonly [string, string]>): readonly string[] {
  return [...pairs].map(pair => pair.join(' ')).sort()
}

function queue(world: World): readonly string[] {
  return sorted([...world.jobs.values()].map(job => [job.unit, job.type] as const))
}

function states(world: World, names: Iterable<string>): Record<string, string> {
  return Object.fromEntries(
    [...names].map(name => {
      const entry = find(world, name)
      return [name, entry === undefined ? 'gone' : activeState(entry)]
    }),
  )
}

function answer(effects: readonly Effect[]): unknown {
  const reply = effects.find(effect => effect.type === 'reply')?.reply
  if (reply === undefined) {
    return 'no reply'
  }
  return reply.ok
    ? sorted([reply.job, ...reply.affected].map(job => [job.unit, job.type] as const))
    : reply.refusal.code
}

function check(one: Case): string | null {
  const world = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 1000 })
  load(world, one)
  for (const unit of one.active) {
    request(world, [unit, 'start', 'ignore-dependencies'])
  }
  if (one.hold !== undefined) {
    request(world, [one.hold, 'start', 'replace'])
  }
  const before = { queue: queue(world), states: states(world, Object.keys(one.state)) }
  const expectedBefore = { queue: sorted(one.queued), states: one.state }
  const got = answer(request(world, one.op))
  const expected = one.error?.split('.').at(-1) ?? sorted(one.jobs ?? [])
  const seen = { before, got, left: queue(world), after: states(world, Object.keys(one.after)) }
  const wanted = { before: expectedBefore, got: expected, left: sorted(one.left), after: one.after }
  return JSON.stringify(seen) === JSON.stringify(wanted)
    ? null
    : `${one.id}: ${JSON.stringify(seen)}\n  wanted ${JSON.stringify(wanted)}`
}

const known = existsSync(file)
const missing = known ? '' : ' (skipped: transactions.json is not beside the project)'
;(known ? test : test.skip)(`requests make the jobs that systemd 257 makes${missing}`, () => {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] }
  const wrong = cases.flatMap(one => check(one) ?? [])
  expect({ cases: cases.length, wrong: wrong.slice(0, Number(process.env['SHOW'] ?? 5)), count: wrong.length }).toEqual(
    {
      cases: 452,
      wrong: [],
      count: 0,
    },
  )
})
void isTargetOnly
