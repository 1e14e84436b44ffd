import { expect, test } from '@jest/globals'
import type { Caller } from '#control/implement.ts'
import { References } from '#manager/bus/references.ts'

function createHolders() {
  const holders = new Map<string, number>()
  const change = (unit: string, by: number): void => void holders.set(unit, (holders.get(unit) ?? 0) + by)
  const references = new References({ hold: unit => change(unit, 1), release: unit => change(unit, -1) })
  return { holders, references }
}

function createCaller() {
  const gone: (() => void)[] = []
  const caller: Caller = {
    uid: 0,
    pid: 1,
    subscribe: () => true,
    unsubscribe: () => true,
    onGone: callback => void gone.push(callback),
  }
  const leave = (): void => {
    for (const callback of gone.splice(0)) {
      callback()
    }
  }
  return { caller, leave }
}

test('what was let go is not let go again by the end of the client', () => {
  const { holders, references } = createHolders()
  const [one, other] = [createCaller(), createCaller()]
  references.take(other.caller, 'a.service')
  references.take(one.caller, 'a.service')
  expect(references.drop(one.caller, 'a.service')).toBe(true)
  one.leave()
  expect(holders.get('a.service')).toBe(1)
  other.leave()
  expect(holders.get('a.service')).toBe(0)
})

test('nobody lets go what another holds', () => {
  const { holders, references } = createHolders()
  const [one, other] = [createCaller(), createCaller()]
  references.take(one.caller, 'a.service')
  expect(references.drop(other.caller, 'a.service')).toBe(false)
  expect(holders.get('a.service')).toBe(1)
})

test('a client that holds twice lets go twice, and its end lets go what is left', () => {
  const { holders, references } = createHolders()
  const { caller, leave } = createCaller()
  for (let time = 0; time < 3; time++) {
    references.take(caller, 'a.service')
  }
  expect(references.drop(caller, 'a.service')).toBe(true)
  expect(holders.get('a.service')).toBe(2)
  leave()
  expect(holders.get('a.service')).toBe(0)
  expect(references.drop(caller, 'a.service')).toBe(false)
})
