import { expect, test } from '@jest/globals'
import { descriptorsOf, encodeLaunch, formatVersion, launchRows } from '#kernel/processes/launch-format.ts'
import { completeLaunch } from '../../fixture/complete-launch.ts'

test('a launch begins with its version, then its texts with length and NUL', () => {
  const version = Buffer.alloc(4)
  version.writeUInt32LE(formatVersion)
  const bytes = Buffer.from(
    encodeLaunch(completeLaunch({ command: '/c', candidates: ['/a', '/b\udcff'], argv: ['x'] })),
  )
  expect(bytes.subarray(0, 44).toString('hex')).toBe(
    [
      version.toString('hex'),
      '02000000',
      '2f6300',
      '02000000',
      '02000000',
      '2f6100',
      '03000000',
      '2f62ff00',
      '01000000',
      '01000000',
      '7800',
      '00000000',
    ].join(''),
  )
})

test('a launch of any size is encoded whole', () => {
  const small = encodeLaunch(completeLaunch({ argv: [] })).length
  for (const size of [4000, 4096, 5000, 100_000, 1_000_000]) {
    const bytes = encodeLaunch(completeLaunch({ argv: ['x'.repeat(size)] }))
    expect(bytes.length).toBe(small + size + 5)
    expect(Buffer.from(bytes).includes('x'.repeat(size))).toBe(true)
  }
})

test('negative numbers and those of 64 bits keep their bits', () => {
  const hex = (launch: Parameters<typeof completeLaunch>[0]) =>
    Buffer.from(encodeLaunch(completeLaunch(launch))).toString('hex')
  expect(hex({ nice: -5 })).toContain('01000000fbffffffffffffff')
  expect(hex({ mark: 2n ** 64n - 2n })).toContain('feffffffffffffff')
})

test('the descriptors of a launch are those of streams and passed ones, each once', () => {
  const launch = completeLaunch({
    input: { from: 'descriptor', fd: 7 },
    output: { to: 'descriptor', fd: 8 },
    error: { to: 'descriptor', fd: 8 },
    passed: [9, 7],
  })
  expect([...descriptorsOf(launch)]).toEqual([9, 7, 8])
  expect([...descriptorsOf(completeLaunch({}))]).toEqual([])
})

test('no two groups have a field of the same name', () => {
  const names = launchRows().map(([, field]) => field)
  expect([...new Set(names)]).toEqual(names)
})
