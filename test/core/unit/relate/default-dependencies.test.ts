import { expect, test } from '@jest/globals'
import { targetWaitsFor } from '#core/unit/relate/default-dependencies.ts'
import { load } from '../../../fake/load.ts'

const target = (text = '') => load('m.target', `[Unit]\n${text}\n`).unit
const member = (text = '') => load('a.service', `[Unit]\n${text}\n[Service]\nExecStart=/bin/true\n`).unit

test('a target waits for what it pulls in', () => {
  expect(targetWaitsFor(target(), member())).toBe(true)
})

test('not where one of both wants no default dependencies', () => {
  expect(targetWaitsFor(target('DefaultDependencies=no'), member())).toBe(false)
  expect(targetWaitsFor(target(), member('DefaultDependencies=no'))).toBe(false)
})

test('not where the target is to come first', () => {
  expect(targetWaitsFor(target('Before=a.service'), member())).toBe(false)
  expect(targetWaitsFor(target(), member('After=m.target'))).toBe(false)
})

test('only targets wait, and only for what is there', () => {
  expect(targetWaitsFor(member(), member())).toBe(false)
  expect(targetWaitsFor(target(), load('a.service', '[Service]\n').unit)).toBe(false)
})

test.each([
  ['a.socket', '[Socket]\nListenStream=/a\n', 'sockets.target'],
  ['a.timer', '[Timer]\nOnBootSec=1\n', 'timers.target'],
  ['a.path', '[Path]\nPathExists=/a\n', 'paths.target'],
])('%s comes before its target', (id, text, before) => {
  expect([...(load(id, text).unit.relations.get('Before') ?? [])]).toEqual(
    expect.arrayContaining([before, 'shutdown.target']),
  )
})
