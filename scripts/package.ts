/**
 * Makes what the npm package holds, in dist/npm/: the trees for all machines, with what they share once, as a list of files and
 * links (npm packs no links), and the command `berth`. Node is not in it: it comes as a package of its own.
 *
 *     node scripts/package.ts
 */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { placeFor, platforms } from './platform.ts'

const root = dirname(import.meta.dirname)
const place = join(root, 'dist/npm')
const made = `${place}.${process.pid}`
const node = '/usr/lib/berth/node'
/** Where the program lies that the command runs: it is the one that is installed, too. */
const program = '/usr/lib/berth/'

function pathsIn(tree: string): readonly string[] {
  return (
    readdirSync(tree, { recursive: true, withFileTypes: true })
      // The record is written by who installs.
      .filter(entry => !entry.isDirectory() && entry.name !== 'installed.json')
      .map(entry => join(entry.parentPath, entry.name).slice(tree.length))
      .toSorted()
  )
}

const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true

/** Whether all machines have the same at a path. */
function isShared(path: string): boolean {
  const trees = platforms.map(platform => join(placeFor(platform, 'dist/rootfs'), path))
  const [first, ...others] = trees.map(file => (isFile(file) ? readFileSync(file) : undefined))
  return first !== undefined && others.every(other => other !== undefined && first.equals(other))
}

/** Where a file lies in the package. */
function nameFor(path: string, arch: string): string {
  const shared = isShared(path)
  if (path.startsWith(program)) {
    return `${shared ? 'berth' : arch}/${path.slice(program.length)}`
  }
  return `${shared ? 'shared' : arch}${path}`
}

function item(tree: string, path: string, arch: string): object {
  const full = join(tree, path)
  const status = lstatSync(full)
  if (status.isSymbolicLink()) {
    return { path, target: readlinkSync(full) }
  }
  const mode = status.mode & 0o777
  if (path === node) {
    return { path, mode, from: '@node' }
  }
  const from = nameFor(path, arch)
  mkdirSync(dirname(join(made, from)), { recursive: true })
  copyFileSync(full, join(made, from))
  return { path, mode, from }
}

try {
  const lists: Record<string, readonly object[]> = {}
  for (const platform of platforms) {
    execFileSync(process.execPath, ['scripts/build.ts', '--arch', platform.arch], { cwd: root, stdio: 'inherit' })
  }
  for (const platform of platforms) {
    const tree = placeFor(platform, 'dist/rootfs')
    lists[platform.arch] = pathsIn(tree).map(path => item(tree, path, platform.arch))
  }
  writeFileSync(join(made, 'tree.json'), JSON.stringify(lists))
  copyFileSync(join(root, 'scripts/package/berth.cjs'), join(made, 'berth.cjs'))
  chmodSync(join(made, 'berth.cjs'), 0o755)
  rmSync(place, { recursive: true, force: true })
  renameSync(made, place)
} finally {
  rmSync(made, { recursive: true, force: true })
}
