import { expect, test } from '@jest/globals'
import { signatureOf } from '#control/arguments.ts'
import type { MethodSpec } from '#control/protocol/interface-spec.ts'
import { messageBusInterface } from '#control/protocol/message-bus.ts'

test('the bus has the signatures that dbus-daemon tells of itself', () => {
  const methods: [string, MethodSpec][] = Object.entries(messageBusInterface.methods)
  const signatures = methods.map(([name, method]) => [name, `${signatureOf(method.in)}->${signatureOf(method.out)}`])
  expect(Object.fromEntries(signatures)).toEqual({
    Hello: '->s',
    RequestName: 'su->u',
    ReleaseName: 's->u',
    NameHasOwner: 's->b',
    GetNameOwner: 's->s',
    GetConnectionUnixProcessID: 's->u',
    GetConnectionUnixUser: 's->u',
    AddMatch: 's->',
    RemoveMatch: 's->',
  })
})
