import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readSources, type UnitSources } from '#catalog/sources.ts'
import { readIndex } from '#catalog/unit-index.ts'
import { inScratch, realFiles, type Tree } from './scratch.ts'

function sourcesOf<T>(tree: Tree, name: string, use: (sources: UnitSources, root: string) => T): Promise<T> {
  return inScratch(tree, root => {
    const files = realFiles()
    return use(readSources(files, readIndex(files, [join(root, 'etc'), join(root, 'usr')]), name), root)
  })
}

const unit = ['[Unit]']

test('a unit is its file, under all its names', async () => {
  await sourcesOf({ 'usr/a.service': unit, 'etc/b.service': '../usr/a.service' }, 'b.service', sources => {
    expect(sources).toMatchObject({ id: 'a.service', names: ['a.service', 'b.service'] })
    expect(sources.fragment).toMatchObject({ is: 'file', file: { text: '[Unit]\n' } })
  })
})

test('drop-ins are sorted by name over all folders, and an earlier folder hides a later one', async () => {
  const tree = {
    'usr/a.service': unit,
    'usr/a.service.d/10-x.conf': ['[Service]'],
    'etc/a.service.d/50-y.conf': ['[Service]'],
    'usr/a.service.d/50-y.conf': ['hidden'],
    'usr/service.d/20-all.conf': ['[Service]'],
    'usr/a.service.d/README': ['no'],
  }
  await sourcesOf(tree, 'a.service', ({ dropIns }, root) => {
    expect(dropIns.map(({ path }) => path.slice(root.length))).toEqual([
      '/usr/a.service.d/10-x.conf',
      '/usr/service.d/20-all.conf',
      '/etc/a.service.d/50-y.conf',
    ])
  })
})

test('drop-ins of prefixes and of the template count as well', async () => {
  const tree = {
    'usr/a-b@.service': unit,
    'usr/a-b@.service.d/1.conf': ['x'],
    'usr/a-b@i.service.d/2.conf': ['x'],
    'usr/a-.service.d/3.conf': ['x'],
    'usr/b-.service.d/4.conf': ['x'],
  }
  await sourcesOf(tree, 'a-b@i.service', ({ dropIns }) => {
    expect(dropIns.map(({ path }) => path.slice(-6))).toEqual(['1.conf', '2.conf', '3.conf'])
  })
})

test('a masked drop-in is none', async () => {
  const tree = { 'usr/a.service': unit, 'usr/a.service.d/x.conf': ['x'], 'etc/a.service.d/x.conf': '/dev/null' }
  await sourcesOf(tree, 'a.service', ({ dropIns }) => expect(dropIns).toEqual([]))
})

test('links beside a unit name what hangs on it, and masked ones do not', async () => {
  const tree = {
    'usr/m.target': unit,
    'usr/a.service': unit,
    'etc/m.target.wants/a.service': '../../usr/a.service',
    'etc/m.target.wants/b.service': '/dev/null',
    'usr/m.target.wants/b.service': '../b.service',
    'usr/m.target.requires/c.service': '../c.service',
    'usr/m.target.wants/no-unit': '../x',
  }
  await sourcesOf(tree, 'm.target', ({ wants, requires, upholds }) => {
    expect({ wants, requires, upholds }).toEqual({ wants: ['a.service'], requires: ['c.service'], upholds: [] })
  })
})

test('a name without a file is missing, a masked one is masked', async () => {
  const tree = { 'etc/a.service': '/dev/null' }
  await sourcesOf(tree, 'a.service', ({ fragment }) => expect(fragment.is).toBe('masked'))
  await sourcesOf(tree, 'b.service', ({ fragment }) => expect(fragment.is).toBe('missing'))
})
