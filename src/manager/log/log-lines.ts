/**
 * The last lines about each unit, for `systemctl status`: bounded in number for one unit, and in bytes for one and for all.
 * A unit that is no more keeps its lines only while there is a little room for all that are gone: who asks for the status of
 * what has just ended wants to see them, and a thousand units that come and go must not fill the memory.
 */
import { detached } from '#core/base/text/text.ts'
import type { Journal, LogEntry } from './entry.ts'

export interface LineLimits {
  readonly lines: number
  readonly unitBytes: number
  readonly allBytes: number
  /** Of units that are gone, all together. */
  readonly goneBytes: number
}

const usualLimits: LineLimits = { lines: 100, unitBytes: 256 * 1024, allBytes: 2 * 1024 * 1024, goneBytes: 256 * 1024 }

/** How much of a line is kept: enough for `status`. */
const lineMaxLength = 4096

/** What the objects around a line take, about. */
const overheadBytes = 120

interface Kept {
  lines: LogEntry[]
  bytes: number
}

export class LogLines implements Journal {
  readonly #limits: LineLimits
  readonly #units = new Map<string, Kept>()
  /** The unit that is gone for the longest time comes first. */
  readonly #gone = new Map<string, number>()
  #bytes = 0

  constructor(limits: LineLimits = usualLimits) {
    this.#limits = limits
  }

  /** What is kept, in bytes. */
  get bytes(): number {
    return this.#bytes
  }

  append(entry: LogEntry): void {
    if (entry.unit !== null) {
      this.#add(entry.unit, { ...entry, text: beginning(entry.text, lineMaxLength) })
    }
  }

  #add(unit: string, line: LogEntry): void {
    const kept = this.#units.get(unit) ?? { lines: [], bytes: 0 }
    this.#units.set(unit, kept)
    if (this.#gone.has(unit)) {
      this.#gone.set(unit, kept.bytes + sizeOf(line))
    }
    kept.lines.push(line)
    kept.bytes += sizeOf(line)
    this.#bytes += sizeOf(line)
    const { lines, unitBytes, allBytes } = this.#limits
    // Twice as many may be there for a while, so that not each new line moves all others.
    if (kept.lines.length > 2 * lines) {
      this.#drop(kept, kept.lines.length - lines)
    }
    while (kept.bytes > unitBytes) {
      this.#drop(kept, Math.ceil(kept.lines.length / 2))
    }
    while (this.#bytes > allBytes) {
      this.#dropFromLargest()
    }
  }

  /** The last lines about a unit, oldest first. */
  last(unit: string, count: number): readonly LogEntry[] {
    return count === 0 ? [] : (this.#units.get(unit)?.lines.slice(-count) ?? [])
  }

  /** A unit is no more. */
  retire(unit: string): void {
    const kept = this.#units.get(unit)
    if (kept === undefined) {
      return
    }
    this.#gone.delete(unit)
    this.#gone.set(unit, kept.bytes)
    let total = [...this.#gone.values()].reduce((sum, bytes) => sum + bytes, 0)
    for (const [oldest, bytes] of this.#gone) {
      if (total <= this.#limits.goneBytes) {
        return
      }
      this.#forget(oldest)
      total -= bytes
    }
  }

  /** A unit is there again. */
  welcome(unit: string): void {
    this.#gone.delete(unit)
  }

  #forget(unit: string): void {
    this.#bytes -= this.#units.get(unit)?.bytes ?? 0
    this.#units.delete(unit)
    this.#gone.delete(unit)
  }

  #drop(kept: Kept, count: number): void {
    const dropped = kept.lines.splice(0, count).reduce((sum, line) => sum + sizeOf(line), 0)
    kept.bytes -= dropped
    this.#bytes -= dropped
  }

  #dropFromLargest(): void {
    let [largest] = this.#units.values()
    for (const kept of this.#units.values()) {
      if (kept.bytes > (largest?.bytes ?? 0)) {
        largest = kept
      }
    }
    if (largest !== undefined) {
      this.#drop(largest, Math.ceil(largest.lines.length / 2))
    }
  }
}

function sizeOf({ identifier, text }: LogEntry): number {
  return (identifier.length + text.length) * 2 + overheadBytes
}

/** The beginning of a text as a text of its own: a mere slice would keep the whole alive. */
export function beginning(text: string, length: number): string {
  return text.length <= length ? text : detached(text.slice(0, length))
}
