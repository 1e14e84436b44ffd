import { expect, test } from '@jest/globals'
import { openClient } from '#control/client.ts'
import { watchJobs } from '#control/job-watch.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { connectionPair, settled } from '../fake/connection.ts'
import { createWorld } from './raw-client.ts'

async function watch() {
  const world = createWorld()
  const pair = connectionPair()
  world.server.accept(pair.server)
  const client = await openClient(pair.client, { uid: 0, closeDescriptor: () => {} })
  if (!client.ok) {
    throw new Error(client.error.message)
  }
  const remove = (job: string, result: string): void =>
    world.server.emit('/org/freedesktop/systemd1', managerInterface, 'JobRemoved', { id: 1, job, unit: 'a', result })
  return { world, remove, jobs: watchJobs(client.value) }
}

test('the result of a job is known when it ends', async () => {
  const { jobs, remove } = await watch()
  const result = jobs.resultOf('/job/1')
  remove('/job/2', 'canceled')
  remove('/job/1', 'done')
  expect(await result).toEqual({ ok: true, value: 'done' })
})

test('a job that ended before anybody asked is remembered', async () => {
  const { jobs, remove } = await watch()
  remove('/job/1', 'failed')
  await settled()
  expect(await jobs.resultOf('/job/1')).toEqual({ ok: true, value: 'failed' })
})

test('the end of the connection ends the waiting', async () => {
  const { jobs, world } = await watch()
  const result = jobs.resultOf('/job/1')
  world.server.close()
  const lost = { ok: false, error: { message: 'Connection reset by peer' } }
  expect(await result).toMatchObject(lost)
  expect(await jobs.resultOf('/job/1')).toMatchObject(lost)
})
