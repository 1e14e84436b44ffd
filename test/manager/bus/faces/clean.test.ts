import { expect, test } from '@jest/globals'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { boot, type Running } from '../../../fake/running.ts'

const folders = 'StateDirectory=a\nCacheDirectory=a\nLogsDirectory=a\n'
const units = {
  'a.service': `[Service]\nExecStart=/bin/daemon\n${folders}`,
  'bare.service': '[Service]\nExecStart=/bin/daemon\n',
}
const files = { '/var/lib/a/x': '', '/var/cache/a/x': '', '/var/log/a/x': '' }

const up = async (): Promise<Running> => boot({ units, files })

/** Asks for the removal; the error's name and words, or null. */
async function clean(running: Running, unit: string, ...mask: readonly string[]): Promise<string | null> {
  const client = await running.client()
  const answer = await client.invoke(unitPath(unit), unitInterface, 'Clean', { mask })
  client.close()
  await running.pass(0)
  return answer.ok ? null : `${answer.error.name.replace(/^.*\./, '')}: ${answer.error.message}`
}

const left = ({ machine }: Running): readonly string[] => Object.keys(files).filter(path => machine.tree.find(path).ok)

test('what is named is removed, and nothing else', async () => {
  const running = await up()
  expect(await clean(running, 'a.service', 'cache', 'logs')).toBeNull()
  expect(left(running)).toEqual(['/var/lib/a/x'])
  expect(await running.state('a.service')).toBe('inactive')
  expect(await clean(running, 'a.service', 'all')).toBeNull()
  expect(left(running)).toEqual([])
})

test('a unit that is up keeps what it has', async () => {
  const running = await up()
  await running.systemctl('start', 'a.service')
  expect(await clean(running, 'a.service', 'all')).toBe('UnitBusy: Unit is not inactive or has pending job.')
  expect(left(running)).toEqual(Object.keys(files))
})

test('what there is not cannot be removed', async () => {
  const running = await up()
  expect(await clean(running, 'a.service', 'runtime')).toBe('NothingToClean: No matching resources found.')
  expect(await clean(running, 'bare.service', 'all')).toBe('NothingToClean: No matching resources found.')
  expect(await clean(running, 'a.service', 'cache', 'all-of-it')).toBe('InvalidArgs: Invalid resource type: all-of-it')
  expect(await clean(running, 'basic.target', 'all')).toBe(
    "NotSupported: Unit 'basic.target' does not support cleaning.",
  )
  expect(left(running)).toEqual(Object.keys(files))
})
