import { expect, test } from '@jest/globals'
import { findRuntimeFolder, makeRuntimeFolder } from '#catalog/runtime-folder.ts'
import { fail } from '#core/base/result.ts'
import type { Files } from '#kernel/kernel.ts'
import { FakeMachine } from '../fake/kernel.ts'

const host = { uid: 1000, environment: new Map<string, string>() }

/** A machine where /run is not ours, and what we make belongs to this user. */
function machine(uid = 1000) {
  const on = new FakeMachine({ '/dev/shm': null })
  on.tree.put('/proc/1', 'directory', { uid })
  const files: Files = {
    ...on.files,
    makeDirectories: (path, mode) => (path.startsWith('/run') ? fail('EACCES') : on.files.makeDirectories(path, mode)),
    makeDirectory: (path, mode) => {
      const made = on.files.makeDirectory(path, mode)
      const node = on.tree.find(path)
      if (made.ok && node.ok) {
        node.value.node.uid = uid
      }
      return made
    },
  }
  return { on, files }
}

test('the usual folder is taken where it can be made', () => {
  const on = new FakeMachine()
  expect(makeRuntimeFolder({ files: on.files, host })).toBe('/run/systemd')
})

test('else one of our own in /tmp, which commands find again', () => {
  const { on, files } = machine()
  expect(makeRuntimeFolder({ files, host })).toBe('/tmp/berth-1000')
  expect(findRuntimeFolder({ files, host })).toBe('/run/systemd')
  on.write('/tmp/berth-1000/private', '')
  expect(findRuntimeFolder({ files, host: { ...host, uid: 0 } })).toBe('/tmp/berth-1000')
})

test('a folder or link that somebody else laid there is neither used nor believed', () => {
  const { on, files } = machine()
  on.tree.put('/tmp/berth-1000', 'directory', { uid: 7 })
  expect(makeRuntimeFolder({ files, host })).toBe('/dev/shm/berth-1000')
  on.write('/tmp/berth-1000/private', '')
  expect(findRuntimeFolder({ files, host })).toBe('/run/systemd')
  on.write('/tmp/berth-1000', '-> /tmp/evil')
  expect(findRuntimeFolder({ files, host })).toBe('/run/systemd')
})
