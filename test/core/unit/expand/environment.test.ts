import { expect, test } from '@jest/globals'
import {
  checkEnvironment,
  findVariable,
  isAssignment,
  isVariableName,
  isVariableValue,
  mergeEnvironment,
  parseEnvironmentValue,
  unsetVariables,
  variableName,
} from '#core/unit/expand/environment.ts'

test('names are ASCII letters, digits and underscores, values are UTF-8', () => {
  expect(['A', '_', 'a1'].map(isVariableName)).toEqual([true, true, true])
  expect(['', '1a', 'a-b', 'ä'].map(isVariableName)).toEqual([false, false, false, false])
  expect([isVariableValue('a\n\u0001ä'), isVariableValue('\udcff'), isVariableValue('a\0')]).toEqual([
    true,
    false,
    false,
  ])
  expect(['A=', 'A=b=c'].map(isAssignment)).toEqual([true, true])
  expect(['=b', 'A', 'A B=c', 'A=\udcff'].map(isAssignment)).toEqual([false, false, false, false])
})

test('in a list the last value counts', () => {
  expect(findVariable(['A=1', 'AB=x', 'A=2'], 'A')).toBe('2')
  expect(findVariable(['A=1', 'B'], 'B')).toBeUndefined()
  expect([variableName('A=b'), variableName('A')]).toEqual(['A', 'A'])
})

test('joined lists keep places and take later values', () => {
  expect(mergeEnvironment(['A=1', 'B=1'], ['C=2', 'A=2'])).toEqual(['A=2', 'B=1', 'C=2'])
})

test('variables are taken away by name, or only where they have a value', () => {
  expect(unsetVariables(['A=1', 'B=1', 'C=1'], ['A', 'B=2', 'C=1'])).toEqual(['B=1'])
})

test('what cannot be handed to a program is told apart', () => {
  expect(checkEnvironment(['A=1', 'export B=1', 'A=2'])).toEqual({ valid: ['A=2'], invalid: ['export B=1'] })
})

test('Environment= reads quotes and escapes, then specifiers, word by word', () => {
  const expand = (word: string) => (word.includes('%z') ? undefined : word.replace('%n', 'unit'))
  expect(parseEnvironmentValue('A=%n "B=two words" C=\\x41 nonsense D=%z', expand)).toEqual({
    assignments: ['A=unit', 'B=two words', 'C=A'],
    invalid: ['nonsense'],
  })
  expect(parseEnvironmentValue('"A=b', expand)).toBeUndefined()
})
