import { expect, test } from '@jest/globals'
import { parsePercent, parsePermille, parsePermyriad } from '#core/base/percent.ts'

const value = (number: number) => ({ ok: true, value: number })

test('a finer unit takes coarser signs with the decimals it can hold', () => {
  expect(parsePercent('50%')).toEqual(value(50))
  expect([parsePermille('505‰'), parsePermille('50.5%')]).toEqual([value(505), value(505)])
  expect([parsePermyriad('5055‱'), parsePermyriad('505.5‰'), parsePermyriad('50.5%')]).toEqual([
    value(5055),
    value(5055),
    value(5050),
  ])
})

test.each(['50', '%', '50.5%', '5.%', '.5%', '50%%'])('%j is no percentage', text => {
  expect(parsePercent(text)).toEqual({ ok: false, error: 'EINVAL' })
})

test('more than the whole is allowed only where the caller says so', () => {
  expect(parsePercent('200%')).toEqual({ ok: false, error: 'ERANGE' })
  expect(parsePercent('200%', 'unbounded')).toEqual(value(200))
  expect(parsePercent('-1%', 'unbounded')).toEqual({ ok: false, error: 'ERANGE' })
})
