/** Scratch folders on the real file system, seen through the real kernel room. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { SpecifierHost } from '#core/unit/expand/specifier.ts'
import { changingFiles } from '#kernel/files/file-changes.ts'
import { readingFiles } from '#kernel/files/files.ts'
import type { Files } from '#kernel/kernel.ts'
import { loadNative } from '#kernel/native.ts'
import { ensureNative, productionAddon } from '../kernel/rig.ts'

/** A path of a scratch folder: text for a link's target, lines for a file, null for a folder (whose path ends in a slash). */
export type Tree = Readonly<Record<string, string | readonly string[] | null>>

/** The real file system; nothing watches it here. */
export function realFiles(): Files {
  ensureNative()
  const native = loadNative(productionAddon())
  return { ...readingFiles(native), ...changingFiles(native), watch: () => undefined }
}

/** Makes a folder with the tree in it, calls with its path, and removes it. `@ROOT@` in links stands for the folder. */
export async function inScratch<T>(tree: Tree, use: (root: string) => T | Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'berth-catalog-'))
  try {
    for (const [path, what] of Object.entries(tree)) {
      makeEntry(join(root, path), what, root)
    }
    return await use(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

function makeEntry(path: string, what: Tree[string], root: string): void {
  if (what === null || what === undefined) {
    mkdirSync(path, { recursive: true })
    return
  }
  mkdirSync(dirname(path), { recursive: true })
  if (typeof what === 'string') {
    symlinkSync(what.replaceAll('@ROOT@', root), path)
  } else {
    writeFileSync(path, what.map(line => `${line}\n`).join(''))
  }
}

/** What lies in a scratch folder now. */
export function readTree(root: string, folder = ''): Record<string, string | string[] | null> {
  const found: Record<string, string | string[] | null> = {}
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isSymbolicLink()) {
      found[path] = readlinkSync(join(root, path)).replaceAll(root, '@ROOT@')
    } else if (entry.isDirectory()) {
      Object.assign(found, { [`${path}/`]: null }, readTree(root, path))
    } else {
      found[path] = readFileSync(join(root, path), 'utf8').split('\n').slice(0, -1)
    }
  }
  return found
}

/** A host for specifiers, whose every answer is known. */
export const knownHost: SpecifierHost = {
  architecture: 'x86-64',
  bootId: '0123456789abcdef0123456789abcdef',
  machineId: 'fedcba9876543210fedcba9876543210',
  kernelRelease: '6.1.0',
  hostname: 'box',
  prettyHostname: null,
  osRelease: new Map([['ID', 'debian']]),
  user: { name: 'root', uid: 0, group: 'root', gid: 0, home: '/root', shell: '/bin/sh' },
  directories: {
    cache: '/var/cache',
    configuration: '/etc',
    data: '/usr/share',
    logs: '/var/log',
    runtime: '/run',
    state: '/var/lib',
    temporary: '/tmp',
    persistentTemporary: '/var/tmp',
    credentials: '/run/credentials',
  },
  controlGroup: '/',
}
