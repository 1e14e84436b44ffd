// What a linter cannot say: the map has every room, links lead somewhere, pages are what the tables say.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from '@jest/globals'
import { machines } from '#core/lifecycle/machines.ts'
import { unitTypes } from '#core/unit/unit-type.ts'

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
  const types = unitTypes
  expect(types.filter(type => !existsSync(join(root, `src/control/protocol/units/${type}.ts`)))).toEqual([])
  const missing = types.filter(type => !existsSync(join(root, `src/core/unit/directives/${type}.ts`)))
  expect(missing.filter(type => !withoutDirectives.includes(type))).toEqual([])
})

test('each type of units has a row in every table of types', () => {
  const types = unitTypes.filter(type => type !== 'service')
  const rows = (path: string, row: (type: string) => RegExp) => unitTypes.filter(type => !row(type).test(read(path)))
  expect(Object.keys(machines).sort()).toEqual([...unitTypes].sort())
  expect(
    rows('src/manager/bus/faces/type-faces.ts', type => new RegExp(`^  ${type}: implement\\(${type}Interface\\)`, 'm')),
  ).toEqual([])
  expect(rows('src/control/protocol/unit-interfaces.ts', type => new RegExp(`\\b${type}Interface\\b`))).toEqual([])
  expect(rows('src/core/unit/read/load.ts', type => new RegExp(`case '${type}':`))).toEqual([])
  expect(types.filter(type => !read('src/core/unit/unit.ts').includes(`readonly type: '${type}'`))).toEqual([])
})

test('what a unit is doing is asked of the row of its type, and not of its type', () => {
  // Files that belong to one type, and what is no question of how a unit lives.
  const own: Readonly<Record<string, readonly string[]>> = {
    'src/manager/deeds/socket-units.ts': ['socket'],
    'src/manager/deeds/bus-names.ts': ['service'],
    'src/manager/notify/socket.ts': ['service'],
    // The command that `init -- COMMAND` runs is a service.
    'src/manager/life/foreground.ts': ['service'],
    // What a unit keeps, by its settings.
    'src/manager/bus/properties/unit.ts': ['timer', 'service'],
    // Slices hold what stands below them, and no processes of their own.
    'src/manager/bus/faces/accounting.ts': ['slice'],
    'src/manager/bus/faces/manager/manager-units.ts': ['slice'],
    'src/manager/bus/faces/kill.ts': ['slice'],
    // Targets come after what they pull in (systemd.target(5)).
    'src/core/engine/link.ts': ['target'],
  }
  const asks = new RegExp(`[tT]ype [!=]== '(${unitTypes.join('|')})'`, 'g')
  const found = ['src/manager', 'src/core/engine', 'src/core/job', 'src/core/lifecycle', 'src/core/exec'].flatMap(
    room =>
      filesBelow(room, /\.ts$/).flatMap(path =>
        [...read(path).matchAll(asks)].flatMap(([, type = '']) =>
          own[path]?.includes(type) === true ? [] : [`${path}: ${type}`],
        ),
      ),
  )
  expect(found).toEqual([])
})

test('a machine names every phase it may be in, so that a new one is a compiler error', () => {
  const machinesOfPhases = filesBelow('src/core/lifecycle', /\.ts$/).filter(path => /\/(?:service|socket)\//.test(path))
  expect(machinesOfPhases.filter(path => /^\s*default:/m.test(read(path)))).toEqual([])
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
