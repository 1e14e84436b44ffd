/** In which order items are carried out, and which of several for one path count (tmpfiles.d(5)). */
import { parentPath } from '#core/base/path.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import { globbing, type Item, owning } from './item.ts'

/** All items of one path. */
export interface Entry {
  readonly path: string
  readonly items: Item[]
  parent: Entry | null
  readonly children: Entry[]
}

export interface Plan {
  /** Plain paths in the order of their lines. */
  readonly plain: ReadonlyMap<string, Entry>
  /** Patterns, carried out after these. */
  readonly patterns: ReadonlyMap<string, Entry>
  readonly diagnostics: readonly Diagnostic[]
}

export function makePlan(items: readonly (Item & { readonly source: string; readonly line: number })[]): Plan {
  const plain = new Map<string, Entry>()
  const patterns = new Map<string, Entry>()
  const diagnostics: Diagnostic[] = []
  for (const item of items) {
    const entries = globbing.has(item.letter) ? patterns : plain
    const entry = entries.get(item.path) ?? { path: item.path, items: [], parent: null, children: [] }
    if (entry.items.some(other => !fitTogether(other, item))) {
      const message = `Duplicate line for path "${item.path}", ignoring.`
      diagnostics.push({ path: item.source, line: item.line, level: 'warning', message })
      continue
    }
    entries.set(item.path, entry)
    entry.items.push(item)
  }
  for (const entry of [...plain.values(), ...patterns.values()]) {
    entry.items.sort((a, b) => rank(a) - rank(b) || a.letter.charCodeAt(0) - b.letter.charCodeAt(0))
    link(entry, plain, patterns)
  }
  return { plain, patterns, diagnostics }
}

/** First what makes a path, then what adjusts it. */
function rank({ letter }: Item): number {
  return owning.has(letter) ? 0 : 1
}

/** Two lines that both make a path must say the same of it; several may append to a file. */
function fitTogether(a: Item, b: Item): boolean {
  if (!owning.has(a.letter) || !owning.has(b.letter)) {
    return true
  }
  if (a.letter === 'w' && b.letter === 'w' && a.force && b.force) {
    return true
  }
  return described(a) === described(b)
}

function described(item: Item): string {
  const { letter, mode, user, group, age, argument } = item
  const usual = 'dDvqQ'.includes(letter) ? 0o755 : 0o644
  const span = age === null ? null : [`${age.span}`, age.keepFirstLevel, age.by]
  return JSON.stringify([mode ?? usual, user, group, span, argument])
}

/** The nearest path above that has items of its own. */
function link(entry: Entry, plain: ReadonlyMap<string, Entry>, patterns: ReadonlyMap<string, Entry>): void {
  for (let above = parentPath(entry.path); above !== undefined; above = parentPath(above)) {
    const parent = plain.get(above) ?? patterns.get(above)
    if (parent === undefined) {
      continue
    }
    entry.parent = parent
    parent.children.push(entry)
    return
  }
}
