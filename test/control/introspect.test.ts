import { expect, test } from '@jest/globals'
import { introspect } from '#control/introspect.ts'
import { jobInterface } from '#control/protocol/job.ts'

test('an object tells its interfaces after the standard ones, and the nodes below it', () => {
  const xml = introspect([jobInterface], ['a', 'b'])
  expect(xml.match(/<interface name="[^"]*"|<node name="[^"]*"/g)).toEqual([
    '<interface name="org.freedesktop.DBus.Peer"',
    '<interface name="org.freedesktop.DBus.Introspectable"',
    '<interface name="org.freedesktop.DBus.Properties"',
    '<interface name="org.freedesktop.systemd1.Job"',
    '<node name="a"',
    '<node name="b"',
  ])
  expect(xml.startsWith('<!DOCTYPE node PUBLIC')).toBe(true)
  expect(xml.endsWith('</node>\n')).toBe(true)
})

test('members are written as sd-bus writes them', () => {
  const xml = introspect([jobInterface], [])
  expect(xml).toContain(`  <property name="State" type="s" access="read">\n  </property>\n`)
  expect(xml).toContain(
    `  <method name="GetAfter">\n   <arg type="a(usssoo)" name="jobs" direction="out"/>\n  </method>\n`,
  )
})
