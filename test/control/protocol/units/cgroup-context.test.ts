import { expect, test } from '@jest/globals'
import { unitTypeInterfaces } from '#control/protocol/unit-interfaces.ts'
import { cgroupContextProperties } from '#control/protocol/units/cgroup-context.ts'

test('Service, Socket, Mount, Swap, Scope and Slice show the settings of systemd.resource-control(5) in one piece, 69 properties from Delegate on', () => {
  const names = Object.keys(cgroupContextProperties)
  expect([names.length, names[0]]).toEqual([69, 'Delegate'])
  const having = Object.entries(unitTypeInterfaces).filter(([, spec]) => 'Delegate' in spec.properties)
  expect(having.map(([type]) => type).sort()).toEqual(['mount', 'scope', 'service', 'slice', 'socket', 'swap'])
  for (const [, spec] of having) {
    const all = Object.keys(spec.properties)
    const start = all.indexOf('Delegate')
    expect(all.slice(start, start + names.length)).toEqual(names)
  }
})
