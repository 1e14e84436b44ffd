import { expect, test } from '@jest/globals'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { boot } from '../../../fake/running.ts'

const path = unitPath('a.service')
const units = { 'a.service': '[Unit]\nCollectMode=inactive-or-failed\n[Service]\nType=oneshot\nExecStart=/bin/false\n' }

/** Whether the manager still knows of the failure, which it forgets with the unit. */
async function failed(running: Awaited<ReturnType<typeof boot>>): Promise<boolean> {
  return (await running.state('a.service')) === 'failed'
}

test('a unit is kept as long as one client holds it, whatever another lets go', async () => {
  const running = await boot({ units })
  const [first, second] = [await running.client(), await running.client()]
  await first.invoke(path, unitInterface, 'Ref', {})
  await second.invoke(path, unitInterface, 'Ref', {})
  await running.systemctl('start', 'a.service')
  expect(await failed(running)).toBe(true)
  await first.invoke(path, unitInterface, 'Unref', {})
  first.close()
  await running.pass(0)
  expect(await failed(running)).toBe(true)
  second.close()
  await running.pass(0)
  expect(await failed(running)).toBe(false)
})
