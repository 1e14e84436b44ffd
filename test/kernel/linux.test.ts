import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { nativeFolder, startRig } from './rig.ts'

/** The dispositions of signals in a process: masks of bit n-1 for signal n. */
function signalsOf(pid: number): { readonly caught: bigint; readonly ignored: bigint; readonly blocked: bigint } {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  const mask = (name: string) => BigInt(`0x${new RegExp(`^${name}:\\s*(\\w+)$`, 'm').exec(status)?.[1]}`)
  return { caught: mask('SigCgt'), ignored: mask('SigIgn'), blocked: mask('SigBlk') }
}

const bit = (signal: number) => 1n << BigInt(signal - 1)

test('a program that only talks to the manager stays as Node makes it: no signals, no threads, no ledger', async () => {
  const rig = await startRig({ role: 'command' })
  const { caught } = signalsOf(rig.pid)
  expect([17, 1, 10, 37, 6].map(signal => (caught & bit(signal)) !== 0n)).toEqual(Array(5).fill(false))
  expect(readdirSync(`/proc/${rig.pid}/task`).length).toBeLessThanOrEqual(7)
  await rig.stop()
})

test('a manager catches what it should, ignores SIGPIPE, blocks nothing', async () => {
  const rig = await startRig()
  const { caught, ignored, blocked } = signalsOf(rig.pid)
  const wanted = [1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 15, 17, 28, 30, 34, 37, 63]
  expect(wanted.filter(signal => (caught & bit(signal)) === 0n)).toEqual([])
  expect([(ignored & bit(13)) !== 0n, blocked]).toEqual([true, 0n])
  await rig.stop()
})

test("a manager has libuv's pool and its writer before anything asks for them", async () => {
  const rig = await startRig()
  const command = await startRig({ role: 'command' })
  const threads = (pid: number) => readdirSync(`/proc/${pid}/task`).length
  await command.run(() => undefined)
  expect(threads(rig.pid)).toBeGreaterThanOrEqual(threads(command.pid) + 1)
  await rig.run(() => undefined)
  const started = await startRig()
  const before = threads(started.pid)
  await started.run(async () => {
    const { promises } = await import('node:fs')
    await Promise.all(Array.from({ length: 20 }, () => promises.stat('/')))
  })
  expect(threads(started.pid)).toBe(before)
  await Promise.all([rig.stop(), command.stop(), started.stop()])
})

test('an addon that cannot be loaded is an exception, which names it', async () => {
  const rig = await startRig({ role: 'command' })
  const start = rig.run((_, { parts }, native) => {
    parts.linuxKernel({ addonPath: `${native}/nope.node`, executorPath: '/nope', manager: false })
  }, nativeFolder)
  await expect(start).rejects.toThrow('nope.node')
  await rig.stop()
})
