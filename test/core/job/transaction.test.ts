import { expect, test } from '@jest/globals'
import type { InstalledJobType, Job } from '#core/job/job.ts'
import { makeTransaction } from '#core/job/transaction.ts'
import type { UnitView, View } from '#core/job/view.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import { inverseOf, type Relation, relationsWith } from '#core/unit/relation.ts'

type Graph = Readonly<Record<string, Partial<UnitView> & { readonly [relation in Relation]?: readonly string[] }>>

/** A world written by hand; relations are known from both ends. */
function view(graph: Graph): View {
  const relations = new Map<string, Map<Relation, string[]>>()
  const link = (from: string, relation: Relation, to: string) => {
    const own = relations.get(from) ?? new Map<Relation, string[]>()
    relations.set(from, own.set(relation, [...(own.get(relation) ?? []), to]))
  }
  for (const [id, entry] of Object.entries(graph)) {
    for (const [key, value] of Object.entries(entry)) {
      if (!Array.isArray(value)) {
        continue
      }
      for (const to of value as string[]) {
        link(id, key as Relation, to)
        link(to, inverseOf(key as Relation), id)
      }
    }
  }
  return {
    unit: id => ({
      id,
      active: 'inactive',
      job: null,
      refusal: id in graph ? null : { code: 'NoSuchUnit', message: `Unit ${id} not found.` },
      perpetual: false,
      canReload: false,
      ignoreOnIsolate: false,
      ...graph[id],
    }),
    reached: (id, influence) => relationsWith(influence).flatMap(name => relations.get(id)?.get(name) ?? []),
    ids: () => Object.keys(graph),
  }
}

function ask(graph: Graph, unit: string, type: InstalledJobType = 'start', mode: JobMode = 'replace') {
  const made = makeTransaction(view(graph), { unit, type, mode })
  return made.ok ? made.value.jobs.map(job => `${job.unit}/${job.type}`) : made.error.code
}

function queued(unit: string, type: InstalledJobType, irreversible = false): Job {
  return { id: 1, unit, type, state: 'waiting', irreversible, ignoreOrder: false, since: 0, runningSince: null }
}

test('a start pulls in what is required and wanted, through every depth', () => {
  const graph = { a: { Requires: ['b'] }, b: { Wants: ['c'] }, c: {} }
  expect(ask(graph, 'a')).toEqual(['a/start', 'b/start', 'c/start'])
})

test('a required unit that cannot be found refuses the start, a wanted one does not', () => {
  expect(ask({ a: { Requires: ['gone'] } }, 'a')).toBe('NoSuchUnit')
  expect(ask({ a: { Wants: ['gone'] } }, 'a')).toEqual(['a/start'])
})

test('Requisite= asks whether a unit is up, and starts nothing', () => {
  expect(ask({ a: { Requisite: ['b'] }, b: {} }, 'a')).toEqual(['a/start', 'b/verify-active'])
})

test('a start stops what conflicts with it, as far as it runs', () => {
  const graph = { a: { Conflicts: ['b', 'c'] }, b: { active: 'active' }, c: {} } as const
  expect(ask(graph, 'a')).toEqual(['a/start', 'b/stop'])
})

test('a unit that requires what it conflicts with cannot be started', () => {
  expect(ask({ a: { Requires: ['b'], Conflicts: ['b'] }, b: {} }, 'a')).toBe('TransactionJobsConflicting')
})

test('a conflict among wishes drops the wish', () => {
  const graph = { a: { Wants: ['b'], Conflicts: ['b'] }, b: { active: 'active' } } as const
  expect(ask(graph, 'a')).toEqual(['a/start', 'b/stop'])
})

test('a stop takes what requires the unit down with it', () => {
  const graph = {
    a: { active: 'active' },
    b: { active: 'active', Requires: ['a'] },
    c: { active: 'active', PartOf: ['a'] },
    d: { active: 'active', Wants: ['a'] },
  } as const
  expect(ask(graph, 'a', 'stop')).toEqual(['a/stop', 'b/stop', 'c/stop'])
})

test('a restart restarts dependents that are up', () => {
  const graph = { a: { active: 'active' }, b: { active: 'active', Requires: ['a'] }, c: { Requires: ['a'] } } as const
  expect(ask(graph, 'a', 'restart')).toEqual(['a/restart', 'b/restart'])
})

test('an order that runs in a circle is broken where nothing depends on it', () => {
  const graph = { a: { Wants: ['b'], After: ['b'] }, b: { After: ['a'] } }
  expect(ask(graph, 'a')).toEqual(['a/start'])
  const required = { a: { Requires: ['b'], After: ['b'] }, b: { After: ['a'] } }
  expect(ask(required, 'a')).toBe('TransactionOrderIsCyclic')
})

test('mode fail does not touch what is queued, replace does unless it is irreversible', () => {
  const graph = { a: { active: 'active', job: queued('a', 'stop') } } as const
  expect(ask(graph, 'a', 'start', 'fail')).toBe('TransactionIsDestructive')
  expect(ask(graph, 'a', 'start', 'replace')).toEqual(['a/start'])
  expect(ask({ a: { ...graph.a, job: queued('a', 'stop', true) } }, 'a')).toBe('TransactionIsDestructive')
})

test('what comes to nothing disturbs nobody, whatever is queued', () => {
  for (const mode of ['fail', 'replace'] as const) {
    expect(ask({ a: { job: queued('a', 'start', true) } }, 'a', 'nop', mode)).toEqual(['a/nop'])
  }
})

test('a wanted unit is left out together with what it required in vain, and whoever requires that unit', () => {
  const graph = { a: { Wants: ['b', 'd'] }, b: { Wants: ['c'], Requires: ['gone'] }, c: {}, d: { Requires: ['b'] } }
  expect(ask(graph, 'a')).toEqual(['a/start'])
  expect(ask({ a: { Wants: ['b'] }, b: { Requisite: ['gone'] } }, 'a')).toEqual(['a/start'])
})

test('mode isolate keeps the stop of the anchor that a unit which is down passes on, and cannot do both', () => {
  const graph = { a: { PartOf: ['b'] }, b: { Requires: ['c'] }, c: { active: 'active' } } as const
  expect(ask(graph, 'a', 'start', 'isolate')).toBe('TransactionJobsConflicting')
})

test('mode isolate stops everything else but what asks to be left alone', () => {
  const graph = {
    a: { Wants: ['b'] },
    b: {},
    c: { active: 'active' },
    d: { active: 'active', ignoreOnIsolate: true },
    e: { active: 'active', perpetual: true },
  } as const
  expect(ask(graph, 'a', 'start', 'isolate')).toEqual(['a/start', 'b/start', 'c/stop'])
})

test('mode ignore-dependencies asks for nothing but the unit', () => {
  expect(ask({ a: { Requires: ['gone'] } }, 'a', 'start', 'ignore-dependencies')).toEqual(['a/start'])
})

test('the job that was asked for stands, though the unit is there already; others do not', () => {
  const graph = { a: { active: 'active', Requires: ['b'] }, b: { active: 'active' } } as const
  expect(ask(graph, 'a')).toEqual(['a/start'])
})

test('thousands of units in a row are no reason to overflow', () => {
  const count = 20_000
  const graph = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `u${at}`,
      at + 1 < count ? { Requires: [`u${at + 1}`], After: [`u${at + 1}`] } : {},
    ]),
  )
  expect(ask(graph, 'u0')).toHaveLength(count)
})
