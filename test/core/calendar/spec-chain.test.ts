import { expect, test } from '@jest/globals'
import { isWithin, normalizeChain, once, readChain } from '#core/calendar/spec-chain.ts'

test('alternatives are values, ranges and steps', () => {
  expect(readChain('5,1..7,0/15,0..30/5-x', 'plain')).toEqual({
    ok: true,
    value: {
      chain: [
        once(5),
        { start: 1, stop: 7, repeat: 1 },
        { start: 0, stop: null, repeat: 15 },
        { start: 0, stop: 30, repeat: 5 },
      ],
      rest: '-x',
    },
  })
})

test('a star allows everything; for seconds that is every whole one', () => {
  expect(readChain('*:0', 'plain')).toEqual({ ok: true, value: { chain: null, rest: ':0' } })
  expect(readChain('*', 'seconds')).toEqual({
    ok: true,
    value: { chain: [{ start: 0, stop: null, repeat: 1_000_000 }], rest: '' },
  })
})

test('seconds have decimals, of which the seventh rounds', () => {
  expect(readChain('1.25,0.0000005', 'seconds')).toEqual({
    ok: true,
    value: { chain: [once(1_250_000), once(1)], rest: '' },
  })
  expect(readChain('1..3', 'seconds')).toMatchObject({
    ok: true,
    value: { chain: [{ stop: 3_000_000, repeat: 1_000_000 }] },
  })
})

test.each([
  ['', 'EINVAL'],
  ['5x', 'EINVAL'],
  ['1/0', 'ERANGE'],
  ['99999999999', 'ERANGE'],
  [Array(300).fill('1').join(','), 'ENOBUFS'],
])('%.20j is refused: %s', (text, error) => {
  expect(readChain(text, 'plain')).toEqual({ ok: false, error })
})

test('alternatives are put in order, each once, and ranges end at their last step', () => {
  expect(
    normalizeChain([once(5), once(1), once(5), { start: 0, stop: 10, repeat: 4 }, { start: 3, stop: 3, repeat: 1 }]),
  ).toEqual([{ start: 0, stop: 8, repeat: 4 }, once(1), once(3), once(5)])
})

test('a step must be possible at least once', () => {
  expect(isWithin([{ start: 50, stop: null, repeat: 10 }], 0, 59, false)).toBe(false)
  expect(isWithin([{ start: 5, stop: null, repeat: 4 }], 1, 28, true)).toBe(true)
  expect(isWithin([{ start: 5, stop: null, repeat: 5 }], 1, 28, true)).toBe(false)
  expect(isWithin(null, 0, 1, false)).toBe(true)
})
