import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isObjectPath } from '#control/codec/names.ts'
import { escapeLabel, jobFromPath, jobPath, unescapeLabel, unitFromPath, unitPath } from '#control/object-path.ts'

test('a unit is found under its name, all but letters and digits escaped', () => {
  expect(unitPath('dbus.service')).toBe('/org/freedesktop/systemd1/unit/dbus_2eservice')
  expect(unitPath('-.mount')).toBe('/org/freedesktop/systemd1/unit/_2d_2emount')
  expect(unitPath('getty@tty1.service')).toBe('/org/freedesktop/systemd1/unit/getty_40tty1_2eservice')
  expect(unitPath('7a.service')).toBe('/org/freedesktop/systemd1/unit/_37a_2eservice')
  expect(unitPath('a_b\\x2d.service')).toBe('/org/freedesktop/systemd1/unit/a_5fb_5cx2d_2eservice')
})

test('a path outside of the units names none', () => {
  expect(unitFromPath('/org/freedesktop/systemd1/unit')).toBeUndefined()
  expect(unitFromPath('/org/freedesktop/systemd1/job/1')).toBeUndefined()
})

test('an underscore that is no escape stands for itself', () => {
  expect(unescapeLabel('a_zz_2')).toBe('a_zz_2')
  expect(unescapeLabel('_2E')).toBe('.')
})

test('a name ends at an escaped NUL, as systemd 257 answers', () => {
  expect(unescapeLabel('a_2eservice_00')).toBe('a.service')
  expect(unescapeLabel('a_00b_2eservice')).toBe('a')
  expect(unescapeLabel('_00')).toBe('')
})

test('every name has a valid path, and is found again by it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '9', '_', '.', '\\', '@', 'é', '\udcff') }), name => {
      expect(isObjectPath(unitPath(name))).toBe(true)
      expect(unitFromPath(unitPath(name))).toBe(name)
      expect(unescapeLabel(escapeLabel(name))).toBe(name)
    }),
  )
})

test('jobs have their number as path', () => {
  expect(jobPath(150)).toBe('/org/freedesktop/systemd1/job/150')
  expect(jobFromPath('/org/freedesktop/systemd1/job/150')).toBe(150)
  for (const wrong of ['', '0', '01', 'x', '4294967296', '1/2']) {
    expect(jobFromPath(`/org/freedesktop/systemd1/job/${wrong}`)).toBeUndefined()
  }
})

const vectors = '../shared/data/vectors/unit_dbus_path.json'
if (existsSync(vectors)) {
  const { cases } = JSON.parse(readFileSync(vectors, 'utf8'))
  test('paths mean the units that systemd finds under them', () => {
    for (const { in: path, out } of cases) {
      expect([path, unitFromPath(path)]).toEqual([path, out])
    }
  })
} else {
  test.todo("systemd's answers for object paths are not here, so they were not compared")
}
