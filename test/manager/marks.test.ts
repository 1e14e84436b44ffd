import { expect, test } from '@jest/globals'
import { Marks, unmarked } from '#manager/marks.ts'

test('a process belongs to the unit whose mark it carries', () => {
  const marks = new Marks(unmarked, null)
  const a = marks.take('a.service')
  const b = marks.take('b.service')
  expect(marks.unitOf(a)).toBe('a.service')
  expect(marks.unitOf(b)).toBe('b.service')
  expect(marks.unitOf(unmarked)).toBeUndefined()
})

test('marks only go down, since a limit that was lowered cannot be raised', () => {
  const marks = new Marks(unmarked, null)
  const first = marks.take('a.service')
  expect(marks.take('a.service')).toBeLessThan(first)
})

test('a manager inside a service numbers its own services within the mark it was given', () => {
  const outer = new Marks(unmarked, null)
  const container = outer.take('container.service')
  const neighbour = outer.take('neighbour.service')
  const inner = new Marks(container, null)
  const nested = inner.take('web.service')
  expect(inner.unitOf(nested)).toBe('web.service')
  expect(outer.unitOf(nested)).toBe('container.service')
  const innermost = new Marks(nested, null)
  const deep = innermost.take('deep.service')
  expect(innermost.unitOf(deep)).toBe('deep.service')
  expect(inner.unitOf(deep)).toBe('web.service')
  expect(outer.unitOf(deep)).toBe('container.service')
  expect(outer.unitOf(neighbour)).toBe('neighbour.service')
})

test('the manager itself belongs to none of its units', () => {
  const outer = new Marks(unmarked, null)
  const own = outer.take('container.service')
  const inner = new Marks(own, null)
  inner.take('web.service')
  expect(inner.unitOf(own)).toBeUndefined()
})

test('marks of a former life are known again, and new ones do not repeat them', () => {
  const before = new Marks(unmarked, null)
  const mark = before.take('a.service')
  const after = new Marks(unmarked, before.next)
  after.restore(mark, 'a.service')
  expect(after.unitOf(mark)).toBe('a.service')
  expect(after.take('b.service')).toBeLessThan(mark)
})

test('marks of runs whose processes are gone can be forgotten', () => {
  const marks = new Marks(unmarked, null)
  const old = marks.take('a.service')
  const current = marks.take('a.service')
  marks.forget('a.service', current)
  expect(marks.unitOf(old)).toBeUndefined()
  expect(marks.unitOf(current)).toBe('a.service')
})
