/** A machine for conditions to look at: a few files in memory, and a host. */
import type { Surroundings } from '#catalog/condition/subject.ts'
import type { FileKind, FileStatus, Files, Host, Outcome } from '#kernel/kernel.ts'

/** By path: the text of a file, a folder (null), or something more. Folders above need not be named. */
export type MemoryTree = Readonly<Record<string, string | null | MemoryEntry>>

export interface MemoryEntry {
  readonly kind?: FileKind
  readonly text?: string
  readonly mode?: number
  /** Where a symbolic link leads, from the root. */
  readonly to?: string
  readonly modifiedUs?: bigint
  readonly device?: bigint
  readonly readOnly?: boolean
  /** What listing or reading it fails with. */
  readonly error?: 'EACCES'
}

interface Found extends MemoryEntry {
  readonly kind: FileKind
}

export interface MachineFacts {
  readonly files?: MemoryTree
  readonly host?: Partial<Host>
  readonly variables?: Readonly<Record<string, string>>
}

export function surroundings({ files = {}, host = {}, variables = {} }: MachineFacts = {}): Surroundings {
  const memory = new MemoryFiles(files)
  return {
    kernel: { files: memory.asFiles(), host: { ...plainHost, ...host } },
    variables: new Map(Object.entries(variables)),
  }
}

const plainHost: Host = {
  pid: 1,
  uid: 0,
  gid: 0,
  environment: new Map(),
  workingDirectory: '/',
  hostname: 'box',
  architecture: 'x86-64',
  kernelRelease: '6.1.0',
  bootId: '0123456789abcdef0123456789abcdef',
  limits: [],
  capabilities: 0n,
  random: sizeBytes => new Uint8Array(sizeBytes),
}

class MemoryFiles {
  readonly #entries = new Map<string, Found>()

  constructor(tree: MemoryTree) {
    this.#entries.set('/', { kind: 'directory' })
    for (const [path, what] of Object.entries(tree)) {
      for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1)) {
        const folder = path.slice(0, at)
        if (!this.#entries.has(folder)) {
          this.#entries.set(folder, { kind: 'directory' })
        }
      }
      this.#entries.set(path, entryOf(what))
    }
  }

  /** The real path, links followed everywhere, or everywhere but at the end. */
  #real(path: string, last: 'follow' | 'keep'): string | undefined {
    let at = '/'
    const names = path.split('/').filter(name => name !== '')
    for (const [index, name] of names.entries()) {
      at = at === '/' ? `/${name}` : `${at}/${name}`
      const entry = this.#entries.get(at)
      if (entry?.to !== undefined && (last === 'follow' || index < names.length - 1)) {
        at = this.#real(entry.to, 'follow') ?? '?'
      }
    }
    return this.#entries.has(at) ? at : undefined
  }

  #find(path: string, last: 'follow' | 'keep' = 'follow'): Found | undefined {
    const real = this.#real(path, last)
    return real === undefined ? undefined : this.#entries.get(real)
  }

  asFiles(): Files {
    const files: Partial<Files> = {
      readText: path => this.#text(path),
      readBytes: path => {
        const text = this.#text(path)
        return text.ok ? { ok: true, value: Uint8Array.from(text.value, sign => sign.charCodeAt(0)) } : text
      },
      status: path => statusOf(this.#find(path)),
      linkStatus: path => statusOf(this.#find(path, 'keep')),
      readLink: path => {
        const to = this.#find(path, 'keep')?.to
        return to === undefined ? { ok: false, error: 'EINVAL' } : { ok: true, value: to }
      },
      realPath: path => {
        const real = this.#real(path, 'follow')
        return real === undefined ? { ok: false, error: 'ENOENT' } : { ok: true, value: real }
      },
      list: path => this.#list(path),
      access: path => this.#find(path) !== undefined,
      readOnlyFileSystem: path => this.#find(path)?.readOnly ?? false,
    }
    return files as Files
  }

  #text(path: string): Outcome<string> {
    const found = this.#find(path)
    if (found === undefined) {
      return { ok: false, error: 'ENOENT' }
    }
    if (found.error !== undefined) {
      return { ok: false, error: found.error }
    }
    return found.kind === 'file' ? { ok: true, value: found.text ?? '' } : { ok: false, error: 'EISDIR' }
  }

  #list(path: string): ReturnType<Files['list']> {
    const real = this.#real(path, 'follow')
    const found = real === undefined ? undefined : this.#entries.get(real)
    if (real === undefined || found === undefined) {
      return { ok: false, error: 'ENOENT' }
    }
    if (found.error !== undefined) {
      return { ok: false, error: found.error }
    }
    if (found.kind !== 'directory') {
      return { ok: false, error: 'ENOTDIR' }
    }
    const prefix = real === '/' ? '/' : `${real}/`
    const inside = [...this.#entries].filter(([at]) => at !== '/' && at.startsWith(prefix))
    const names = inside.map(([at, { kind }]) => ({ name: at.slice(prefix.length), kind }))
    return { ok: true, value: names.filter(({ name }) => !name.includes('/')) }
  }
}

function entryOf(what: string | null | MemoryEntry): Found {
  if (what === null) {
    return { kind: 'directory' }
  }
  if (typeof what === 'string') {
    return { kind: 'file', text: what }
  }
  return { kind: what.to === undefined ? 'file' : 'symlink', ...what }
}

function statusOf(found: Found | undefined): Outcome<FileStatus> {
  if (found === undefined) {
    return { ok: false, error: 'ENOENT' }
  }
  const { kind, text = '', mode = 0o644, modifiedUs = 0n, device = 0n } = found
  return { ok: true, value: { kind, sizeBytes: text.length, mode, uid: 0, gid: 0, device, inode: 1n, modifiedUs } }
}
