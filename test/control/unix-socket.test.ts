import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type ClientOptions, connectClient } from '#control/client.ts'
import { draftBody } from '#control/codec/message.ts'
import { encodeMessage } from '#control/codec/write-message.ts'
import { jobInterface } from '#control/protocol/job.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { connectBus } from '#control/transport/bus.ts'
import { fail, ok } from '#core/base/result.ts'
import type { Sockets } from '#kernel/kernel.ts'
import { connectTo, listenOn } from './net-connection.ts'
import { createWorld, greeting, type World } from './raw-client.ts'

const jobs = '/org/freedesktop/systemd1/job'
const options: ClientOptions = { uid: 0, closeDescriptor: () => {} }

/** As much of the kernel's sockets as a client needs, over Node's own. */
const sockets = {
  connect: async (path: string) => {
    try {
      return ok(await connectTo(path))
    } catch {
      return fail('ENOENT')
    }
  },
} as unknown as Sockets

let folder = ''
let world: World
let listening: Server

beforeEach(async () => {
  folder = mkdtempSync(`${tmpdir()}/control-`)
  world = createWorld()
  listening = await listenOn(`${folder}/private`, { pid: 7, uid: 0, gid: 0 }, c => world.server.accept(c))
})

afterEach(() => {
  world.server.close()
  listening.close()
  rmSync(folder, { recursive: true })
})

test('a call goes through a real socket and comes back', async () => {
  const client = await connectClient(sockets, `${folder}/private`, options)
  if (!client.ok) {
    throw new Error(client.error.message)
  }
  expect(await client.value.get(`${jobs}/2`, jobInterface, 'Id')).toEqual({ ok: true, value: 2 })
  client.value.close()
})

test('a signal of a megabyte arrives whole', async () => {
  const client = await connectClient(sockets, `${folder}/private`, options)
  if (!client.ok) {
    throw new Error(client.error.message)
  }
  const id = 'x'.repeat(1 << 20)
  const heard = new Promise(resolve => client.value.listen(managerInterface, 'UnitNew', resolve))
  world.server.emit('/org/freedesktop/systemd1', managerInterface, 'UnitNew', { id, unit: '/a' })
  expect(await heard).toEqual({ id, unit: '/a' })
  client.value.close()
})

test('handshake and call in one write are answered in one conversation', async () => {
  const connection = await connectTo(`${folder}/private`)
  const header = { serial: 1, flags: 0, sender: null, destination: null, interface: 'org.freedesktop.DBus.Properties' }
  const call = encodeMessage(
    { ...header, type: 'call', path: `${jobs}/1`, member: 'Get' },
    draftBody('ss', ['org.freedesktop.systemd1.Job', 'State']),
  )
  const answer = await new Promise<string>(resolve => {
    let seen = ''
    connection.start(
      bytes => {
        seen += String.fromCharCode(...bytes)
        if (seen.includes('waiting')) {
          resolve(seen)
        }
      },
      () => resolve('ended'),
    )
    connection.write(Uint8Array.from([...greeting, ...call]))
  })
  expect(answer.startsWith('DATA\r\nOK ')).toBe(true)
  connection.close()
})

test('where nobody listens, connecting is the error that the kernel says', async () => {
  const missing = {
    ok: false,
    error: { name: 'org.freedesktop.DBus.Error.FileNotFound', message: 'No such file or directory' },
  }
  expect(await connectClient(sockets, `${folder}/nobody`, options)).toEqual(missing)
  expect(await connectBus(sockets, `${folder}/nobody`, options)).toEqual(missing)
})

test('busctl begins with Hello, and so may any client of a bus', async () => {
  const bus = await connectBus(sockets, `${folder}/private`, options)
  if (!bus.ok) {
    throw new Error(bus.error.message)
  }
  expect(bus.value.uniqueName).toBe(':1.1')
  expect(await bus.value.hasOwner('org.freedesktop.systemd1')).toEqual({ ok: true, value: true })
  bus.value.client.close()
})
