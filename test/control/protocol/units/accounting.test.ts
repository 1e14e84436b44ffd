import { expect, test } from '@jest/globals'
import { unitTypeInterfaces } from '#control/protocol/unit-interfaces.ts'
import { accountingProperties } from '#control/protocol/units/accounting.ts'

test('Service, Socket, Mount, Swap, Scope and Slice show what processes use in one piece, 24 properties from Slice on', () => {
  const names = Object.keys(accountingProperties)
  expect([names.length, names[0]]).toEqual([24, 'Slice'])
  const having = Object.entries(unitTypeInterfaces).filter(([, spec]) => 'Slice' in spec.properties)
  expect(having.map(([type]) => type).sort()).toEqual(['mount', 'scope', 'service', 'slice', 'socket', 'swap'])
  for (const [, spec] of having) {
    const all = Object.keys(spec.properties)
    const start = all.indexOf('Slice')
    expect(all.slice(start, start + names.length)).toEqual(names)
  }
})
