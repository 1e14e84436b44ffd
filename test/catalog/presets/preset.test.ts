import { expect, test } from '@jest/globals'
import { parsePresets, queryPreset } from '#catalog/presets/preset.ts'

function decide(text: string, name: string): string {
  const { action, instances } = queryPreset(
    parsePresets(text, () => {}),
    name,
  )
  return [action, ...instances].join(' ')
}

test('the first rule that fits decides, and without one a unit is enabled', () => {
  const rules = 'enable ssh.service\ndisable s*\nignore cron.service\n'
  expect(['ssh.service', 'sshd.service', 'cron.service', 'nginx.service'].map(name => decide(rules, name))).toEqual([
    'enable',
    'disable',
    'ignore',
    'enable',
  ])
})

test('a template can name its instances', () => {
  const rules = 'enable getty@.service tty1 tty2\ndisable *\n'
  expect(decide(rules, 'getty@.service')).toBe('enable getty@tty1.service getty@tty2.service')
  expect(decide(rules, 'getty@tty1.service')).toBe('enable')
  expect(decide(rules, 'getty@tty9.service')).toBe('disable')
})

test('comments mean nothing, and lines that say nothing are told', () => {
  const told: string[] = []
  parsePresets('# a\n; b\n\nenabled x\nenable x.service y\n', (line, message) => told.push(`${line}: ${message}`))
  expect(told).toEqual([
    "4: Couldn't parse line 'enabled x'. Ignoring.",
    "5: Couldn't parse line 'enable x.service y'. Ignoring.",
  ])
})
