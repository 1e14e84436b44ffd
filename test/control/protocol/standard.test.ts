import { expect, test } from '@jest/globals'
import { standardInterfaces } from '#control/protocol/standard.ts'

test('the standard interfaces come in the order in which sd-bus lists them', () => {
  expect(standardInterfaces.map(spec => spec.name)).toEqual([
    'org.freedesktop.DBus.Peer',
    'org.freedesktop.DBus.Introspectable',
    'org.freedesktop.DBus.Properties',
  ])
})
