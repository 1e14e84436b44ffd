import { expect, test } from '@jest/globals'
import { unitTypeInterfaces } from '#control/protocol/unit-interfaces.ts'
import { execContextProperties } from '#control/protocol/units/exec-context.ts'

test('Service, Socket, Mount and Swap show the settings of systemd.exec(5) in one piece, 179 properties from Environment on', () => {
  const names = Object.keys(execContextProperties)
  expect([names.length, names[0]]).toEqual([179, 'Environment'])
  const having = Object.entries(unitTypeInterfaces).filter(([, spec]) => 'Environment' in spec.properties)
  expect(having.map(([type]) => type).sort()).toEqual(['mount', 'service', 'socket', 'swap'])
  for (const [, spec] of having) {
    const all = Object.keys(spec.properties)
    const start = all.indexOf('Environment')
    expect(all.slice(start, start + names.length)).toEqual(names)
  }
})
