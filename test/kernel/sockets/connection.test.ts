import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
let folder: string
beforeAll(async () => {
  rig = await startRig()
  folder = mkdtempSync('/tmp/berth-connection-')
  await rig.run(
    ({ sockets }, _, path) => {
      /** Two ends of a connection. */
      const pair = async () => {
        let accept: (connection: unknown) => void = () => undefined
        const accepted = new Promise(resolve => (accept = resolve))
        const listener = sockets.listen(path, 0o600, connection => accept(connection))
        const client = await sockets.connect(path)
        const server = await accepted
        if (listener.ok) {
          listener.value.close()
        }
        return [client.ok ? client.value : null, server]
      }
      Object.assign(globalThis, { pair })
    },
    join(folder, 'socket'),
  )
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await rig.stop()
})

declare const pair: () => Promise<[import('#kernel/kernel.ts').Connection, import('#kernel/kernel.ts').Connection]>

test('more than the socket holds is queued, and arrives whole and in order', async () => {
  const result = await rig.run(async () => {
    const [client, server] = await pair()
    const parts = 64
    const part = new Uint8Array(100_000)
    for (let i = 0; i < parts; i++) {
      client.write(part.fill(i))
    }
    let size = 0
    let ordered = true
    let last = 0
    await new Promise<void>(resolve =>
      server.start(bytes => {
        for (const byte of bytes) {
          if (byte < last) {
            ordered = false
          }
          last = byte
        }
        size += bytes.length
        if (size === parts * 100_000) {
          resolve()
        }
      }, resolve),
    )
    client.close()
    return { size, ordered }
  })
  expect(result).toEqual({ size: 6_400_000, ordered: true })
})

test('closing waits until what is queued was written', async () => {
  const result = await rig.run(async () => {
    const [client, server] = await pair()
    client.write(new Uint8Array(1_000_000))
    client.close()
    client.write(new Uint8Array(5))
    let size = 0
    await new Promise<void>(resolve => server.start(bytes => (size += bytes.length), resolve))
    return size
  })
  expect(result).toBe(1_000_000)
})

test('the end is told once, and not to who closed', async () => {
  const ends = await rig.run(async () => {
    const [client, server] = await pair()
    const said: string[] = []
    client.start(
      () => undefined,
      () => said.push('client'),
    )
    const ended = new Promise<void>(resolve =>
      server.start(
        () => undefined,
        () => {
          said.push('server')
          resolve()
        },
      ),
    )
    client.close()
    client.close()
    await ended
    server.close()
    for (let i = 0; i < 5; i++) {
      await new Promise(resolve => setImmediate(resolve))
    }
    return said
  })
  expect(ends).toEqual(['server'])
})

test('an answer written at the end of what the other side says still reaches it', async () => {
  const answer = await rig.run(
    async ({ sockets }, _, path) => {
      const { createConnection: connect } = await import('node:net')
      const listener = sockets.listen(path, 0o600, server => {
        server.start(
          () => undefined,
          () => server.write(Buffer.from('late')),
        )
      })
      const said = await new Promise<string>(resolve => {
        const socket = connect({ path, allowHalfOpen: true }, () => socket.end('over'))
        socket.on('data', data => resolve(String(data)))
      })
      if (listener.ok) {
        listener.value.close()
      }
      return said
    },
    join(folder, 'half'),
  )
  expect(answer).toBe('late')
})

test('descriptors travel with the bytes, and are duplicates when they have to wait', async () => {
  const said = await rig.run(async ({ sockets }) => {
    const [client, server] = await pair()
    const pipe = sockets.pipe()
    if (!pipe.ok) {
      throw new Error('no pipe')
    }
    client.write(new Uint8Array(2_000_000))
    client.write(Buffer.from('with a descriptor'), [pipe.value.write, pipe.value.read])
    sockets.closeDescriptor(pipe.value.write)
    sockets.closeDescriptor(pipe.value.read)
    const { writeSync } = await import('node:fs')
    const fds = await new Promise<readonly number[]>(resolve => {
      server.start(
        (_, received) => received.length > 0 && resolve(received),
        () => undefined,
      )
    })
    const [write = -1, read = -1] = fds
    writeSync(write, 'through the pipe')
    const heard = new Promise<string>(resolve =>
      sockets.readPipe(
        read,
        bytes => resolve(Buffer.from(bytes).toString()),
        () => undefined,
      ),
    )
    client.close()
    return `${fds.length} ${await heard}`
  })
  expect(said).toBe('2 through the pipe')
})

test('a hundred descriptors in one message arrive', async () => {
  const count = await rig.run(async () => {
    const [client, server] = await pair()
    client.write(Buffer.from('x'), Array<number>(100).fill(2))
    const fds = await new Promise<readonly number[]>(resolve => {
      server.start(
        (_, received) => resolve(received),
        () => undefined,
      )
    })
    const { closeSync } = await import('node:fs')
    for (const fd of fds) {
      closeSync(fd)
    }
    return new Set(fds).size
  })
  expect(count).toBe(100)
})

test('who does not read for too long is disconnected, and the other side told', async () => {
  const result = await rig.run(async () => {
    const [client, server] = await pair()
    const ended = new Promise<string>(resolve =>
      client.start(
        () => undefined,
        () => resolve('ended'),
      ),
    )
    const part = new Uint8Array(8 * 1024 * 1024)
    for (let i = 0; i < 9; i++) {
      client.write(part)
    }
    const said = await ended
    server.close()
    return said
  })
  expect(result).toBe('ended')
})

test('a peer that is gone is noticed by writing', async () => {
  const result = await rig.run(async () => {
    const [client, server] = await pair()
    server.close()
    const ended = new Promise<string>(resolve =>
      client.start(
        () => undefined,
        () => resolve('ended'),
      ),
    )
    client.write(Buffer.from('anybody?'))
    return ended
  })
  expect(result).toBe('ended')
})

test('a talker does not starve another: both are read in turns', async () => {
  const order = await rig.run(async () => {
    const [first, firstServer] = await pair()
    const [second, secondServer] = await pair()
    first.write(new Uint8Array(4_000_000))
    second.write(Buffer.from('short'))
    let size = 0
    return new Promise<number>(resolve => {
      firstServer.start(
        bytes => (size += bytes.length),
        () => undefined,
      )
      secondServer.start(
        () => resolve(size),
        () => undefined,
      )
    })
  })
  expect(order).toBeLessThan(1_000_000)
})

test('descriptors beyond what is taken are never opened', async () => {
  const { taken, opened } = await rig.run(async () => {
    const [client, server] = await pair()
    const { closeSync, readdirSync } = await import('node:fs')
    const count = () => readdirSync('/proc/self/fd').length
    const before = count()
    client.write(Buffer.from('x'), Array<number>(100).fill(2))
    const fds = await new Promise<readonly number[]>(resolve => {
      const ended = () => undefined
      server.start((_, received) => resolve(received), ended, { descriptors: 3 })
    })
    const after = count()
    for (const fd of fds) {
      closeSync(fd)
    }
    return { taken: fds.length, opened: after - before }
  })
  expect([taken, opened]).toEqual([3, 3])
})

test('a connection that is held is not read until it is let go, in pieces of the size that is wanted', async () => {
  const said = await rig.run(async () => {
    const [client, server] = await pair()
    const order: string[] = []
    const over = new Promise<void>(resolve =>
      server.start(
        bytes => {
          order.push(`${bytes.length}`)
          server.hold(true)
          setImmediate(() => {
            order.push('let go')
            server.hold(false)
          })
        },
        () => resolve(),
        { pieceBytes: 4 },
      ),
    )
    client.write(new Uint8Array(10))
    client.close()
    await over
    return order
  })
  expect(said).toEqual(['4', 'let go', '4', 'let go', '2', 'let go'])
})

test('it is told when everything was taken, and what nobody takes can be thrown away', async () => {
  const said = await rig.run(async () => {
    const [client, server] = await pair()
    const drained = new Promise<number>(resolve =>
      server.start(
        () => undefined,
        () => undefined,
        { drained: () => resolve(server.waitingBytes) },
      ),
    )
    server.write(new Uint8Array(2_000_000))
    const waiting = server.waitingBytes
    client.start(
      () => undefined,
      () => undefined,
    )
    const left = await drained
    client.hold(true)
    server.write(new Uint8Array(2_000_000))
    server.close(true)
    return { waited: waiting > 1_000_000, left, discarded: server.waitingBytes }
  })
  expect(said).toEqual({ waited: true, left: 0, discarded: 0 })
})
