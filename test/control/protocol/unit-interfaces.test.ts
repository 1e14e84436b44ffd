import { expect, test } from '@jest/globals'
import { unitTypeInterfaces } from '#control/protocol/unit-interfaces.ts'
import { accountingProperties } from '#control/protocol/units/accounting.ts'
import { cgroupContextProperties } from '#control/protocol/units/cgroup-context.ts'
import { execContextProperties } from '#control/protocol/units/exec-context.ts'
import { killContextProperties } from '#control/protocol/units/kill-context.ts'

const groups = {
  accounting: accountingProperties,
  cgroup: cgroupContextProperties,
  exec: execContextProperties,
  kill: killContextProperties,
}

/** Which groups an interface ends with, in order. */
const endsWith = (names: readonly string[]): string[] => {
  const found = Object.entries(groups).filter(([, group]) => Object.keys(group).every(name => names.includes(name)))
  const tail = found.flatMap(([, group]) => Object.keys(group))
  expect(tail.length === 0 ? [] : names.slice(-tail.length)).toEqual(tail)
  return found.map(([name]) => name)
}

test('each type of unit has an interface of its own name', () => {
  for (const [type, spec] of Object.entries(unitTypeInterfaces)) {
    expect(spec.name.toLowerCase()).toBe(`org.freedesktop.systemd1.${type}`)
  }
})

test('units that run something share the settings of that, after their own', () => {
  const shared = Object.entries(unitTypeInterfaces).map(([type, spec]) => [
    type,
    endsWith(Object.keys(spec.properties)),
  ])
  expect(Object.fromEntries(shared)).toEqual({
    service: ['accounting', 'cgroup', 'exec', 'kill'],
    socket: ['accounting', 'cgroup', 'exec', 'kill'],
    mount: ['accounting', 'cgroup', 'exec', 'kill'],
    swap: ['accounting', 'cgroup', 'exec', 'kill'],
    scope: ['accounting', 'cgroup', 'kill'],
    slice: ['accounting', 'cgroup'],
    target: [],
    device: [],
    automount: [],
    timer: [],
    path: [],
  })
})
