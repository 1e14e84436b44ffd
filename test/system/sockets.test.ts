// What socket units do for those who come.
import { afterEach, expect, test } from '@jest/globals'
import { boot, type Machine, type MachineOptions } from './machine.ts'

let machine: Machine | undefined

afterEach(async () => {
  await machine?.end()
  machine = undefined
})

async function booted(options: MachineOptions): Promise<Machine> {
  machine = boot(options)
  await machine.line(/Reached target default\.target/)
  return machine
}

test('FlushPending= ends who was not served without a reset; unmet conditions fail the socket', async () => {
  const once = '[Service]\nType=oneshot\nExecStart=/bin/true\n'
  const m = await booted({
    boots: ['flushes.socket', 'waits.socket'],
    units: {
      'flushes.socket': '[Socket]\nListenStream=/run/flushes.sock\nFlushPending=yes\n',
      'flushes.service': once,
      'waits.socket': '[Socket]\nListenStream=/run/waits.sock\n',
      'waits.service': `[Unit]\nConditionPathExists=/nonexistent\n${once}`,
    },
  })
  const talk = (path: string) =>
    `import socket; s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect("${path}"); print(s.recv(9))`
  expect(m.run('python3', '-c', talk('/run/flushes.sock')).out).toBe("b''\n")
  expect(m.show('SubState', 'flushes.socket')).toBe('listening')
  m.run('python3', '-c', talk('/run/waits.sock'))
  await m.line(/waits\.socket: Trigger limit hit, refusing further activation\./)
  expect(m.show('Result', 'waits.socket')).toBe('trigger-limit-hit')
})
