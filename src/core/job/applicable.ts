import { type ActiveState, isActiveOrReloading, isInactiveOrFailed } from '#core/unit/active-state.ts'
import type { JobType } from './job.ts'
import type { UnitView } from './view.ts'

/** Whether a unit can have such a job at all, whatever its state. */
export function isApplicable(type: JobType, unit: UnitView): boolean {
  switch (type) {
    case 'start':
    case 'verify-active':
    case 'nop':
      return true
    case 'stop':
    case 'restart':
    case 'try-restart':
      return !unit.perpetual
    case 'reload':
    case 'try-reload':
    case 'reload-or-start':
      return unit.canReload
  }
}

/** Whether a job would change nothing: the unit is where the job leads. */
export function isRedundant(type: JobType, active: ActiveState): boolean {
  switch (type) {
    case 'start':
    case 'verify-active':
      return isActiveOrReloading(active)
    case 'stop':
      return isInactiveOrFailed(active)
    case 'reload':
      return active === 'reloading'
    case 'nop':
      return true
    case 'restart':
    case 'try-restart':
    case 'try-reload':
    case 'reload-or-start':
      return false
  }
}
