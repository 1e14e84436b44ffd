import { expect, test } from '@jest/globals'
import { optionTable } from '#cli/command-line/option-table.ts'
import { collectGiven } from '#cli/command-line/yargs.ts'

const withValues = optionTable.filter(({ value }) => value !== 'none')

test.each([`'fail'`, '"fail"', '', '=', '==x', '-', '--now', "'", ' '])(
  'the value %j is taken as it is',
  async value => {
    const given = await collectGiven(withValues.map(option => ({ option, value })))
    expect([...given.values()]).toEqual(withValues.map(() => [value]))
  },
)

test('an option that is given again has all its values', async () => {
  const option = withValues.find(({ long }) => long === 'property')
  if (option === undefined) {
    throw new Error('no --property=')
  }
  const given = await collectGiven([`'Id'`, '"Names"'].map(value => ({ option, value })))
  expect(given.get('property')).toEqual([`'Id'`, '"Names"'])
})
