import { expect, test } from '@jest/globals'
import { boot, type Running, type Said } from '../../fake/running.ts'

const units = {
  'a.service': '[Service]\nExecStart=/bin/daemon\n',
  'b.service': '[Service]\nExecStart=/bin/daemon b\nRestart=on-failure\nRestartSec=5\n',
  'late.service': '[Unit]\nAfter=slow.service\n[Service]\nExecStart=/bin/daemon\n',
  'slow.service': '[Service]\nType=notify\nExecStart=/bin/daemon\n',
}

/** Starts units and waits for their end, which `act` brings about; what was said, and whether that was not too early. */
async function wait(running: Running, names: readonly string[], act: () => Promise<void>): Promise<Said> {
  return running.command(['systemctl', 'start', '--wait', ...names], {
    during: async hasEnded => {
      await running.pass(0)
      expect(hasEnded()).toBe(false)
      await act()
    },
  })
}

test('who waits for units hears of their end, and whether one failed', async () => {
  const running = await boot({ units })
  const exit = async (code: number): Promise<void> => running.machine.process('/bin/daemon')?.exit(code)
  expect(await wait(running, ['a.service'], () => exit(0))).toEqual({ code: 0, stdout: '', stderr: '' })
  expect((await wait(running, ['a.service'], () => exit(1))).code).toBe(1)
})

test('an automatic restart is not the end', async () => {
  const running = await boot({ units })
  const said = await wait(running, ['b.service'], async () => {
    running.machine.process('/bin/daemon')?.exit(1)
    await running.pass(6)
    expect(running.machine.process('/bin/daemon')).toBeDefined()
    running.machine.process('/bin/daemon')?.exit(0)
  })
  expect(said.code).toBe(0)
})

test('all of them are waited for', async () => {
  const running = await boot({ units })
  await wait(running, ['a.service', 'b.service'], async () => {
    await running.systemctl('stop', 'a.service')
    expect(await running.state('b.service')).toBe('active')
    await running.systemctl('stop', 'b.service')
  })
  expect(await running.state('b.service')).toBe('inactive')
})

test('a start that is cancelled is not waited for', async () => {
  const running = await boot({ units })
  await running.systemctl('start', '--no-block', 'slow.service')
  const said = await wait(running, ['late.service'], async () => void (await running.systemctl('cancel')))
  expect(said.code).toBe(1)
})

test('start --wait comes back when a unit that nobody else needs has ended', async () => {
  const on = await boot({
    units: { 'brief.service': '[Service]\nType=oneshot\nExecStart=/bin/brief\n' },
    programs: { '/bin/brief': self => self.after(2_000_000, () => self.exit(0)) },
  })
  const during = () => on.pass(3)
  expect((await on.command(['systemctl', 'start', '--wait', 'brief'], { during })).code).toBe(0)
  expect(await on.property('brief.service', 'ControlGroup')).toBe('')
})
