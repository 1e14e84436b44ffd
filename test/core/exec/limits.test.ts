import { expect, test } from '@jest/globals'
import { launchLimits } from '#core/exec/limits.ts'
import { service } from '../../fake/units.ts'

const NOFILE = 7
const LOCKS = 10
const { exec } = service('a.service')
const both = (value: bigint) => ({ soft: value, hard: value })

test("a unit's own limit is taken as it is", () => {
  const facts = { defaults: new Map(), own: new Map([[NOFILE, both(100n)]]) }
  const limits = launchLimits({ ...exec, LimitNOFILE: { soft: 10n, hard: 200n } }, facts)
  expect(limits.find(({ resource }) => resource === NOFILE)).toEqual({ resource: NOFILE, soft: 10n, hard: 200n })
})

test('a default does not go beyond what we may', () => {
  const facts = { defaults: new Map([[NOFILE, { soft: 1024n, hard: 524288n }]]), own: new Map([[NOFILE, both(4096n)]]) }
  expect(launchLimits(exec, facts)).toEqual([{ resource: NOFILE, soft: 1024n, hard: 4096n }])
})

test('without a default it is what the container was started with', () => {
  const own = new Map([[NOFILE, { soft: 1024n, hard: 4096n }]])
  expect(launchLimits(exec, { defaults: new Map(), own })).toEqual([{ resource: NOFILE, soft: 1024n, hard: 4096n }])
})

test('the limit that carries the mark is none of the unit', () => {
  const facts = { defaults: new Map(), own: new Map([[LOCKS, both(1n)]]) }
  expect(launchLimits({ ...exec, LimitLOCKS: both(5n) }, facts)).toEqual([])
})
