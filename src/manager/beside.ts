/**
 * How a manager begins that is not PID 1 and boots nothing: what every boot reaches counts as reached, and nothing is started
 * for it, until `systemctl default` or another target of a whole boot is asked for
 * (docs/decisions/0011-a-manager-beside-a-foreign-pid-1.md).
 */
import type { Relation } from '#core/unit/relation.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { Manager } from '#manager/manager.ts'

/** Targets on the way to the default one, in the order in which a boot reaches them. */
export const reachedTargets: readonly string[] = [
  'local-fs-pre.target',
  'local-fs.target',
  'swap.target',
  'slices.target',
  'time-set.target',
  'sysinit.target',
  'paths.target',
  'sockets.target',
  'timers.target',
  'basic.target',
  'network-pre.target',
  'network.target',
  'network-online.target',
  'remote-fs-pre.target',
  'remote-fs.target',
  'nss-lookup.target',
  'nss-user-lookup.target',
  'rpcbind.target',
  'time-sync.target',
]

const pulls: readonly Relation[] = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'Upholds']

/** Such a target as it is loaded before a boot: it pulls in nobody. Any other unit is as its files say. */
export function withoutPulls(unit: Unit): Unit {
  if (!reachedTargets.includes(unit.id)) {
    return unit
  }
  return { ...unit, relations: new Map([...unit.relations].filter(([relation]) => !pulls.includes(relation))) }
}

/** Brings up those of the targets that there are. */
export function reachTargets(manager: Manager): void {
  for (const unit of reachedTargets) {
    const loaded = manager.load(unit)
    if (loaded.ok && loaded.value.unit.load === 'loaded') {
      const { id } = loaded.value.unit
      manager.request({ unit: id, type: 'start', mode: 'replace', manual: false, reloadIfPossible: false })
    }
  }
}

/** Whether a request is for a whole boot: all that a default target would bring up. */
export function asksForBoot(unit: string, mode: string): boolean {
  return mode === 'isolate' || bootTargets.has(unit)
}

const bootTargets = new Set(['default.target', 'multi-user.target', 'graphical.target'])
