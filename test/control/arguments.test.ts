import { expect, test } from '@jest/globals'
import { nameArguments, orderArguments, signatureOf } from '#control/arguments.ts'

const args = { name: 's', pids: 'au' }

test('named arguments have a signature and an order', () => {
  expect(signatureOf(args)).toBe('sau')
  expect(orderArguments(args, { pids: [1], name: 'a' })).toEqual(['a', [1]])
  expect(nameArguments(args, ['a', [1]])).toEqual({ name: 'a', pids: [1] })
})

test('no arguments are an empty message', () => {
  expect(signatureOf(undefined)).toBe('')
  expect(orderArguments(undefined, {})).toEqual([])
  expect(nameArguments(undefined, [])).toEqual({})
})
