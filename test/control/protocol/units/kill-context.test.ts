import { expect, test } from '@jest/globals'
import { unitTypeInterfaces } from '#control/protocol/unit-interfaces.ts'
import { killContextProperties } from '#control/protocol/units/kill-context.ts'

test('Service, Socket, Mount, Swap and Scope show the settings of systemd.kill(5) in one piece, 7 properties from KillMode on', () => {
  const names = Object.keys(killContextProperties)
  expect([names.length, names[0]]).toEqual([7, 'KillMode'])
  const having = Object.entries(unitTypeInterfaces).filter(([, spec]) => 'KillMode' in spec.properties)
  expect(having.map(([type]) => type).sort()).toEqual(['mount', 'scope', 'service', 'socket', 'swap'])
  for (const [, spec] of having) {
    const all = Object.keys(spec.properties)
    const start = all.indexOf('KillMode')
    expect(all.slice(start, start + names.length)).toEqual(names)
  }
})
