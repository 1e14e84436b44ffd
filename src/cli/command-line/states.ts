/** The words for types and states of units, as `-t help` and `--state=help` list them (systemctl(1)). */
import { unitTypes } from '#core/unit/unit-type.ts'

/** Each kind of state with its words, in the order in which they are listed. */
// biome-ignore format: a table
export const stateLists = [
  ['unit load states', ['stub', 'loaded', 'not-found', 'bad-setting', 'error', 'merged', 'masked']],
  ['unit active states', ['active', 'reloading', 'inactive', 'failed', 'activating', 'deactivating', 'maintenance', 'refreshing']],
  ['unit file states', ['enabled', 'enabled-runtime', 'linked', 'linked-runtime', 'alias', 'masked', 'masked-runtime', 'static', 'disabled', 'indirect', 'generated', 'transient', 'bad']],
  ['automount unit substates', ['dead', 'waiting', 'running', 'failed']],
  ['device unit substates', ['dead', 'tentative', 'plugged']],
  ['mount unit substates', ['dead', 'mounting', 'mounting-done', 'mounted', 'remounting', 'unmounting', 'remounting-sigterm', 'remounting-sigkill', 'unmounting-sigterm', 'unmounting-sigkill', 'failed', 'cleaning']],
  ['path unit substates', ['dead', 'waiting', 'running', 'failed']],
  ['scope unit substates', ['dead', 'start-chown', 'running', 'abandoned', 'stop-sigterm', 'stop-sigkill', 'failed']],
  ['service unit substates', ['dead', 'condition', 'start-pre', 'start', 'start-post', 'running', 'exited', 'reload', 'reload-signal', 'reload-notify', 'mounting', 'stop', 'stop-watchdog', 'stop-sigterm', 'stop-sigkill', 'stop-post', 'final-watchdog', 'final-sigterm', 'final-sigkill', 'failed', 'dead-before-auto-restart', 'failed-before-auto-restart', 'dead-resources-pinned', 'auto-restart', 'auto-restart-queued', 'cleaning']],
  ['slice unit substates', ['dead', 'active']],
  ['socket unit substates', ['dead', 'start-pre', 'start-chown', 'start-post', 'listening', 'running', 'stop-pre', 'stop-pre-sigterm', 'stop-pre-sigkill', 'stop-post', 'final-sigterm', 'final-sigkill', 'failed', 'cleaning']],
  ['swap unit substates', ['dead', 'activating', 'activating-done', 'active', 'deactivating', 'deactivating-sigterm', 'deactivating-sigkill', 'failed', 'cleaning']],
  ['target unit substates', ['dead', 'active']],
  ['timer unit substates', ['dead', 'waiting', 'running', 'elapsed', 'failed']],
] as const satisfies readonly (readonly [title: string, states: readonly string[]])[]

/** Which list a word of --type= belongs to. */
export function isTypeOrLoadState(word: string): 'types' | 'states' | undefined {
  if (unitTypes.some(type => type === word)) {
    return 'types'
  }
  return stateLists[0][1].some(state => state === word) ? 'states' : undefined
}
