/** ActiveState=: what the states of every unit type are summed up to (org.freedesktop.systemd1(5)). */
export type ActiveState =
  | 'active'
  | 'reloading'
  | 'inactive'
  | 'failed'
  | 'activating'
  | 'deactivating'
  | 'maintenance'
  | 'refreshing'

export function isActiveOrReloading(state: ActiveState): boolean {
  return state === 'active' || state === 'reloading' || state === 'refreshing'
}

export function isActiveOrActivating(state: ActiveState): boolean {
  return isActiveOrReloading(state) || state === 'activating'
}

export function isInactiveOrFailed(state: ActiveState): boolean {
  return state === 'inactive' || state === 'failed'
}

export function isInactiveOrDeactivating(state: ActiveState): boolean {
  return isInactiveOrFailed(state) || state === 'deactivating'
}
