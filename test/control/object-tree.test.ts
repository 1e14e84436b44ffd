import { expect, test } from '@jest/globals'
import { createToy } from './toy.ts'

const { tree } = createToy()

test('an object has its interfaces', () => {
  const found = tree.find('/org/freedesktop/LogControl1')
  expect(found?.ok && found.value.map(face => face.spec.name)).toEqual(['org.freedesktop.LogControl1'])
  const job = tree.find('/org/freedesktop/systemd1/job/2')
  expect(job?.ok && job.value.map(face => face.spec.name)).toEqual(['org.freedesktop.systemd1.Job'])
})

test('the nodes above objects exist, without interfaces of their own', () => {
  for (const path of ['/', '/org', '/org/freedesktop', '/org/freedesktop/systemd1', '/org/freedesktop/systemd1/job']) {
    expect(tree.find(path)).toEqual({ ok: true, value: [] })
  }
})

test('every node tells the names below it', () => {
  expect(tree.children('/')).toEqual(['org'])
  expect(tree.children('/org/freedesktop')).toEqual(['LogControl1', 'files', 'systemd1'])
  expect(tree.children('/org/freedesktop/systemd1/job')).toEqual(['1', '2', '3'])
  expect(tree.children('/org/freedesktop/systemd1/job/1')).toEqual([])
})

test('what is not there is undefined, and a branch may say why', () => {
  expect(tree.find('/nope')).toBeUndefined()
  expect(tree.find('/org/freedesktop/systemd1/job/9')).toBeUndefined()
  expect(tree.find('/org/freedesktop/systemd1/job/1/2')).toBeUndefined()
  expect(tree.find('/org/freedesktop/systemd1/job/x')).toMatchObject({ ok: false })
})
