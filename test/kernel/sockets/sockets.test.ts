import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from '../rig.ts'

let rig: Rig
let folder: string
beforeAll(async () => {
  rig = await startRig()
  folder = mkdtempSync('/tmp/berth-sockets-')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await rig.stop()
})

test('a listener knows who connected, and both sides hear each other', async () => {
  const talk = await rig.run(
    async ({ sockets }, _, path) => {
      const said: string[] = []
      const listener = sockets.listen(path, 0o600, connection => {
        said.push(`peer ${connection.peer.pid === process.pid} ${connection.peer.uid} ${connection.peer.gid}`)
        connection.start(
          bytes => {
            said.push(Buffer.from(bytes).toString())
            connection.write(Buffer.from('answer'))
          },
          () => said.push('server ended'),
        )
      })
      const client = await sockets.connect(path)
      if (!listener.ok || !client.ok) {
        throw new Error('cannot connect')
      }
      client.value.write(Buffer.from('question'))
      await new Promise<void>(resolve =>
        client.value.start(
          bytes => {
            said.push(Buffer.from(bytes).toString())
            resolve()
          },
          () => undefined,
        ),
      )
      client.value.close()
      while (said.length < 4) {
        await new Promise(resolve => setImmediate(resolve))
      }
      listener.value.close()
      return said
    },
    join(folder, 'talk'),
  )
  expect(talk).toEqual(['peer true 0 0', 'question', 'answer', 'server ended'])
  expect(statSync(join(folder, 'talk')).mode & 0o777).toBe(0o600)
})

test('the mode is as asked, whatever the umask, and a stale socket is replaced', async () => {
  const path = join(folder, 'mode')
  const modes: number[] = []
  for (const mode of [0o666, 0o640]) {
    await rig.run(({ sockets }, _, at, wanted) => sockets.listen(at, wanted, () => undefined).ok, path, mode)
    modes.push(statSync(path).mode & 0o777)
  }
  expect(modes).toEqual([0o666, 0o640])
})

test('what is no socket is not replaced, and names that are too long are refused', async () => {
  writeFileSync(join(folder, 'file'), 'precious')
  const results = await rig.run(
    ({ sockets }, _, paths) => paths.map(path => sockets.listen(path, 0o600, () => undefined)),
    [join(folder, 'file'), join(folder, 'nope/x'), `/${'x'.repeat(107)}`],
  )
  expect(results).toEqual(['EADDRINUSE', 'ENOENT', 'ENAMETOOLONG'].map(error => ({ ok: false, error })))
  expect(statSync(join(folder, 'file')).size).toBe(8)
})

test('names in the abstract namespace begin with @, and are taken only once', async () => {
  const result = await rig.run(async ({ sockets }, _, name) => {
    const listener = sockets.listen(name, 0o600, connection => connection.close())
    const second = sockets.listen(name, 0o600, () => undefined)
    const client = await sockets.connect(name)
    if (listener.ok) {
      listener.value.close()
    }
    return [listener.ok, second, client.ok, await sockets.connect(name)]
  }, `@berth-test-${process.pid}`)
  expect(result).toEqual([true, { ok: false, error: 'EADDRINUSE' }, true, { ok: false, error: 'ECONNREFUSED' }])
})

test('connecting where nobody listens fails with the reason', async () => {
  expect(await rig.run(({ sockets }) => sockets.connect('/nope/socket'))).toEqual({ ok: false, error: 'ENOENT' })
})

test('connecting waits for a listener whose queue is full', async () => {
  const order = await rig.run(
    async ({ sockets }, _, path) => {
      const description = { type: 'stream', mode: 0o600, backlog: 0, ipv6Only: null, options: [] } as const
      const fd = sockets.bind({ address: { family: 'unix', path }, ...description })
      if (!fd.ok) {
        return [fd.error]
      }
      const first = await sockets.connect(path)
      const said: string[] = []
      const second = sockets.connect(path).then(connected => said.push(`second ${connected.ok}`))
      await new Promise(resolve => setTimeout(resolve, 30))
      said.push('accepting')
      sockets.accept(fd.value)
      await second
      return [first.ok, ...said]
    },
    join(folder, 'full'),
  )
  expect(order).toEqual([true, 'accepting', 'second true'])
})

test('the socket of a socket unit: TCP, watched until somebody comes, then accepted', async () => {
  const port = await rig.run(({ sockets }) => {
    const options = [{ level: 1, option: 9, value: 1 }]
    const description = { type: 'stream', mode: 0, backlog: 5, ipv6Only: null, options } as const
    const fd = sockets.bind({ address: { family: 'inet', address: [127, 0, 0, 1], port: 0 }, ...description })
    if (!fd.ok) {
      throw new Error(fd.error)
    }
    const hold = globalThis as unknown as { fd: number; came: Promise<unknown> }
    hold.fd = fd.value
    hold.came = new Promise(resolve => {
      const watch = sockets.watchReadable(fd.value, () => {
        watch.close()
        const accepted = sockets.accept(fd.value)
        resolve([accepted.ok, sockets.accept(fd.value)])
      })
    })
    return import('node:fs').then(({ readFileSync, readlinkSync }) => {
      const inode = /\d+/.exec(readlinkSync(`/proc/self/fd/${fd.value}`))?.[0]
      const line = readFileSync('/proc/self/net/tcp', 'latin1')
        .split('\n')
        .find(row => row.includes(` ${inode} `))
      return Number.parseInt(line?.split(/[: ]+/)[3] ?? '0', 16)
    })
  })
  const client = connectTcp(port, '127.0.0.1')
  const came = await rig.run(() => (globalThis as unknown as { came: Promise<unknown> }).came)
  expect(came).toEqual([true, { ok: false, error: 'EAGAIN' }])
  client.destroy()
})

test('IPv6, datagrams and packets can be bound; options that fail are errors', async () => {
  const results = await rig.run(
    ({ sockets }, _, path) => {
      const rest = { mode: 0o600, backlog: 5, ipv6Only: true, options: [] } as const
      const any = Array<number>(16).fill(0)
      return [
        sockets.bind({ address: { family: 'inet6', address: any, port: 0 }, type: 'stream', ...rest }).ok,
        sockets.bind({ address: { family: 'inet', address: [0, 0, 0, 0], port: 0 }, type: 'datagram', ...rest }).ok,
        sockets.bind({ address: { family: 'unix', path }, type: 'seqpacket', ...rest }).ok,
        sockets.bind({
          address: { family: 'inet', address: [127, 0, 0, 1], port: 0 },
          type: 'stream',
          ...rest,
          options: [{ level: 1, option: 25, value: 'no-such-device' }],
        }),
      ]
    },
    join(folder, 'packets'),
  )
  expect(results).toEqual([true, true, true, { ok: false, error: 'ENODEV' }])
})

test('a FIFO is made, or used when it is there; anything else in its place is EEXIST', async () => {
  const path = join(folder, 'fifo')
  const made = await rig.run(
    ({ sockets }, _, paths) => paths.map(each => sockets.makeFifo(each, 0o622)),
    [path, path, join(folder, 'file')],
  )
  expect(made.map(result => result.ok || result.error)).toEqual([true, true, 'EEXIST'])
  expect([statSync(path).isFIFO(), statSync(path).mode & 0o777]).toEqual([true, 0o622])
})

test('descriptors that are closed do not exist any more', async () => {
  const existed = await rig.run(({ sockets }) => {
    const pipe = sockets.pipe()
    if (!pipe.ok) {
      throw new Error('no pipe')
    }
    const before = sockets.descriptorExists(pipe.value.read)
    sockets.closeDescriptor(pipe.value.read)
    return [before, sockets.descriptorExists(pipe.value.read)]
  })
  expect(existed).toEqual([true, false])
})

test('a listener out of descriptors rests, and goes on when there are some again', async () => {
  const other = await startRig()
  const result = await other.run(
    async ({ sockets }, _, path) => {
      let accepted = 0
      const listener = sockets.listen(path, 0o600, () => accepted++)
      const client = await sockets.connect(path)
      const { openSync, closeSync } = await import('node:fs')
      while (accepted < 1) {
        await new Promise(resolve => setImmediate(resolve))
      }
      const second = sockets.connect(path)
      await second
      const taken: number[] = []
      try {
        for (;;) {
          taken.push(openSync('/dev/null', 'r'))
        }
      } catch {
        /* None is left. */
      }
      const turns = await new Promise<number>(resolve => {
        let count = 0
        const started = process.cpuUsage().user
        setTimeout(() => resolve(count + (process.cpuUsage().user - started)), 200)
        count++
      })
      for (const fd of taken) {
        closeSync(fd)
      }
      while (accepted < 2) {
        await new Promise(resolve => setImmediate(resolve))
      }
      return { listener: listener.ok, client: client.ok, busy: turns > 150_000 }
    },
    join(folder, 'exhausted'),
  )
  expect(result).toEqual({ listener: true, client: true, busy: false })
  await other.stop()
})
