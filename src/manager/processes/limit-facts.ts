/** DefaultLimit...= and what the container was started with, by the resources' numbers (systemd-system.conf(5)). */
import { type ResourceLimit, resources } from '#core/base/linux/rlimit.ts'
import type { LimitFacts } from '#core/exec/limits.ts'
import type { ManagerConfig } from '#core/unit/directives/manager.ts'
import type { Host } from '#kernel/kernel.ts'

export function limitFacts(config: ManagerConfig, host: Host): LimitFacts {
  const defaults = resources.flatMap(({ name, number }): readonly (readonly [number, ResourceLimit])[] => {
    const limit = config[`DefaultLimit${name}`]
    return limit === null ? [] : [[number, limit]]
  })
  return {
    defaults: new Map(defaults),
    own: new Map(host.limits.map(({ resource, soft, hard }) => [resource, { soft, hard }])),
  }
}
