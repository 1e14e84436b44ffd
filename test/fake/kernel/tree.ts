/** A file tree in memory: files, folders, links and nodes by their paths. */
import { fail, ok } from '#core/base/result.ts'
import type { FileChange, FileKind, Outcome } from '#kernel/kernel.ts'

export interface TreeNode {
  kind: FileKind
  bytes: Uint8Array
  /** Where a link leads. */
  target: string
  mode: number
  uid: number
  gid: number
  readonly inode: bigint
  modifiedUs: bigint
}

type Watcher = { readonly path: string; readonly changed: (change: FileChange) => void }

const linksMax = 40

export class FakeTree {
  readonly nodes = new Map<string, TreeNode>()
  readonly #watchers = new Set<Watcher>()
  readonly #now: () => number
  #inode = 1n
  #changes = 0n

  constructor(now: () => number) {
    this.#now = now
    this.put('/', 'directory')
  }

  /** Makes a node, and the folders above it. */
  put(path: string, kind: FileKind, given: Partial<TreeNode> = {}): TreeNode {
    const above = parentOf(path)
    if (path !== '/' && !this.nodes.has(above)) {
      this.put(above, 'directory')
    }
    this.#inode += 1n
    const node: TreeNode = {
      kind,
      bytes: new Uint8Array(),
      target: '',
      mode: kind === 'directory' ? 0o755 : kind === 'symlink' ? 0o777 : 0o644,
      uid: 0,
      gid: 0,
      inode: this.#inode,
      modifiedUs: BigInt(this.#now()),
      ...given,
    }
    this.nodes.set(path, node)
    this.#touch(path)
    return node
  }

  remove(path: string): void {
    this.nodes.delete(path)
    this.#touch(path)
    this.tell(path, { what: 'gone', name: null })
  }

  /** The folder of what came or went has a new time, also when the clock stands still. */
  #touch(path: string): void {
    const above = this.nodes.get(parentOf(path))
    this.#changes += 1n
    if (above !== undefined) {
      above.modifiedUs = BigInt(this.#now()) + this.#changes
    }
    this.tell(parentOf(path), { what: 'entries', name: nameOf(path) })
  }

  /** The path with its links followed; the last one stays with `keep`. What is not there yet may be the last name only. */
  resolve(path: string, last: 'follow' | 'keep' = 'follow', depth = 0): Outcome<string> {
    if (depth > linksMax) {
      return fail('ELOOP')
    }
    const names = path.split('/').filter(name => name !== '' && name !== '.')
    let at = '/'
    for (const [index, name] of names.entries()) {
      const above = this.nodes.get(at)
      if (above === undefined) {
        return fail('ENOENT')
      }
      if (above.kind !== 'directory') {
        return fail('ENOTDIR')
      }
      if (name === '..') {
        at = parentOf(at)
        continue
      }
      const next = at === '/' ? `/${name}` : `${at}/${name}`
      const node = this.nodes.get(next)
      if (node?.kind === 'symlink' && (last === 'follow' || index < names.length - 1)) {
        const to = node.target.startsWith('/') ? node.target : `${at}/${node.target}`
        const followed = this.resolve(to, 'follow', depth + 1)
        if (!followed.ok) {
          return followed
        }
        at = followed.value
      } else {
        at = next
      }
    }
    return ok(at)
  }

  find(path: string, last: 'follow' | 'keep' = 'follow'): Outcome<{ readonly path: string; readonly node: TreeNode }> {
    const real = this.resolve(path, last)
    if (!real.ok) {
      return real
    }
    const node = this.nodes.get(real.value)
    return node === undefined ? fail('ENOENT') : ok({ path: real.value, node })
  }

  /** Names right below a folder. */
  below(path: string): readonly { readonly name: string; readonly kind: FileKind }[] {
    const prefix = path === '/' ? '/' : `${path}/`
    return [...this.nodes].flatMap(([at, { kind }]) => {
      const name = at.startsWith(prefix) ? at.slice(prefix.length) : ''
      return name === '' || name.includes('/') ? [] : [{ name, kind }]
    })
  }

  watch(path: string, changed: (change: FileChange) => void): { close(): void } | undefined {
    const found = this.find(path)
    if (!found.ok) {
      return undefined
    }
    const watcher = { path: found.value.path, changed }
    this.#watchers.add(watcher)
    return { close: () => void this.#watchers.delete(watcher) }
  }

  tell(path: string, change: FileChange): void {
    for (const watcher of this.#watchers) {
      if (watcher.path === path) {
        setImmediate(() => this.#watchers.has(watcher) && watcher.changed(change))
      }
    }
  }
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
