/** The world as a transaction sees it. */
import { errnoText, isErrnoName } from '#core/base/linux/errno.ts'
import type { Refusal } from '#core/job/job.ts'
import type { UnitView, View } from '#core/job/view.ts'
import type { Unit } from '#core/unit/unit.ts'
import { activeState, reached } from './work.ts'
import { type Entry, find, type World } from './world.ts'

export function viewOf(world: World): View {
  return {
    unit: name => unitView(find(world, name), name),
    reached: (id, influence) => {
      const entry = world.entries.get(id)
      return entry === undefined ? [] : reached(world, entry, influence).map(other => other.unit.id)
    },
    ids: () => world.entries.keys(),
  }
}

function unitView(entry: Entry | undefined, name: string): UnitView {
  if (entry === undefined) {
    return {
      id: name,
      active: 'inactive',
      job: null,
      refusal: { code: 'NoSuchUnit', message: `Unit ${name} not found.` },
      perpetual: false,
      canReload: false,
      ignoreOnIsolate: false,
    }
  }
  return {
    id: entry.unit.id,
    active: activeState(entry),
    job: entry.job,
    refusal: refusalOf(entry.unit),
    perpetual: entry.unit.perpetual,
    canReload: canReload(entry),
    ignoreOnIsolate: entry.unit.unit.IgnoreOnIsolate,
  }
}

/** Why a unit cannot be acted upon, in systemd's words; null when it is loaded. */
export function refusalOf(unit: Unit): Refusal | null {
  switch (unit.load) {
    case 'loaded':
      return null
    case 'not-found':
      return { code: 'NoSuchUnit', message: `Unit ${unit.id} not found.` }
    case 'bad-setting':
      return { code: 'BadUnitSetting', message: `Unit ${unit.id} has a bad unit file setting.` }
    case 'masked':
      return { code: 'UnitMasked', message: `Unit ${unit.id} is masked.` }
    case 'error': {
      const errno = unit.loadErrno ?? 'EIO'
      const text = isErrnoName(errno) ? errnoText(errno) : errno
      return {
        // A name for what EINVAL means is D-Bus' own, and systemctl ends with 1 for it instead of 6.
        code: errno === 'EINVAL' ? 'InvalidArgs' : 'LoadFailed',
        message: `Unit ${unit.id} failed to load properly, please adjust/correct and reload service manager: ${text}`,
      }
    }
  }
}

/** Whether the unit can be told to reload: by itself, or because others reload with it. */
export function canReload({ machine, unit, relations }: Entry): boolean {
  return machine.canReload?.(unit) ?? (relations.get('PropagatesReloadTo')?.size ?? 0) > 0
}
