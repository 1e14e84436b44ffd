import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Rig, startRig } from './rig.ts'

const nobody = 65534
let rig: Rig
let folder: string

beforeAll(async () => {
  rig = await startRig()
  folder = mkdtempSync('/tmp/berth-safe-way-')
  await rig.run(
    ({ files }, _, top, uid) => {
      files.chmod(top, 0o755)
      files.makeDirectory(`${top}/users`, 0o755)
      files.makeDirectory(`${top}/roots`, 0o700)
      files.createFile(`${top}/roots/file`, 'root', 0o600)
      files.makeLink(`${top}/roots`, `${top}/users/link`)
      files.makeLink(`${top}/roots/file`, `${top}/users/to-file`)
      files.makeLink('roots', `${top}/link`)
      for (const name of ['users', 'users/link', 'users/to-file']) {
        files.chown(`${top}/${name}`, uid, uid)
      }
    },
    folder,
    nobody,
  )
})
afterAll(async () => {
  await rig.stop()
  rmSync(folder, { recursive: true })
})

test("a socket is not bound behind a user's link", async () => {
  const bound = await rig.run(
    ({ sockets }, _, path) => {
      const address = { family: 'unix', path } as const
      const fd = sockets.bind({ address, type: 'stream', mode: 0o666, backlog: 1, ipv6Only: null, options: [] })
      return fd.ok ? 'bound' : fd.error
    },
    join(folder, 'users/link/socket'),
  )
  expect([bound, existsSync(join(folder, 'roots/socket'))]).toEqual(['ELOOP', false])
})

test("a FIFO is not made behind a user's link, and behind root's own it is", async () => {
  const made = await rig.run(({ sockets }, _, top) => {
    return [`${top}/users/link/fifo`, `${top}/link/fifo`].map(path => {
      const fd = sockets.makeFifo(path, 0o622)
      if (fd.ok) {
        sockets.closeDescriptor(fd.value)
      }
      return fd.ok ? 'made' : fd.error
    })
  }, folder)
  expect(made).toEqual(['ELOOP', 'made'])
  expect(statSync(join(folder, 'roots/fifo')).mode & 0o777).toBe(0o622)
})

test("nothing is written through a user's link, and what is root's is", async () => {
  const written = await rig.run(({ files }, _, top) => {
    return [`${top}/users/to-file`, `${top}/users/link/file`, `${top}/link/file`].map(path => {
      const node = files.writeSafely(path, 'x', false)
      if (node.ok) {
        node.value.close()
      }
      return node.ok ? 'written' : node.error
    })
  }, folder)
  expect(written).toEqual(['ELOOP', 'ELOOP', 'written'])
  expect(readFileSync(join(folder, 'roots/file'), 'utf8')).toBe('xoot')
})

test('what is held keeps its place: owner and mode do not go to what was put there meanwhile', async () => {
  await rig.run(
    ({ files }, _, top, uid) => {
      files.createFile(`${top}/users/mine`, '', 0o600)
      const node = files.openNode(`${top}/users/mine`)
      files.rename(`${top}/users/mine`, `${top}/users/moved`)
      files.makeLink(`${top}/roots/file`, `${top}/users/mine`)
      if (!node.ok) {
        throw new Error(node.error)
      }
      node.value.chown(uid, uid)
      node.value.chmod(0o666)
      node.value.close()
    },
    folder,
    nobody,
  )
  expect([statSync(join(folder, 'roots/file')).uid, statSync(join(folder, 'roots/file')).mode & 0o777]).toEqual([
    0, 0o600,
  ])
  expect([lstatSync(join(folder, 'users/moved')).uid, lstatSync(join(folder, 'users/moved')).mode & 0o777]).toEqual([
    nobody,
    0o666,
  ])
})

test('the owner of a link itself may be changed, its mode not', async () => {
  const ended = await rig.run(({ files }, _, top) => {
    files.makeLink('nowhere', `${top}/a-link`)
    const node = files.openNode(`${top}/a-link`)
    if (!node.ok) {
      return [node.error]
    }
    const both = [node.value.chown(1, 1), node.value.chmod(0o777)].map(each => (each.ok ? 'ok' : each.error))
    node.value.close()
    return both
  }, folder)
  expect(ended).toEqual(['ok', 'ELOOP'])
  expect(lstatSync(join(folder, 'a-link')).uid).toBe(1)
})
