import { expect, test } from '@jest/globals'
import { complaints, type Row, readHistory, record } from '../../bench/history.ts'

const row = (what: string, ours: number, unit: Row['unit'] = 'ms'): Row => ({ what, unit, real: 100, ours })

test('a ratio over its budget is told, for rates one below it', () => {
  const budgets = { boot: 1.5, rate: 2 }
  expect(complaints({ budgets }, [row('boot', 150), row('rate', 200, '/s')])).toEqual([])
  expect(complaints({ budgets }, [row('boot', 151), row('rate', 199, '/s')])).toEqual([
    'boot: ratio 1.51, budget 1.50',
    'rate: ratio 1.99, budget 2.00',
  ])
})

test('a row without a budget, and a budget without a row, are told', () => {
  expect(complaints({ budgets: { stop: 1 } }, [row('boot', 1)])).toEqual([
    'boot: no budget',
    'stop: has a budget and was not measured',
  ])
})

test('a release is recorded once', () => {
  const release = (ours: number) => ({ version: '1.0.0', date: '2026-01-01', rows: [row('boot', ours)] })
  const twice = record(record({ budgets: {}, releases: [] }, release(1)), release(2))
  expect(twice.releases).toEqual([release(2)])
})

test('every row of a recorded release has a budget that it kept', () => {
  const { budgets, releases } = readHistory()
  for (const { rows } of releases) {
    const measured = Object.entries(budgets).filter(([what]) => rows.some(one => one.what === what))
    expect(complaints({ budgets: Object.fromEntries(measured) }, rows)).toEqual([])
  }
})
