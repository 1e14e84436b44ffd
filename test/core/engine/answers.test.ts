import { expect, test } from '@jest/globals'
import { answeredUnit, answerInstead, isAwaited } from '#core/engine/answers.ts'

const spawn = { do: 'spawn', role: 'control', key: 'ExecStop', index: 0 } as const

test('what was awaited is answered by the event that says how it went, or could not go', () => {
  expect(isAwaited(spawn)).toBe(true)
  const instead = answerInstead({ type: 'unit', unit: 'a.service', effect: spawn })
  expect(instead).toMatchObject({ unit: 'a.service', event: { type: 'spawn-failed', role: 'control' } })
  expect(instead && answeredUnit(instead)).toBe('a.service')
  const check = answerInstead({ type: 'check', unit: 'b.service' })
  expect(check && answeredUnit(check)).toBe('b.service')
})

test('what takes its time is answered, and no job waits for it', () => {
  const clean = { do: 'clean', paths: ['/var/cache/a'] } as const
  expect(isAwaited(clean)).toBe(false)
  const instead = answerInstead({ type: 'unit', unit: 'a.service', effect: clean })
  expect(instead).toMatchObject({ event: { type: 'cleaned', ok: false } })
  expect(instead && answeredUnit(instead)).toBeNull()
})

test('nobody waits for the answer to a signal or a timer', () => {
  expect(answerInstead({ type: 'unit', unit: 'a.service', effect: { do: 'alarm', at: 1 } })).toBeUndefined()
  expect(answerInstead({ type: 'startup-finished' })).toBeUndefined()
})
