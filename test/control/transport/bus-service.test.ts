import { expect, test } from '@jest/globals'
import { managerInterface } from '#control/protocol/manager.ts'
import { openBus } from '#control/transport/bus.ts'
import { BusService } from '#control/transport/bus-service.ts'
import { ControlServer } from '#control/transport/server.ts'
import { Turns } from '#control/transport/turns.ts'
import { settled } from '../../fake/connection.ts'
import { createFakeBus } from '../fake-bus.ts'
import { answeringFrom, createToy } from '../toy.ts'

/** A toy on a bus, and what others there got from it. */
async function world() {
  const toy = createToy()
  const answering = answeringFrom(toy, 0)
  const fake = createFakeBus()
  const bus = await openBus(fake.connection, { uid: 0, closeDescriptor: () => {} })
  if (!bus.ok) {
    throw new Error(bus.error.message)
  }
  const server = new ControlServer({ ...answering, guid: '0'.repeat(32), closeDescriptor: () => {} })
  server.outlets.add(
    new BusService(bus.value, answering, {
      closeDescriptor: () => {},
      turns: new Turns(),
      busy: () => {},
      answered: () => {},
    }),
  )
  const sent = () =>
    fake.sent.map(({ header, values }) => {
      const what = header.type === 'error' ? header.name : header.type === 'signal' ? header.member : 'return'
      return [header.destination, what, ...values]
    })
  const emit = () => server.emit('/org/freedesktop/systemd1', managerInterface, 'UnitNew', { id: 'a', unit: '/a' })
  return { toy, fake, sent, emit }
}

test('calls that come over the bus are answered to their sender', async () => {
  const { fake, sent } = await world()
  fake.call(':1.20', 'GetAfter')
  await settled()
  expect(sent()).toEqual([[':1.20', 'return', []]])
})

test('the bus says who calls, and so what they may', async () => {
  const { toy, fake, sent } = await world()
  fake.call(':1.20', 'Cancel')
  await settled()
  expect(sent()).toEqual([[':1.20', 'org.freedesktop.DBus.Error.AccessDenied', expect.any(String)]])
  fake.call(':1.0', 'Cancel')
  await settled()
  expect(sent()[1]).toEqual([':1.0', 'return'])
  expect(toy.jobs.has(1)).toBe(false)
})

test('a sender that the bus cannot name is refused', async () => {
  const { fake, sent } = await world()
  fake.call(':1.13', 'GetAfter')
  await settled()
  expect(sent()).toEqual([[':1.13', 'org.freedesktop.DBus.Error.AccessDenied', 'The bus does not tell who you are.']])
})

test('signals go to the bus as long as somebody there subscribed', async () => {
  const { toy, fake, sent, emit } = await world()
  const said: boolean[] = []
  toy.after = (_id, call) => {
    said.push(call.caller.subscribe())
    return { ok: true, value: { jobs: [] } }
  }
  emit()
  fake.call(':1.20', 'GetAfter')
  fake.call(':1.20', 'GetAfter')
  await settled()
  emit()
  await settled()
  expect(said).toEqual([true, false])
  expect(sent().map(([, what]) => what)).toEqual(['return', 'return', 'UnitNew'])
  fake.setOwner(':1.20', null)
  await settled()
  emit()
  await settled()
  expect(sent()).toHaveLength(3)
})

test('who asked for a job hears what becomes of it without subscribing, until it leaves', async () => {
  const { fake, sent, emit } = await world()
  fake.call(':1.0', 'StartUnit')
  await settled()
  emit()
  await settled()
  expect(sent().map(([, what]) => what)).toContain('UnitNew')
  const { length } = sent()
  fake.setOwner(':1.0', null)
  await settled()
  emit()
  await settled()
  expect(sent()).toHaveLength(length)
})

test('whoever leaves the bus is gone, and with the bus everybody', async () => {
  const { toy, fake } = await world()
  const gone: string[] = []
  toy.after = (_id, call) => {
    call.caller.onGone(() => gone.push(String(call.caller.pid)))
    return { ok: true, value: { jobs: [] } }
  }
  fake.call(':1.20', 'GetAfter')
  fake.call(':1.21', 'GetAfter')
  await settled()
  fake.setOwner(':1.20', null)
  await settled()
  expect(gone).toEqual(['20'])
  fake.end()
  await settled()
  expect(gone).toEqual(['20', '21'])
})
