import { expect, test } from '@jest/globals'
import { systemRealm } from '#manager/realm.ts'

const environment = new Map<string, string>()

test('PID 1 owns its container; a manager beside another PID 1 does not, and both are found at the same place', () => {
  const first = systemRealm({ pid: 1, environment }, '/units')
  const beside = systemRealm({ pid: 7, environment }, '/units')
  expect(first).toMatchObject({ perpetual: true, containerFile: '/run/systemd/container' })
  expect(beside).toEqual({ ...first, perpetual: false, containerFile: null, lock: '/run/systemd/berth.lock' })
  expect(first).toMatchObject({
    mode: 'system',
    runtimeFolder: '/run/systemd',
    controlSockets: { private: '/run/systemd/private', public: '/run/systemd/public' },
    notifySocket: '/run/systemd/notify',
  })
})

test('the folders that clients look for are made', () => {
  expect([...systemRealm({ pid: 1, environment }, '/units').folders].sort()).toEqual([
    '/run/lock',
    '/run/systemd/generator',
    '/run/systemd/generator.early',
    '/run/systemd/generator.late',
    '/run/systemd/system',
    '/run/systemd/transient',
    '/run/user',
  ])
})

test('units that berth brings along are looked for beside the program, and SYSTEMD_UNIT_PATH is heeded', () => {
  expect(systemRealm({ pid: 1, environment }, '/beside').unitPath.at(-1)).toBe('/beside')
  const own = new Map([['SYSTEMD_UNIT_PATH', '/mine']])
  expect(systemRealm({ pid: 1, environment: own }, '/beside').unitPath).toEqual(['/mine', '/beside'])
})
