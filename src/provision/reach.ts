/**
 * The way to a path, folder by folder through open descriptors: links lead where the root says, nobody can put a link in our
 * way while we are on it, and a way that a user could have laid for root is refused.
 */

import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { baseName, parentPath, pathComponents } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { OpenFolder } from '#kernel/files/files-by-rules.ts'
import type { FileStatus } from '#kernel/kernel.ts'
import { readAccounts } from './accounts.ts'
import type { Place } from './place.ts'

/** A name in a folder that is held open. */
export interface Spot {
  /** The path for system calls. */
  readonly at: string
  /** The path to show. */
  readonly path: string
  close(): void
}

export interface Missed {
  readonly errno: ErrnoName
  readonly message: string
  /** What the path is in is no folder. */
  readonly isInFile?: boolean
}

export interface WayRules {
  /** Folders that are missing are made, of root and with mode 0755. */
  readonly create: boolean
  /** What stands in the way and is no folder is removed. */
  readonly replace?: boolean
  /** The name itself is a folder, and a link to one leads on to it. */
  readonly followsLast?: boolean
  /** The name itself must be safe to come to as well. */
  readonly checksLast?: boolean
  /** Ways are not judged: for what only ever takes away. */
  readonly anyWay?: boolean
}

interface Step {
  readonly folder: OpenFolder
  readonly status: FileStatus
  readonly path: string
}

const linksMax = 32

/** Opens the folder a path is in. */
export async function reach(place: Place, path: string, rules: WayRules): Promise<Result<Spot, Missed>> {
  const parent = parentPath(path)
  const names = pathComponents(path.slice(place.root.length))
  const miss = (errno: ErrnoName, message: string) => fail({ errno, message })
  if (parent === undefined || names.length === 0) {
    return ok({ at: place.root || '/', path, close: () => undefined })
  }
  if (names.includes('..')) {
    return miss('EINVAL', `Failed to open parent of '${path}': path not normalized.`)
  }
  const way = new Way(place, path, rules)
  const name = rules.followsLast ? '.' : baseName(path)
  const failed =
    (await way.walk(rules.followsLast ? names : names.slice(0, -1))) ?? (rules.checksLast ? way.check(name) : undefined)
  const last = way.last
  if (failed !== undefined || last === undefined) {
    way.close()
    return failed === undefined ? miss('ENOENT', `Failed to open root: ${errnoText('ENOENT')}`) : fail(failed)
  }
  return ok({ at: `${last.folder.at}/${name}`, path, close: () => way.close() })
}

class Way {
  readonly #place: Place
  readonly #path: string
  readonly #rules: WayRules
  /** Names ahead; those a link says are not made. */
  #ahead: { readonly name: string; readonly isOfLink: boolean }[] = []
  #steps: Step[] = []
  #links = 0

  constructor(place: Place, path: string, rules: WayRules) {
    this.#place = place
    this.#path = path
    this.#rules = rules
  }

  /** Where the way leads to. */
  get #end(): string {
    return this.#rules.followsLast ? this.#path : (parentPath(this.#path) ?? '/')
  }

  get last(): Step | undefined {
    return this.#steps.at(-1)
  }

  close(): void {
    for (const { folder } of this.#steps) {
      folder.close()
    }
    this.#steps = []
  }

  async walk(names: readonly string[]): Promise<Missed | undefined> {
    const root = this.#place.root || '/'
    if (this.#rules.create && !this.#place.dryRun) {
      this.#place.kernel.files.makeDirectories(root, 0o755)
    }
    const failed = this.#enter(root, root)
    if (failed !== undefined) {
      return failed
    }
    this.#ahead = names.map(name => ({ name, isOfLink: false }))
    for (let next = this.#ahead.shift(); next !== undefined; next = this.#ahead.shift()) {
      const missed = next.name === '..' ? this.#back(this.last) : await this.#forward(next.name, next.isOfLink)
      if (missed !== undefined) {
        return missed
      }
    }
    return undefined
  }

  /** Whether a name in the last folder is safe to come to. */
  check(name: string): Missed | undefined {
    const from = this.last
    const status = from === undefined ? undefined : this.#place.kernel.files.linkStatus(`${from.folder.at}/${name}`)
    if (from === undefined || !status?.ok) {
      return undefined
    }
    return this.#judge(from, { path: this.#path, status: status.value }, this.#path)
  }

  /** One folder up, but never out of the root. */
  #back(from: Pick<Step, 'path' | 'status'> | undefined): Missed | undefined {
    if (this.#steps.length > 1) {
      this.#steps.pop()?.folder.close()
    }
    return from === undefined || this.last === undefined ? undefined : this.#judge(from, this.last)
  }

  #judge(from: Pick<Step, 'path' | 'status'>, to: Pick<Step, 'path' | 'status'>, path?: string): Missed | undefined {
    return this.#rules.anyWay ? undefined : unsafeStep(this.#place, from, to, path ?? this.#end)
  }

  #missed(errno: ErrnoName): Missed {
    const message = `Failed to open path '${this.#end}': ${errnoText(errno)}`
    return { errno, message, isInFile: errno === 'ENOTDIR' && this.#ahead.length === 0 }
  }

  #enter(at: string, path: string): Missed | undefined {
    const { files } = this.#place.kernel
    const folder = files.openFolder(at)
    if (!folder.ok) {
      return this.#missed(folder.error)
    }
    const status = files.status(folder.value.at)
    if (!status.ok) {
      folder.value.close()
      return this.#missed(status.error)
    }
    this.#steps.push({ folder: folder.value, status: status.value, path })
    return undefined
  }

  /** Goes into a folder; of a link, puts what it says before the names ahead. */
  async #forward(name: string, isOfLink: boolean): Promise<Missed | undefined> {
    const { files } = this.#place.kernel
    const from = this.last
    if (from === undefined) {
      return this.#missed('ENOENT')
    }
    const at = `${from.folder.at}/${name}`
    const path = from.path === '/' ? `/${name}` : `${from.path}/${name}`
    const status = await this.#look(at, path, !isOfLink)
    if (!status.ok) {
      return this.#missed(status.error)
    }
    const unsafe = this.#judge(from, { path, status: status.value })
    if (unsafe !== undefined) {
      return unsafe
    }
    if (status.value.kind === 'directory') {
      return this.#enter(at, path)
    }
    if (status.value.kind !== 'symlink') {
      return this.#missed('ENOTDIR')
    }
    const target = files.readLink(at)
    if (!target.ok) {
      return this.#missed(target.error)
    }
    this.#links += 1
    if (this.#links > linksMax) {
      return this.#missed('ELOOP')
    }
    this.#ahead.unshift(...pathComponents(target.value).map(next => ({ name: next, isOfLink: true })))
    return target.value.startsWith('/') ? this.#toRoot({ path, status: status.value }) : undefined
  }

  #toRoot(from: Pick<Step, 'path' | 'status'>): Missed | undefined {
    while (this.#steps.length > 1) {
      this.#steps.pop()?.folder.close()
    }
    return this.last === undefined ? undefined : this.#judge(from, this.last)
  }

  /** What is at a name, once it is a folder where one is to be. */
  async #look(at: string, path: string, mayMake: boolean): Promise<Result<FileStatus, ErrnoName>> {
    const { files } = this.#place.kernel
    const { create, replace } = this.#rules
    let found = files.linkStatus(at)
    if (replace && found.ok && found.value.kind !== 'directory' && found.value.kind !== 'symlink') {
      this.#place.say('warning', `Wrong file type 0o${typeBits(found.value)}; rm -rf "${path}"`)
      if (this.#place.dryRun) {
        return fail('ENOTDIR')
      }
      const removed = await files.removeTree(at)
      if (!removed.ok) {
        return removed
      }
      found = files.linkStatus(at)
    }
    if (found.ok || found.error !== 'ENOENT' || !create || !mayMake || this.#place.dryRun) {
      return found
    }
    const made = files.makeDirectory(at, 0o755)
    return made.ok ? files.linkStatus(at) : made
  }
}

const kindBits: Readonly<Record<FileStatus['kind'], number>> = {
  file: 0o10,
  directory: 0o4,
  symlink: 0o12,
  fifo: 0o1,
  socket: 0o14,
  'character-device': 0o2,
  'block-device': 0o6,
}

/** The type as stat(2) has it, in octal. */
export function typeBits({ kind }: Pick<FileStatus, 'kind'>): string {
  return (kindBits[kind] << 12).toString(8)
}

/** Who owns a folder says what is in it: only root's folders may lead to what belongs to somebody else. */
function unsafeStep(
  place: Place,
  from: Pick<Step, 'path' | 'status'>,
  to: { readonly path: string; readonly status: FileStatus },
  path: string,
): Missed | undefined {
  if (from.status.uid === 0 || from.status.uid === to.status.uid) {
    return undefined
  }
  const names = new Map([[0, 'root']])
  const owner = ({ uid }: FileStatus): string => names.get(uid) ?? nameOf(place, uid)
  const steps = `${from.path} (owned by ${owner(from.status)}) → ${to.path} (owned by ${owner(to.status)})`
  const message = `Detected unsafe path transition ${steps} during canonicalization of ${path.slice(place.root.length).replace(/^\//, '')}.`
  return { errno: 'ENOLINK', message }
}

function nameOf({ kernel }: Place, uid: number): string {
  return readAccounts(kernel.files, '').userName(uid) ?? `${uid}`
}
