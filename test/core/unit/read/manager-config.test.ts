import { expect, test } from '@jest/globals'
import { managerDefaults, readManagerConfig } from '#core/unit/read/manager-config.ts'
import { place, specifiers } from '../../../fake/load.ts'

const read = (...texts: readonly string[]) =>
  readManagerConfig(
    texts.map((text, at) => ({ path: `/f${at}`, text: `[Manager]\n${text}\n` })),
    place,
    specifiers,
  )

test('nothing said means what systemd has built in', () => {
  expect(read().config).toEqual(managerDefaults)
  expect(managerDefaults).toMatchObject({ DefaultTimeoutStartSec: 90_000_000n, DefaultStartLimitBurst: 5 })
})

test('a later file wins, and variables of all files add up', () => {
  const { config } = read(
    'DefaultTimeoutStopSec=5\nDefaultEnvironment=A=1',
    'DefaultTimeoutStopSec=7\nDefaultEnvironment=B=%H',
  )
  expect(config.DefaultTimeoutStopSec).toBe(7_000_000n)
  expect(config.DefaultEnvironment).toEqual(['A=1', 'B=harbour.example'])
})

test('what makes no sense is told with its line, and left as it was', () => {
  const { config, diagnostics } = read('Bogus=1\nDefaultTimeoutStopSec=soon')
  expect(config).toEqual(managerDefaults)
  expect(diagnostics.map(({ line }) => line)).toEqual([2, 3])
  expect(diagnostics[0]?.message).toBe("Unknown key 'Bogus' in section [Manager], ignoring.")
})
