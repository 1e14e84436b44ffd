import { expect, test } from '@jest/globals'
import { Marks, unmarked } from '#manager/processes/marks/marks.ts'

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
  const other = marks.take('b.service')
  marks.forget('a.service')
  expect([marks.unitOf(old), marks.unitOf(current)]).toEqual([undefined, undefined])
  expect(marks.unitOf(other)).toBe('b.service')
})

test('where the limit leaves too few numbers none is given, and nobody is told apart by one', () => {
  const marks = new Marks(30n, null)
  expect(marks.areUsedUp).toBe(true)
  expect(marks.take('a.service')).toBe(30n)
  expect(marks.unitOf(30n)).toBeUndefined()
  expect(marks.isStray(30n)).toBe(true)
  expect(new Marks(unmarked, null).areUsedUp).toBe(false)
})

test('marks that are used up are followed by none, not by numbers below zero', () => {
  const marks = new Marks(2n ** 20n + 3n, null)
  let last = marks.take('a.service')
  for (; !marks.areUsedUp; last = marks.take('a.service')) {
    expect(last).toBeGreaterThan(0n)
  }
  expect(marks.take('a.service')).toBe(2n ** 20n + 3n)
})

test('a number that no start was given is a stray; those of others and no limit at all are not', () => {
  const marks = new Marks(unmarked, null)
  const mark = marks.take('a.service')
  expect([0n, mark - 2n ** 40n, mark, unmarked].map(number => marks.isStray(number))).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('a unit that was never started has no mark to remember', () => {
  const marks = new Marks(unmarked, null)
  marks.restore(0n, 'a.service')
  expect(marks.unitOf(0n)).toBeUndefined()
})

test('a mark of a former life is not given again, also where nobody remembers how far that one had counted', () => {
  const former = new Marks(unmarked, null)
  const given = [former.take('a.service'), former.take('b.service')]
  const next = new Marks(unmarked, null)
  next.restore(given[1] ?? 0n, 'b.service')
  next.restore(given[0] ?? 0n, 'a.service')
  expect(next.next).toBe(former.next)
})

test('a mark that was given and not written down is one of the next, and one that a process chose is not', () => {
  const before = new Marks(unmarked, null)
  const written = before.next
  const lost = before.take('a.service')
  const after = new Marks(unmarked, written)
  expect([lost, 65_536n, unmarked].map(mark => after.isNext(mark))).toEqual([true, false, false])
  expect(before.isNext(lost)).toBe(false)
})
