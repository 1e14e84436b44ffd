import { expect, test } from '@jest/globals'
import { describeFault, mayChange } from '#control/answering.ts'
import { answeringFrom, callerWithUid, createToy } from './toy.ts'

test('root and the own user may change things', () => {
  const answering = answeringFrom(createToy(), 1000)
  const may = (uid: number) => mayChange(answering, { caller: callerWithUid(uid), keepDescriptor: () => {} })
  expect([0, 1000, 1001, 65534].map(may)).toEqual([true, true, false, false])
})

test('whatever is thrown is described in one line', () => {
  expect(describeFault(new Error('lost\nits way'))).toMatch(/^Error: lost its way$/)
  expect(describeFault('just text')).toBe('just text')
  expect(describeFault(undefined)).toBe('undefined')
})
