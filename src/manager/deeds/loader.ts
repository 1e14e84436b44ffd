/**
 * Units come from disk: the one that was asked for, and everything it refers to, so that the engine never has to wait for a
 * file. A name without a file becomes a unit that is not found.
 */

import { dropInPaths, readSources, type UnitSources } from '#catalog/sources.ts'
import { readIndex, stampOf, type UnitIndex } from '#catalog/unit-index.ts'
import { reached } from '#core/engine/work.ts'
import { find, type World } from '#core/engine/world.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import { formatDiagnostic } from '#core/unitfile/diagnostic.ts'
import type { Files } from '#kernel/kernel.ts'

export interface LoaderParts {
  readonly files: Files
  readonly folders: readonly string[]
  readonly world: World
  /** Units of which we have the text ourselves, by their ids. */
  readonly given: ReadonlyMap<string, string>
  /** The folder they would lie in. */
  readonly transient: string
  /** Makes a unit of what the disk says (core/unit/read/load.ts with the manager's defaults). */
  read(sources: UnitSources): { readonly unit: Unit; readonly diagnostics: readonly Diagnostic[] }
  warn(unit: string, text: string): void
}

/** How many faults are remembered as told: those of a user who asks for more come again. */
const toldMax = 500

export class Loader {
  readonly #parts: LoaderParts
  #index: UnitIndex | null = null
  /** When each unit's files were read, to tell whether they changed since (NeedDaemonReload=). */
  readonly #read = new Map<string, Reading>()
  /** Faults of unit files that were told, the oldest first. */
  readonly #told = new Set<string>()

  constructor(parts: LoaderParts) {
    this.#parts = parts
  }

  /** The folders as they are now; read again only when one of them changed. */
  get index(): UnitIndex {
    const { files, folders } = this.#parts
    if (this.#index === null || this.#index.stamp !== stampOf(files, folders)) {
      this.#index = readIndex(files, folders)
    }
    return this.#index
  }

  /** Forgets what is known of the folders, as daemon-reload wants it. */
  refresh(): void {
    this.#index = null
    this.#told.clear()
  }

  /**
   * The units to add for a name: itself and all it refers to that is not in the world yet. One that was not found before is
   * looked for again, since its file may have come meanwhile.
   */
  closure(names: readonly string[]): readonly Unit[] {
    const units = new Map<string, Unit>()
    const open = [...names]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (this.#isKnown(name, units, names.includes(name))) {
        continue
      }
      const unit = this.#readUnit(name)
      for (const known of unit.names) {
        units.set(known, unit)
      }
      for (const others of unit.relations.values()) {
        open.push(...others)
      }
    }
    return [...new Set(units.values())]
  }

  /** Every unit of the world read anew, with whatever is new beside them. */
  all(): readonly Unit[] {
    const units = new Map<string, Unit>()
    const open = [...this.#parts.world.entries.keys()]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (!units.has(name)) {
        const unit = this.#readUnit(name)
        for (const known of [...unit.names, name]) {
          units.set(known, unit)
        }
        for (const others of unit.relations.values()) {
          open.push(...others)
        }
      }
    }
    return [...new Set(units.values())]
  }

  /** A unit is no more. */
  forget(unit: string): void {
    this.#read.delete(unit)
  }

  /** Whether the files of a unit changed since they were read, or it has others now. */
  isStale(unit: Unit): boolean {
    const read = this.#read.get(unit.id)
    if (read === undefined || read.files.some(({ path, stamp }) => this.#stamp(path) !== stamp)) {
      return read !== undefined
    }
    return unit.load === 'loaded' && !isSame(read.dropIns, this.#dropIns(read.names))
  }

  /**
   * The units that were not found when they were read and may be there now, among those a start of this one pulls in: files
   * that came without daemon-reload are taken up where nothing was loaded before.
   */
  appeared(name: string): readonly Unit[] {
    const { world } = this.#parts
    const wanted = new Set<string>()
    const seen = new Set<string>()
    const open = [name]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const entry = find(world, next)
      if (entry === undefined || seen.has(entry.unit.id)) {
        continue
      }
      seen.add(entry.unit.id)
      if (entry.unit.load === 'not-found' && this.#read.get(entry.unit.id)?.folders !== this.index.stamp) {
        wanted.add(entry.unit.id)
      }
      open.push(...pullingIn.flatMap(influence => reached(world, entry, influence).map(({ unit }) => unit.id)))
    }
    return wanted.size === 0 ? [] : this.closure([...wanted])
  }

  #dropIns(names: readonly string[]): readonly string[] {
    return dropInPaths(this.#parts.files, this.index, names)
  }

  #isKnown(name: string, fresh: ReadonlyMap<string, Unit>, isWanted: boolean): boolean {
    if (fresh.has(name)) {
      return true
    }
    const entry = find(this.#parts.world, name)
    return entry !== undefined && (entry.unit.load !== 'not-found' || !isWanted)
  }

  /** A unit that is only looked at is read each time somebody asks: its faults are told once, until the next daemon-reload. */
  #warn(unit: string, text: string): void {
    if (this.#told.has(text)) {
      return
    }
    const [oldest] = this.#told
    if (oldest !== undefined && this.#told.size >= toldMax) {
      this.#told.delete(oldest)
    }
    this.#told.add(text)
    this.#parts.warn(unit, text)
  }

  #readUnit(name: string): Unit {
    const sources = this.#sources(name)
    const { unit, diagnostics } = this.#parts.read(sources)
    for (const diagnostic of diagnostics) {
      if (diagnostic.level !== 'debug') {
        this.#warn(unit.id, formatDiagnostic(diagnostic))
      }
    }
    const paths = [...(unit.fragmentPath === null ? [] : [unit.fragmentPath]), ...unit.dropInPaths]
    this.#read.set(unit.id, {
      files: paths.map(path => ({ path, stamp: this.#stamp(path) })),
      names: sources.names,
      dropIns: this.#dropIns(sources.names),
      folders: this.index.stamp,
    })
    return unit
  }

  #sources(name: string): UnitSources {
    const { files, given, transient } = this.#parts
    const sources = readSources(files, this.index, name)
    const text = given.get(sources.id)
    if (text === undefined) {
      return sources
    }
    return { ...sources, fragment: { is: 'file', file: { path: `${transient}/${sources.id}`, text } } }
  }

  #stamp(path: string): string {
    const status = this.#parts.files.status(path)
    return status.ok ? `${status.value.inode}:${status.value.modifiedUs}` : '-'
  }
}

const pullingIn = ['pull-in-start', 'pull-in-start-if-possible', 'pull-in-verify'] as const

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, at) => text === other[at])
}

/** What was on disk when a unit was read. */
interface Reading {
  readonly files: readonly FileStamp[]
  readonly names: readonly string[]
  readonly dropIns: readonly string[]
  /** The stamp of the search path's folders. */
  readonly folders: string
}

interface FileStamp {
  readonly path: string
  readonly stamp: string
}
