// systemctl start --wait, on a machine in memory.
import { expect, test } from '@jest/globals'
import { boot } from '../fake/running.ts'

test('start --wait comes back when a unit that nobody else needs has ended', async () => {
  const on = await boot({
    units: { 'brief.service': '[Service]\nType=oneshot\nExecStart=/bin/brief\n' },
    programs: { '/bin/brief': self => self.after(2_000_000, () => self.exit(0)) },
  })
  const during = () => on.pass(3)
  expect((await on.command(['systemctl', 'start', '--wait', 'brief'], { during })).code).toBe(0)
  expect(await on.property('brief.service', 'ControlGroup')).toBe('')
})
