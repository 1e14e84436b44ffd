// Calls of all methods of all interfaces with whatever fits their signatures: each is answered, and none is a bug.
import { afterEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { signatureOf } from '#control/arguments.ts'
import { readBody } from '#control/codec/message.ts'
import { parseSignature, type Type } from '#control/codec/signature.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { standardInterfaces } from '#control/protocol/standard.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { connectTo } from '../control/net-connection.ts'
import { greeting, RawClient } from '../control/raw-client.ts'
import { boot, type Machine } from './machine.ts'

const machines: Machine[] = []
afterEach(async () => {
  for (const machine of machines.splice(0)) {
    await machine.end()
  }
})

const words = ['', 'a.service', 'a', 'b@.service', '*', '[z-a]*', `${'*a'.repeat(30)}x`, '../x', 'é', 'replace', 'a\nb']
const objects = ['', '/unit', '/unit/a_2eservice', '/unit/a_00b_2eservice', '/unit/_', '/unit/_ff', '/job/1', '/job/x']
/** They end the manager or wait for it, which is their purpose. */
const ends = /^(?:Exit|Reboot|PowerOff|Halt|KExec|Reexecute|Reload|SoftReboot|SwitchRoot)$/

/** A value of a type. */
function anyOf(type: Type): fc.Arbitrary<unknown> {
  switch (type.code) {
    case 's':
      return fc.constantFrom(...words)
    case 'o':
      return fc.constantFrom('/', '/org/freedesktop/systemd1/unit/a_00')
    case 'g':
      return fc.constantFrom('', 's', 'a{sv}')
    case 'b':
      return fc.boolean()
    case 't':
    case 'x':
      return fc.constantFrom(0n, 1n, 2n ** 62n)
    case 'd':
    case 'y':
    case 'n':
    case 'q':
    case 'i':
    case 'u':
      return fc.constantFrom(0, 1, 127)
    case 'v':
      return fc.constantFrom({ signature: 's', value: 'x' }, { signature: 'u', value: 7 })
    case 'bytes':
      return fc.uint8Array({ maxLength: 20 })
    case 'array':
      return fc.array(anyOf(type.element), { maxLength: 3 })
    case 'struct':
      return fc.tuple(...type.fields.map(anyOf))
    default:
      return fc.constant(new Map())
  }
}

const methods = [managerInterface, unitInterface, ...standardInterfaces].flatMap(({ name, methods: table }) =>
  Object.entries(table)
    .filter(([member]) => !ends.test(member))
    .map(([member, spec]) => ({
      method: `${name}.${member}`,
      signature: signatureOf('in' in spec ? spec.in : undefined),
    })),
)

test('every call is answered, whatever it says', async () => {
  const machine = boot({ units: { 'a.service': '[Service]\nExecStart=/bin/sleep infinity\n' } })
  machines.push(machine)
  await machine.line(/Reached target default\.target/)
  const client = new RawClient(await connectTo(`/proc/${machine.pid}/root/run/systemd/private`))
  client.connection.write(greeting)
  while (!client.lastLine.test(client.handshake)) {
    await new Promise(resolve => setImmediate(resolve))
  }
  let asked = 0
  const call = fc.record({ at: fc.constantFrom(...objects), of: fc.constantFrom(...methods) }).chain(({ at, of }) => {
    const types = parseSignature(of.signature)
    const values = types.ok ? fc.tuple(...types.value.map(anyOf)) : fc.constant([])
    return fc.record({ at: fc.constant(at), of: fc.constant(of), values })
  })
  for (const { at, of, values } of fc.sample(call, 3000)) {
    if (of.signature.includes('h')) {
      continue
    }
    asked++
    client.call(`/org/freedesktop/systemd1${at}`, of.method, of.signature as 's', values as [string])
  }
  const answers = () => client.messages.filter(({ type }) => type !== 'signal').length
  while (answers() < asked && !client.ended) {
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  expect(client.ended).toBe(false)
  const refusals = client.messages.filter(({ type }) => type === 'error').map(({ body }) => readBody(body))
  expect(refusals.filter(refusal => refusal.ok && /Internal error/.test(String(refusal.value[0])))).toEqual([])
  expect(machine.console.filter(line => /This is a bug|control: /.test(line))).toEqual([])
}, 60_000)
