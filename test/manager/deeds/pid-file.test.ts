import { expect, test } from '@jest/globals'
import { ok } from '#core/base/result.ts'
import { step } from '#core/engine/step.ts'
import { emptyWorld } from '#core/engine/world.ts'
import type { ChasedFile, Files } from '#kernel/kernel.ts'
import type { ProcessEntry, Processes } from '#kernel/processes/processes-api.ts'
import { readPidFile } from '#manager/deeds/pid-file.ts'
import { service } from '../../fake/units.ts'

/** What a PID file of a.service that says 44 is taken for; the process carries the mark of `unit`. */
function read(
  file: Partial<ChasedFile>,
  process: { readonly uid: number; readonly unit?: string; readonly proven?: boolean },
) {
  const world = emptyWorld({ startLimitIntervalUs: 0n, startLimitBurst: 0 })
  step(world, { type: 'loaded', units: [service('a.service')] }, { realtime: 0, monotonic: 1 })
  const entry: ProcessEntry = { pid: 44, parent: 1, session: 44, mark: 5n, startTime: 9n, zombie: false }
  const parts = {
    files: { readChased: () => ok({ text: '44\n', uid: 0, isSafe: true, ...file }) } as unknown as Files,
    processes: {
      entry: () => entry,
      usersOf: () => ({ real: process.uid, effective: process.uid }),
    } as unknown as Processes,
    members: { unitOf: () => process.unit, isProven: () => process.proven === true },
    world,
    self: 1,
  }
  const outcome = readPidFile(parts, 'a.service', '/run/a.pid', 'start')
  return outcome.found === 'process' ? outcome.pid : outcome.reason
}

test('a daemon that gave up root and writes its own PID file is believed, also when its parents have ended', () => {
  expect(read({ uid: 106 }, { uid: 106, unit: 'a.service' })).toBe(44)
  // Root wrote it into the user's folder, before it gave itself up.
  expect(read({ uid: 0, isSafe: false }, { uid: 106, unit: 'a.service' })).toBe(44)
})

test('a process of another user that took the mark of the unit is not', () => {
  const reason = 'New main PID 44 does not belong to service, and PID file is not owned by root. Refusing.'
  expect(read({ uid: 106 }, { uid: 1000, unit: 'a.service' })).toBe(reason)
})

test('what is known to be of the unit is, whoever wrote the file and wherever it lies', () => {
  expect(read({ uid: 5, isSafe: false }, { uid: 7, unit: 'a.service', proven: true })).toBe(44)
})

test('a process of no unit is taken from a file of root’s only, on a safe way', () => {
  expect(read({}, { uid: 0 })).toBe(44)
  expect(read({ uid: 106 }, { uid: 0 })).toContain('does not belong to service')
  expect(read({ isSafe: false }, { uid: 0 })).toContain('acquired through unsafe symlink chain: /run/a.pid')
})
