/** Timers (systemd.timer(5)). */

import { replaceType } from '#core/unit/name/name.ts'
import type { Draft } from '#core/unit/read/load-context.ts'
import { addDefaultDependencies } from '#core/unit/relate/default-dependencies.ts'
import type { TimerUnit } from '#core/unit/unit.ts'
import { type Finished, finished, type PartOf } from './finished.ts'

/** Where the last time of Persistent= timers is kept. */
const stampFolder = '/var/lib/systemd/timers'

export function finishTimer(draft: Draft): Finished<PartOf<TimerUnit>> {
  const { parsed, context, relations } = draft
  const said = parsed.timer
  const isEmpty = said.Timers.length === 0 && !said.OnClockChange && !said.OnTimezoneChange
  const isSystem = context.place.mode === 'system'
  const unit = triggeredBy(said.Unit, draft)
  if (said.Persistent && isSystem) {
    relations.needMount(stampFolder, 'RequiresMountsFor')
  }
  if (parsed.unit.DefaultDependencies) {
    addDefaultDependencies('timer', relations, context)
    // A calendar makes no sense before the clock is right.
    if (isSystem && said.Timers.some(({ base }) => base === 'OnCalendar')) {
      for (const target of ['time-sync.target', 'time-set.target']) {
        relations.add(target, 'After')
      }
    }
  }
  const AccuracySec = said.AccuracySec ?? context.manager.DefaultTimerAccuracySec
  const problem = isEmpty ? 'Timer unit lacks value setting. Refusing.' : undefined
  return finished({ type: 'timer', timer: { ...said, AccuracySec, Unit: unit } }, problem)
}

/** The unit that a timer or path starts: the one it names, or the service of the same name. */
export function triggeredBy(named: string | null, { id, relations }: Draft): string {
  const related = replaceType(id, 'service')
  const unit = named ?? (related.ok ? related.value : id)
  relations.add(unit, 'Before', 'Triggers')
  return unit
}
