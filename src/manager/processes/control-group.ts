/** ControlGroup=: where a unit would stand in the tree of slices (systemd.slice(5)); no control group is made. */
import { activeState } from '#core/engine/work.ts'
import { type Entry, related, type World } from '#core/engine/world.ts'
import { isInactiveOrFailed } from '#core/unit/active-state.ts'

/** `/system.slice/nginx.service`; empty for what is down, and for a service that stays up without processes. */
export function controlGroup(world: World, entry: Entry): string {
  const hasMain = entry.machine.execution?.(entry.unit).commands.ExecStart !== undefined
  const isThere = !hasMain && !isInactiveOrFailed(activeState(entry))
  if (!isThere && !entry.populated) {
    return ''
  }
  const path: string[] = []
  let at: Entry | undefined = entry
  for (let depth = 0; at !== undefined && depth < 64; depth++) {
    if (at.unit.id !== '-.slice') {
      path.unshift(at.unit.id)
    }
    const [slice]: readonly string[] = [...related(at, 'InSlice')]
    at = slice === undefined ? undefined : world.entries.get(slice)
  }
  return `/${path.join('/')}`
}
