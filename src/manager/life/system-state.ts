/** SystemState= (systemctl(1), is-system-running). */
import { activeState } from '#core/engine/work.ts'
import { find, type World } from '#core/engine/world.ts'
import { isActiveOrActivating } from '#core/unit/active-state.ts'
import type { SystemState } from '#manager/steward.ts'

export function systemState(world: World, isEnding: boolean): SystemState {
  if (isEnding || isPending(world, 'shutdown.target')) {
    return 'stopping'
  }
  if (world.phase === 'starting') {
    return isPending(world, 'basic.target') ? 'starting' : 'initializing'
  }
  if (isPending(world, 'rescue.target') || isPending(world, 'emergency.target')) {
    return 'maintenance'
  }
  const hasFailed = [...world.entries.values()].some(entry => activeState(entry) === 'failed')
  return hasFailed ? 'degraded' : 'running'
}

/** Whether a unit is up, or on its way there. */
function isPending(world: World, unit: string): boolean {
  const entry = find(world, unit)
  return entry !== undefined && (isActiveOrActivating(activeState(entry)) || entry.job?.type === 'start')
}
