/** Paths (systemd.path(5)). */

import type { Draft } from '#core/unit/read/load-context.ts'
import { addDefaultDependencies } from '#core/unit/relate/default-dependencies.ts'
import type { PathUnit } from '#core/unit/unit.ts'
import { type Finished, finished, type PartOf } from './finished.ts'
import { triggeredBy } from './timer.ts'

const second = 1_000_000n

export function finishPath(draft: Draft): Finished<PartOf<PathUnit>> {
  const { parsed, context, relations } = draft
  const said = parsed.path
  const Unit = triggeredBy(said.Unit, draft)
  for (const { path } of said.Paths) {
    relations.needMount(path, 'RequiresMountsFor')
  }
  if (parsed.unit.DefaultDependencies) {
    addDefaultDependencies('path', relations, context)
  }
  const TriggerLimitIntervalSec = said.TriggerLimitIntervalSec ?? 2n * second
  const TriggerLimitBurst = said.TriggerLimitBurst ?? 200
  const problem = said.Paths.length === 0 ? 'Path unit lacks path setting. Refusing.' : undefined
  return finished({ type: 'path', path: { ...said, Unit, TriggerLimitIntervalSec, TriggerLimitBurst } }, problem)
}
