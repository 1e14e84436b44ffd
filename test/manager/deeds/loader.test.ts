import { expect, test } from '@jest/globals'
import { emptyWorld } from '#core/engine/world.ts'
import { Loader } from '#manager/deeds/loader.ts'
import { surroundings } from '../../fake/surroundings.ts'
import { service } from '../../fake/units.ts'

test('the fault of a unit file is told once, however often somebody asks, and again after a daemon-reload', () => {
  const warnings: string[] = []
  const { kernel } = surroundings({ files: { '/etc/systemd/system/a.service': '' } })
  const loader = new Loader({
    files: kernel.files,
    folders: ['/etc/systemd/system'],
    given: new Map(),
    transient: '/run/systemd/transient',
    world: emptyWorld({ startLimitIntervalUs: 0n, startLimitBurst: 0 }),
    read: () => ({
      unit: service('a.service'),
      diagnostics: [
        { level: 'warning', path: '/etc/systemd/system/a.service', line: 3, message: 'Unknown key, ignoring.' },
      ],
    }),
    warn: (unit, text) => warnings.push(`${unit}: ${text}`),
  })
  for (let time = 0; time < 5; time++) {
    loader.closure(['a.service'])
    loader.forget('a.service')
  }
  expect(warnings).toEqual(['a.service: /etc/systemd/system/a.service:3: Unknown key, ignoring.'])
  loader.refresh()
  loader.closure(['a.service'])
  expect(warnings).toHaveLength(2)
})
