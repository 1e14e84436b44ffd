import { expect, test } from '@jest/globals'
import { createEnvironment } from '#manager/processes/environment-block.ts'

test('variables of the start come first, then those that were set, each in the order of names', () => {
  const environment = createEnvironment(
    new Map([
      ['PATH', '/bin'],
      ['LANG', 'C'],
    ]),
  )
  for (const name of ['B_2', 'Ba', 'B_10', 'LANG']) {
    environment.set(name, 'x')
  }
  expect([...environment.variables.keys()]).toEqual(['LANG', 'PATH', 'B_10', 'B_2', 'Ba'])
  expect(environment.variables.get('LANG')).toBe('x')
})
