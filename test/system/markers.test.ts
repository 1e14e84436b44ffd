// What package scripts note on units, and when it is worked off: as recorded from systemd 257.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { boot, type Machine } from './machine.ts'

const unit = (more = ''): string => `[Service]\nExecStart=/bin/sleep infinity\n${more}`
let m: Machine

beforeAll(async () => {
  m = boot({
    boots: ['a.service', 'plain.service'],
    units: { 'a.service': unit('ExecReload=/bin/true\n'), 'plain.service': unit(), 'down.service': unit() },
  })
  await m.line(/Reached target default\.target/)
})

afterAll(() => m.end())

const mark = (name: string, words: string) => m.ctl('set-property', name, `Markers=${words}`)
const markers = (name: string): string => m.show('Markers', name)
const pid = (name: string): string => m.show('MainPID', name)

test('marks outlive a reload of the unit files and a crash', async () => {
  mark('a', '+needs-restart')
  m.ctl('daemon-reload')
  expect(markers('a')).toBe('needs-restart')
  const since = m.console.length
  m.signal(11)
  await m.line(/The manager crashed/, since)
  expect(markers('a')).toBe('needs-restart')
})

test('a reload takes away the wish for one, a restart and a stop take all', () => {
  mark('a', 'needs-reload needs-restart')
  m.ctl('reload', 'a')
  expect(markers('a')).toBe('needs-restart')
  m.ctl('restart', 'a')
  expect(markers('a')).toBe('')
  mark('a', 'needs-restart')
  m.ctl('stop', 'a')
  m.ctl('start', 'a')
  expect(markers('a')).toBe('')
})

test('reload-or-restart --marked does what each needs, and leaves the others and what is down alone', () => {
  const [a, plain] = [pid('a'), pid('plain')]
  mark('a', '+needs-reload')
  mark('plain', '+needs-reload')
  mark('down', '+needs-restart')
  expect(m.ctl('reload-or-restart', '--marked')).toEqual({ code: 0, out: '', err: '' })
  expect(pid('a')).toBe(a)
  expect(pid('plain')).not.toBe(plain)
  expect([markers('a'), markers('plain'), m.show('ActiveState', 'down')]).toEqual(['', '', 'inactive'])
  mark('a', '+needs-reload +needs-restart')
  m.ctl('reload-or-restart', '--marked')
  expect(pid('a')).not.toBe(a)
})

test('what is wrong is said, and changes nothing', () => {
  mark('a', 'needs-restart')
  const fault = (name: string, words: string) => mark(name, words).err.trim()
  expect(fault('a', '+needs-restart needs-reload')).toBe(
    'Failed to set unit properties on a.service: Bad marker syntax.',
  )
  expect(fault('a', 'bogus')).toBe('Failed to set unit properties on a.service: Unknown marker "bogus".')
  expect(fault('nowhere', '+needs-reload')).toBe(
    'Failed to set unit properties on nowhere.service: Unit nowhere.service not found.',
  )
  expect(m.ctl('set-property', 'a', 'Markers=+needs-reload', 'CPUWeight=5').code).toBe(1)
  expect(markers('a')).toBe('needs-restart')
})
