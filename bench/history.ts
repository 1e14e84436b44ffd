/**
 * What was measured at each release (bench/history.json), and the budgets that a run is held against. Figures of one machine say
 * little on another: budgets are on ratios to the stock program, measured in the same run.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Row {
  readonly what: string
  readonly unit: 'ms' | 'MB' | '/s'
  /** The stock program, or what else we are held against. */
  readonly real: number
  readonly ours: number
}

interface Release {
  readonly version: string
  /** YYYY-MM-DD */
  readonly date: string
  readonly rows: readonly Row[]
}

export interface History {
  /** The ratio ours / real that a row may reach; for rates (`/s`) the one it must reach. */
  readonly budgets: Readonly<Record<string, number>>
  readonly releases: readonly Release[]
}

const path = join(import.meta.dirname, 'history.json')

export function readHistory(): History {
  return JSON.parse(readFileSync(path, 'utf8')) as History
}

/** Adds a release, or puts its figures in the place of former ones. */
export function record(history: History, release: Release): History {
  const others = history.releases.filter(({ version }) => version !== release.version)
  return { ...history, releases: [...others, release] }
}

export function writeHistory(history: History): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(history, null, 2)}\n`)
  renameSync(`${path}.new`, path)
}

/** A sentence for each row that is over its budget, and for each budget without a row, and row without a budget. */
export function complaints({ budgets }: Pick<History, 'budgets'>, rows: readonly Row[]): readonly string[] {
  const unmeasured = Object.keys(budgets).filter(what => !rows.some(row => row.what === what))
  return [
    ...rows.flatMap(({ what, unit, real, ours }) => {
      const budget = budgets[what]
      if (budget === undefined) {
        return [`${what}: no budget`]
      }
      const ratio = ours / real
      const isKept = unit === '/s' ? ratio >= budget : ratio <= budget
      return isKept ? [] : [`${what}: ratio ${ratio.toFixed(2)}, budget ${budget.toFixed(2)}`]
    }),
    ...unmeasured.map(what => `${what}: has a budget and was not measured`),
  ]
}
