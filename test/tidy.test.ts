// What a linter cannot say: the map has every room, links lead somewhere, pages are what the tables say.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

function filesBelow(folder: string, ending: RegExp): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
  return entries
    .filter(entry => entry.isFile() && ending.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
}

test('every room stands in the map of ARCHITECTURE.md, with what it may import', () => {
  const map = read('ARCHITECTURE.md')
  const folders = (path: string) =>
    readdirSync(join(root, path), { withFileTypes: true }).flatMap(entry =>
      entry.isDirectory() ? [`${path}/${entry.name}`] : [],
    )
  const rooms = [...folders('src'), ...folders('src/core')]
  expect(rooms.filter(room => !map.includes(`| \`${room}\` |`))).toEqual([])
})

test('relative links in the documents lead somewhere', () => {
  const pages = [
    'README.md',
    'ARCHITECTURE.md',
    'HACKING.md',
    'CHANGELOG.md',
    ...filesBelow('docs', /\.md$/),
    ...filesBelow('examples', /\.md$/),
  ]
  const broken = pages.flatMap(page =>
    [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter(target => !existsSync(join(root, dirname(page), target)))
      .map(target => `${page}: ${target}`),
  )
  expect(broken).toEqual([])
})

test('docs/directives.md is what the tables say', () => {
  const check = () => execFileSync(process.execPath, ['scripts/directives.ts', '--check'], { cwd: root, stdio: 'pipe' })
  expect(check).not.toThrow()
})

test('each type of units has its face on the bus and its table of directives, or has none to have', () => {
  const withoutDirectives = ['target', 'device', 'slice', 'automount', 'swap']
  const types = /unitTypes = \[([^\]]*)\]/s.exec(read('src/core/unit/unit-type.ts'))?.[1]?.match(/\w+/g) ?? []
  expect(types.length).toBe(11)
  expect(types.filter(type => !existsSync(join(root, `src/control/protocol/units/${type}.ts`)))).toEqual([])
  const missing = types.filter(type => !existsSync(join(root, `src/core/unit/directives/${type}.ts`)))
  expect(missing.filter(type => !withoutDirectives.includes(type))).toEqual([])
})

test('no folder of src holds more than fifteen files, but the one with a file for each verb', () => {
  const counts = new Map<string, number>()
  for (const path of filesBelow('src', /\.(?:ts|c|h)$/)) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  counts.delete('src/cli/systemctl')
  expect([...counts].filter(([, count]) => count > 15)).toEqual([])
})

test('only the realm knows whether a manager is PID 1, whose it is, and where it lives', () => {
  const isComment = (line: string): boolean => /^\s*(?:\/\*\*?|\*|\/\/)/.test(line)
  const asks = /\bpid [!=]== 1\b|'system'|['"`]\/run\/systemd\b/
  const asking = [...filesBelow('src/manager', /\.ts$/), ...filesBelow('src/control', /\.ts$/)].filter(path =>
    read(path)
      .split('\n')
      .some(line => !isComment(line) && asks.test(line)),
  )
  // That PID 1 is nobody's main process is a fact wherever a manager lives.
  expect(asking.toSorted()).toEqual(['src/manager/deeds/found-process.ts', 'src/manager/realm.ts'])
})

test('nothing is left to do without an issue that says so', () => {
  const sources = [
    ...filesBelow('src', /\.(?:ts|c|h)$/),
    ...filesBelow('scripts', /\.ts$/),
    ...filesBelow('bin', /\.ts$/),
  ]
  const left = sources.filter(path => /\b(?:TODO|FIXME|XXX)\b(?!.*#\d+)|Not written yet/.test(read(path)))
  expect(left).toEqual([])
})
