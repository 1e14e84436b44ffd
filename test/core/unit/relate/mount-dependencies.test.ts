import { expect, test } from '@jest/globals'
import { unitNameFromPath } from '#core/unit/name/name-escape.ts'
import { context, load } from '../../../fake/load.ts'

function mountsOf(text: string, mounts: Readonly<Record<string, { hasFile: boolean; isMounted: boolean }>>) {
  const around = { ...context, mounts: new Map(Object.entries(mounts)) }
  const { unit } = load('a.service', `[Unit]\nDefaultDependencies=no\n${text}\n[Service]\nExecStart=/a\n`, around)
  const named = (relation: 'After' | 'Requires' | 'Wants') =>
    [...(unit.relations.get(relation) ?? [])].filter(name => name.endsWith('.mount'))
  return { after: named('After'), requires: named('Requires'), wants: named('Wants') }
}

const mounted = { hasFile: false, isMounted: true }
const written = { hasFile: true, isMounted: false }

test('mount units on the way to a path come first, and are pulled in where they have a file', () => {
  const mounts = { 'var.mount': written, 'var-lib.mount': mounted, 'srv.mount': written }
  expect(mountsOf('RequiresMountsFor=/var/lib/x', mounts)).toEqual({
    after: ['var.mount', 'var-lib.mount'],
    requires: ['var.mount'],
    wants: [],
  })
  expect(mountsOf('WantsMountsFor=/var/lib/x', mounts).wants).toEqual(['var.mount'])
})

test('a folder that is no mount point has no unit', () => {
  expect(mountsOf('RequiresMountsFor=/opt/x', { 'var.mount': written }).after).toEqual([])
})

test('what is mounted so deep that its name ends in a hash is found as well', () => {
  const deep = `/${Array.from({ length: 60 }, () => 'folder').join('/')}`
  const name = unitNameFromPath(deep, '.mount')
  expect(mountsOf(`RequiresMountsFor=${deep}/x`, { [name.ok ? name.value : '']: mounted }).after).toHaveLength(1)
})

test('a path of thousands of folders is no reason to wait', () => {
  const began = performance.now()
  mountsOf(`RequiresMountsFor=/${'a/'.repeat(2000)}`, { 'var.mount': written })
  expect(performance.now() - began).toBeLessThan(500)
})
