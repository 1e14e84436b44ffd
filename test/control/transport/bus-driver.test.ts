import { expect, test } from '@jest/globals'
import type { MethodCall } from '#control/codec/message.ts'
import { answerBusDriver } from '#control/transport/bus-driver.ts'

const call = (destination: string | null, member: string): MethodCall => ({
  type: 'call',
  serial: 1,
  flags: 0,
  sender: null,
  destination,
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member,
})

test('calls for us are none of its business', () => {
  expect(answerBusDriver(call('org.freedesktop.systemd1', 'Hello'), [], ':1.1')).toBeUndefined()
  expect(answerBusDriver(call(null, 'Hello'), [], ':1.1')).toBeUndefined()
})

test('the only name that is owned here is ours', () => {
  const ask = (member: string, name: string) => answerBusDriver(call('org.freedesktop.DBus', member), [name], ':1.1')
  expect(ask('GetNameOwner', 'org.freedesktop.systemd1')).toMatchObject({ ok: true, value: { signature: 's' } })
  expect(ask('GetNameOwner', 'com.example')).toMatchObject({
    ok: false,
    error: { name: 'org.freedesktop.DBus.Error.NameHasNoOwner' },
  })
  expect(ask('NameHasOwner', 'com.example')).toMatchObject({ ok: true, value: { signature: 'b' } })
})
