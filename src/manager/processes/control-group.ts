/** ControlGroup=: where a unit would stand in the tree of slices (systemd.slice(5)); no control group is made. */
import { type Entry, related, type World } from '#core/engine/world.ts'

/** `/system.slice/nginx.service`. */
export function controlGroup(world: World, entry: Entry): string {
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
