import { expect, test } from '@jest/globals'
import { ask } from './ask.ts'

const usr = (modifiedUs: bigint) => ({ '/usr': { kind: 'directory', modifiedUs }, '/etc': null }) as const

test('NeedsUpdate holds where nothing was noted yet', () => {
  expect(ask('NeedsUpdate', '/etc', { files: usr(5_000_000n) })).toBe(true)
})

test('NeedsUpdate compares the age of /usr with what was noted', () => {
  const noted = (text: string, modifiedUs: bigint) => ({ '/etc/.updated': { text, modifiedUs } })
  expect(ask('NeedsUpdate', '/etc', { files: { ...usr(9_000_000n), ...noted('', 5_000_000n) } })).toBe(true)
  expect(ask('NeedsUpdate', '/etc', { files: { ...usr(5_000_000n), ...noted('', 5_000_000n) } })).toBe(false)
})

test('NeedsUpdate reads the fraction of a second where the file system does not keep it', () => {
  const stamp = { '/etc/.updated': { text: 'TIMESTAMP_NSEC=5400000000\n', modifiedUs: 5_000_000n } }
  expect(ask('NeedsUpdate', '/etc', { files: { ...usr(5_400_000n), ...stamp } })).toBe(false)
  expect(ask('NeedsUpdate', '/etc', { files: { ...usr(5_400_001n), ...stamp } })).toBe(true)
})

test('NeedsUpdate does not hold where nothing can be written', () => {
  const files = { ...usr(5n), '/etc': { kind: 'directory', readOnly: true } } as const
  expect(ask('NeedsUpdate', '/etc', { files })).toBe(false)
})

test('an option of the kernel answers in place of the facts', () => {
  const files = { ...usr(5n), '/proc/cmdline': 'systemd.condition-needs-update=no systemd.condition-first-boot' }
  expect(ask('NeedsUpdate', '/etc', { files })).toBe(false)
  expect(ask('FirstBoot', 'yes', { files })).toBe(true)
})

test('FirstBoot asks for the mark of a first boot', () => {
  expect(ask('FirstBoot', 'no')).toBe(true)
  expect(ask('FirstBoot', 'yes', { files: { '/run/systemd/first-boot': '' } })).toBe(true)
  expect(ask('FirstBoot', 'perhaps')).toBe('EINVAL')
})
