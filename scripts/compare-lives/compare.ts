/** What two lives of the same scenario have in common, step by step. */

/** What the driver saw after one step. */
export interface Seen {
  readonly step: string
  readonly values: ReadonlyMap<string, string>
}

export interface Difference {
  /** The index of the step after which it was seen. */
  readonly at: number
  readonly step: string
  readonly lines: readonly string[]
  /** Which values differ, by their names without the unit's. */
  readonly keys: readonly string[]
}

export function readLife(text: string): readonly Seen[] {
  const lives: { step: string; values: Map<string, string> }[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('== ')) {
      lives.push({ step: line.slice(3), values: new Map() })
    } else if (line.includes('\t')) {
      const tab = line.indexOf('\t')
      lives.at(-1)?.values.set(line.slice(0, tab), line.slice(tab + 1))
    }
  }
  return lives
}

/** How many values there are to compare. */
export function sizeOf(life: readonly Seen[]): number {
  return life.reduce((sum, { values }) => sum + values.size, 0)
}

/** The first step after which the two differ; what comes later only follows from it. */
export function firstDifference(real: readonly Seen[], ours: readonly Seen[]): Difference | null {
  for (let at = 0; at < Math.max(real.length, ours.length); at += 1) {
    const one = real[at]?.values ?? new Map<string, string>()
    const other = ours[at]?.values ?? new Map<string, string>()
    const keys = [...new Set([...one.keys(), ...other.keys()])].filter(key => one.get(key) !== other.get(key)).sort()
    if (keys.length > 0) {
      return {
        at,
        step: real[at]?.step ?? ours[at]?.step ?? '',
        lines: keys.map(key => `${key}: ${one.get(key) ?? '(none)'}  ->  ${other.get(key) ?? '(none)'}`),
        keys: keys.map(key => key.replace(/^lives-\S+ /, '').replace(/lives-\S+/, '*')),
      }
    }
  }
  return null
}
