import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { lookUp, readIndex, resolveName, stampOf, type UnitIndex } from '#catalog/unit-index.ts'
import { inScratch, realFiles, type Tree } from './scratch.ts'

function indexed<T>(tree: Tree, use: (index: UnitIndex, root: string) => T): Promise<T> {
  return inScratch(tree, root => use(readIndex(realFiles(), [join(root, 'etc'), join(root, 'usr')]), root))
}

const unit = ['[Unit]']

test('the first folder that has a name decides', async () => {
  await indexed({ 'etc/a.service': unit, 'usr/a.service': unit, 'usr/b.service': unit }, (index, root) => {
    expect(index.names.get('a.service')).toEqual({ is: 'file', path: `${root}/etc/a.service` })
    expect(index.names.get('b.service')).toEqual({ is: 'file', path: `${root}/usr/b.service` })
  })
})

test('a link to /dev/null and an empty file mask a unit', async () => {
  const tree = { 'etc/a.service': '/dev/null', 'usr/a.service': unit, 'etc/b.service': [] }
  await indexed(tree, ({ names }) => {
    expect([names.get('a.service')?.is, names.get('b.service')?.is]).toEqual(['masked', 'masked'])
  })
})

test('a link to another name in the search path is an alias, one out of it is the file', async () => {
  const tree = {
    'usr/a.service': unit,
    'etc/b.service': '../usr/a.service',
    'etc/c.service': '@ROOT@/opt/x.service',
    'opt/x.service': unit,
  }
  await indexed(tree, (index, root) => {
    expect(index.names.get('b.service')).toEqual({ is: 'alias', path: `${root}/etc/b.service`, target: 'a.service' })
    expect(index.names.get('c.service')).toEqual({ is: 'file', path: `${root}/etc/c.service` })
    expect(index.aliases.get('a.service')).toEqual(['b.service'])
  })
})

test('an alias of another type is none', async () => {
  await indexed({ 'usr/a.service': unit, 'etc/a.socket': '../usr/a.service' }, ({ names }) => {
    expect(names.get('a.socket')?.is).toBe('file')
  })
})

test('a name whose link leads nowhere is free for later folders', async () => {
  await indexed({ 'etc/a.service': 'gone.service', 'usr/a.service': unit }, ({ names }) => {
    expect(names.get('a.service')).toMatchObject({ is: 'file' })
  })
})

test('an instance is found by its template, and by an alias of that', async () => {
  const tree = { 'usr/a@.service': unit, 'usr/b@.service': 'a@.service', 'usr/a@own.service': unit }
  await indexed(tree, index => {
    expect(lookUp(index, 'a@x.service')).toMatchObject({ id: 'a@x.service', found: { is: 'file' } })
    expect(lookUp(index, 'b@x.service').id).toBe('a@x.service')
    expect(lookUp(index, 'a@own.service').found).toMatchObject({ path: expect.stringMatching(/own/) })
    expect(lookUp(index, 'c@x.service').found).toBeNull()
  })
})

test('folders beside a unit are kept in the order of the search path', async () => {
  await indexed({ 'etc/a.service.d/': null, 'usr/a.service.d/': null, 'usr/m.target.wants/': null }, (index, root) => {
    expect(index.folders.get('a.service.d')).toEqual([`${root}/etc/a.service.d`, `${root}/usr/a.service.d`])
    expect(index.folders.get('m.target.wants')).toHaveLength(1)
  })
})

test('aliases in a circle end where they began', () => {
  const names = new Map([
    ['a.service', { is: 'alias', path: '/a', target: 'b.service' }],
    ['b.service', { is: 'alias', path: '/b', target: 'a.service' }],
  ] as const)
  expect(resolveName(names, 'a.service')).toBe('a.service')
})

test('the stamp changes with the folders', async () => {
  await inScratch({ 'etc/a.service': unit }, root => {
    const files = realFiles()
    const before = stampOf(files, [join(root, 'etc'), join(root, 'usr')])
    mkdirSync(join(root, 'usr'))
    const between = stampOf(files, [join(root, 'etc'), join(root, 'usr')])
    writeFileSync(join(root, 'usr/b.service'), '')
    expect(new Set([before, between, stampOf(files, [join(root, 'etc'), join(root, 'usr')])]).size).toBeGreaterThan(1)
  })
})
