/** Limit...= (systemd.exec(5), "Process Properties"): the unit's own, else the manager's defaults, never above what we may. */
import { type ResourceLimit, resources } from '#core/base/linux/rlimit.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import type { LaunchLimit } from './launch.ts'

/** The mark of a start stands in this one (docs/decisions/0003-a-mark-instead-of-control-groups.md). */
const markedResource = 'LOCKS'

export interface LimitFacts {
  /** DefaultLimit...= by the resource's number. */
  readonly defaults: ReadonlyMap<number, ResourceLimit>
  /** What the container was started with. */
  readonly own: ReadonlyMap<number, ResourceLimit>
}

export function launchLimits(exec: ExecSettings, { defaults, own }: LimitFacts): readonly LaunchLimit[] {
  return resources.flatMap(({ name, number }) => {
    if (name === markedResource) {
      return []
    }
    const asked = exec[`Limit${name}`]
    if (asked !== null) {
      return [{ resource: number, ...asked }]
    }
    // A default is a wish: where our own hard limit is lower, that is what there is.
    const limit = defaults.get(number) ?? own.get(number)
    const ceiling = own.get(number)?.hard ?? limit?.hard
    return limit === undefined || ceiling === undefined ? [] : [{ resource: number, ...below(limit, ceiling) }]
  })
}

function below({ soft, hard }: ResourceLimit, ceiling: bigint): ResourceLimit {
  return { soft: soft < ceiling ? soft : ceiling, hard: hard < ceiling ? hard : ceiling }
}
