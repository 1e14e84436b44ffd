import { expect, test } from '@jest/globals'
import type { InstalledJobType } from '#core/job/job.ts'
import { firstOf } from '#core/job/order.ts'

const job = (type: InstalledJobType, ignoreOrder = false) => ({ type, ignoreOrder })
/** Which goes first when `a` is ordered after `b`. */
const after = (a: InstalledJobType, b: InstalledJobType) => firstOf(job(a), job(b), 'after')

test('a start waits for what it comes after', () => {
  expect([after('start', 'start'), after('reload', 'start'), after('verify-active', 'restart')]).toEqual([
    'b',
    'b',
    'b',
  ])
})

test('a stop goes before whatever it comes after', () => {
  expect([after('stop', 'start'), after('stop', 'stop'), after('restart', 'reload')]).toEqual(['a', 'a', 'a'])
})

test('a start waits for the stop of what comes after it', () => {
  expect(firstOf(job('start'), job('stop'), 'before')).toBe('b')
})

test('Before= is After= seen from the other end', () => {
  const types = ['start', 'stop', 'restart', 'reload', 'verify-active'] as const
  const turned = { a: 'b', b: 'a', any: 'any' } as const
  for (const one of types) {
    for (const other of types) {
      expect(firstOf(job(one), job(other), 'before')).toBe(turned[firstOf(job(other), job(one), 'after')])
    }
  }
})

test('jobs that do nothing, or ignore the order, have none', () => {
  expect(after('nop', 'start')).toBe('any')
  expect(firstOf(job('start', true), job('start'), 'after')).toBe('any')
})
