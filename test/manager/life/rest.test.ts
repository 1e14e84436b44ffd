import { expect, test } from '@jest/globals'
import { shrinkAtRest, worthShrinking } from '#manager/life/rest.ts'

/** A clock in seconds, and when memory was given back. */
function clock() {
  let now = 0
  let due: { readonly at: number; readonly ring: () => void } | null = null
  const shrunk: number[] = []
  const rest = shrinkAtRest({
    now: () => now,
    call: (at, ring) => {
      due = { at, ring }
    },
    shrink: () => shrunk.push(now / 1e6),
  })
  const pass = (seconds: number): void => {
    const until = now + seconds * 1e6
    if (due !== null && due.at <= until) {
      now = due.at
      const { ring } = due
      due = null
      ring()
    }
    now = until
  }
  return { rest, pass, shrunk }
}

test('after a boot memory is given back once it was quiet for two seconds', () => {
  const { rest, pass, shrunk } = clock()
  rest()
  pass(1)
  rest()
  pass(10)
  expect(shrunk).toEqual([3])
})

test('a few turns are not worth it, many are, and so is one reload', () => {
  const { rest, pass, shrunk } = clock()
  rest()
  pass(10)
  for (let turn = 0; turn < worthShrinking - 1; turn++) {
    rest()
  }
  pass(10)
  expect(shrunk).toEqual([2])
  rest()
  pass(10)
  rest(worthShrinking)
  pass(10)
  expect(shrunk).toEqual([2, 22, 32])
})

test('where it is never quiet it is done all the same, once a minute', () => {
  const { rest, pass, shrunk } = clock()
  for (let second = 0; second < 130; second++) {
    rest()
    pass(1)
  }
  expect(shrunk[0]).toBe(60)
})
