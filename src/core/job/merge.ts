/**
 * Two jobs for one unit become one, or contradict each other (org.freedesktop.systemd1(5), "Jobs").
 *
 * The order of the two does not matter, nor in which order more than two are merged. `nop` jobs stand apart and merge only
 * among themselves. A merge may ask for more than the queue can hold (`reload-or-start`); the unit's state then decides,
 * which is called collapsing.
 */
import { type ActiveState, isInactiveOrDeactivating } from '#core/unit/active-state.ts'
import type { InstalledJobType, JobType } from './job.ts'

type Merges = { readonly [One in InstalledJobType]?: { readonly [Other in InstalledJobType]?: JobType } }

// Each pair once, in either order; what is missing contradicts.
const merges: Merges = {
  start: { 'verify-active': 'start', reload: 'reload-or-start', restart: 'restart' },
  'verify-active': { reload: 'reload', restart: 'restart' },
  reload: { restart: 'restart' },
}

/** The one job that does what both ask for; null when no job can. */
export function mergeTypes(a: InstalledJobType, b: InstalledJobType): JobType | null {
  return a === b ? a : (merges[a]?.[b] ?? merges[b]?.[a] ?? null)
}

/** The job a request comes down to in the unit's present state; `nop` when there is nothing to do. */
export function collapse(type: JobType, active: ActiveState): InstalledJobType {
  const down = isInactiveOrDeactivating(active)
  switch (type) {
    case 'try-restart':
      return down ? 'nop' : 'restart'
    case 'try-reload':
      return down ? 'nop' : 'reload'
    case 'reload-or-start':
      return down ? 'start' : 'reload'
    default:
      return type
  }
}

/** mergeTypes() and then collapse(): what stands in the queue afterwards. */
export function mergeAndCollapse(
  a: InstalledJobType,
  b: InstalledJobType,
  active: ActiveState,
): InstalledJobType | null {
  const merged = mergeTypes(a, b)
  return merged === null ? null : collapse(merged, active)
}

/** Whether a job does already what another one would. */
export function isSuperset(a: InstalledJobType, b: InstalledJobType): boolean {
  return mergeTypes(a, b) === a
}
