import { expect, test } from '@jest/globals'
import { fail, ok } from '#core/base/result.ts'

test('ok() holds a value and fail() a reason, told apart by one field', () => {
  expect(ok(7)).toEqual({ ok: true, value: 7 })
  expect(fail('EINVAL')).toEqual({ ok: false, error: 'EINVAL' })
})
