/** Names of slices, which say where in the tree they stand: `a-b.slice` is in `a.slice`, that in `-.slice` (systemd.slice(5)). */
import { fail, ok, type Result } from '#core/base/result.ts'
import { isUnitName, isUnitPrefix } from './name.ts'

/** The slice that holds all others. */
export const rootSlice = '-.slice'

/** Whether a name can be a slice's: plain, and without empty steps between its dashes. */
export function isSliceName(name: string): boolean {
  if (!isUnitName(name, 'plain') || !name.endsWith('.slice')) {
    return false
  }
  return (
    name === rootSlice ||
    name
      .slice(0, -'.slice'.length)
      .split('-')
      .every(step => step !== '')
  )
}

/** The slice a slice is in, null for the root. EINVAL when the name is no slice's. */
export function parentSlice(name: string): Result<string | null, 'EINVAL'> {
  if (!isSliceName(name)) {
    return fail('EINVAL')
  }
  if (name === rootSlice) {
    return ok(null)
  }
  const dash = name.lastIndexOf('-')
  return ok(dash < 0 ? rootSlice : `${name.slice(0, dash)}.slice`)
}

/** A slice within a slice: `system-getty.slice` for `getty` in `system.slice`. */
export function subslice(slice: string, name: string): Result<string, 'EINVAL'> {
  if (!isSliceName(slice) || !isUnitPrefix(name)) {
    return fail('EINVAL')
  }
  return ok(slice === rootSlice ? `${name}.slice` : `${slice.slice(0, -'.slice'.length)}-${name}.slice`)
}
