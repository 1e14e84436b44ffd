/** What an installation replaced, for whoever takes it away again: kept beside what was installed. */
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Files } from '#kernel/kernel.ts'

export interface Entry {
  readonly path: string
  /** Whether something else was there, which lies in `savedPath` now. */
  readonly wasThere: boolean
}

export interface InstallRecord {
  /** In the order in which they were put there. */
  readonly entries: readonly Entry[]
  /** Folders that were made for them, the outer ones first. */
  readonly folders: readonly string[]
}

export const library = '/usr/lib/berth'
export const recordPath = `${library}/installed.json`

/** Where what was at a path is kept. */
export function savedPath(path: string): string {
  return `${library}/replaced${path}`
}

const recordMaxBytes = 1 << 20

/** The record below a root; null where nothing was installed. */
export function readRecord(files: Files, root: string): Result<InstallRecord | null, string> {
  const text = files.readText(`${root}${recordPath}`, recordMaxBytes)
  if (!text.ok) {
    return text.error === 'ENOENT' ? ok(null) : fail(`cannot read ${root}${recordPath}: ${text.error}`)
  }
  try {
    const record: unknown = JSON.parse(text.value)
    if (isRecord(record)) {
      return ok(record)
    }
  } catch {
    // Said below.
  }
  return fail(`${root}${recordPath} is damaged: install again, then uninstall`)
}

function isRecord(value: unknown): value is InstallRecord {
  const { entries, folders } = (value ?? {}) as Partial<Record<keyof InstallRecord, unknown>>
  const isEntry = (entry: unknown): boolean => {
    const { path, wasThere } = (entry ?? {}) as Partial<Record<keyof Entry, unknown>>
    return typeof path === 'string' && path.startsWith('/') && typeof wasThere === 'boolean'
  }
  return (
    Array.isArray(entries) &&
    entries.every(isEntry) &&
    Array.isArray(folders) &&
    folders.every(folder => typeof folder === 'string' && folder.startsWith('/'))
  )
}
