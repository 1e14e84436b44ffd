import { readFileSync } from 'node:fs'
import { hostname, release } from 'node:os'
import { beforeAll, expect, test } from '@jest/globals'
import type { Host } from '#kernel/kernel.ts'
import { linuxKernel } from '#kernel/linux.ts'
import { ensureNative, productionAddon } from './rig.ts'

let host: Host
beforeAll(() => {
  ensureNative()
  host = linuxKernel({ addonPath: productionAddon(), executorPath: '/nope', manager: false }).host
})

test('the host is who we are and where we run', () => {
  expect(host).toMatchObject({ pid: process.pid, uid: 0, gid: 0, hostname: hostname(), kernelRelease: release() })
  expect(['x86-64', 'arm64']).toContain(host.architecture)
})

test('the boot is named by 32 hex digits', () => {
  const known = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().replaceAll('-', '')
  expect([host.bootId, host.bootId.length]).toEqual([known, 32])
})

test('capabilities are those in effect', () => {
  const line = /^CapEff:\s*(\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  expect(host.capabilities).toBe(BigInt(`0x${line?.[1]}`))
})

test('random bytes are as many as asked, and others each time', () => {
  expect(host.random(16)).toHaveLength(16)
  expect(host.random(16)).not.toEqual(host.random(16))
  expect(host.random(100_000).some(byte => byte !== 0)).toBe(true)
})
