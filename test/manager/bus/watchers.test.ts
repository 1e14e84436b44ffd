import { expect, test } from '@jest/globals'
import { managerPath, unitPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { boot, type Running } from '../../fake/running.ts'

const units = {
  'a.service': '[Service]\nType=notify\nExecStart=/bin/daemon\n',
  'late.service': '[Unit]\nAfter=a.service\n[Service]\nExecStart=/bin/daemon\n',
  'other.service': '-> named.service',
  'named.service': '[Service]\nExecStart=/bin/daemon\n',
}

/** What one who watches hears, a line each: signals of the manager, and what the Unit faces show as ActiveState=. */
async function watch(running: Running): Promise<string[]> {
  const client = await running.client()
  const heard: string[] = []
  client.listen(managerInterface, 'UnitNew', ({ id }) => heard.push(`new ${id}`))
  client.listen(managerInterface, 'UnitRemoved', ({ id }) => heard.push(`removed ${id}`))
  client.listen(managerInterface, 'JobNew', ({ unit }) => heard.push(`job for ${unit}`))
  client.listen(managerInterface, 'JobRemoved', ({ unit, result }) => heard.push(`job of ${unit} ${result}`))
  client.subscribe({ member: 'PropertiesChanged' }, ({ header, values: [from, changed] }) => {
    if (from === unitInterface.name && changed instanceof Map) {
      heard.push(`${header.path.replace(/^.*\//, '')} is ${changed.get('ActiveState')?.value}`)
    }
  })
  return heard
}

const a = unitPath('a.service').replace(/^.*\//, '')

test('a change is told before the end of the job that it ends', async () => {
  const running = await boot({ units })
  await running.systemctl('start', '--no-block', 'a.service')
  const heard = await watch(running)
  running.machine.process('/bin/daemon')?.notify('READY=1')
  await running.pass(0)
  expect(heard).toEqual([`${a} is active`, 'job of a.service done', `${a} is active`])
})

test('that a unit has no job any more is told though it did not change', async () => {
  const running = await boot({ units })
  await running.systemctl('start', '--no-block', 'a.service')
  const heard = await watch(running)
  await running.systemctl('start', '--no-block', 'late.service')
  expect(heard.splice(0)).toEqual(['new late.service', 'job for late.service'])
  await running.systemctl('cancel')
  const late = heard.filter(line => line.includes('late'))
  expect(late.slice(0, 2)).toEqual(['job of late.service canceled', 'late_2eservice is inactive'])
})

test('a change that no job asked for is told at the end of its turn, and once', async () => {
  const running = await boot({ units })
  await running.systemctl('start', '--no-block', 'a.service')
  running.machine.process('/bin/daemon')?.notify('READY=1')
  await running.pass(0)
  const heard = await watch(running)
  running.machine.process('/bin/daemon')?.notify('RELOADING=1')
  await running.pass(0)
  expect(heard).toEqual([`${a} is reloading`])
  running.machine.process('/bin/daemon')?.notify('READY=1')
  await running.pass(0)
  expect(heard.slice(1)).toEqual([`${a} is active`])
})

test('a unit that ends and is forgotten at once has its end told first', async () => {
  const running = await boot({ units })
  await running.systemctl('start', 'named.service')
  const heard = await watch(running)
  running.machine.process('/bin/daemon')?.exit(0)
  await running.pass(0)
  expect(heard.slice(0, 2)).toEqual(['named_2eservice is inactive', 'removed named.service'])
})

test('units that are read only to be looked at come and go, by every name', async () => {
  const running = await boot({ units })
  const heard = await watch(running)
  const client = await running.client()
  await client.invoke(managerPath, managerInterface, 'LoadUnit', { name: 'other.service' })
  await running.pass(0)
  const own = heard.filter(line => line.includes('named') || line.includes('other'))
  expect(own[0]).toBe('new named.service')
  expect(own.slice(1).sort()).toEqual(['removed named.service', 'removed other.service'])
})

test('who comes later does not hear of what was before', async () => {
  const running = await boot({ units })
  await running.systemctl('start', 'named.service')
  const heard = await watch(running)
  await running.pass(0)
  expect(heard).toEqual([])
})
