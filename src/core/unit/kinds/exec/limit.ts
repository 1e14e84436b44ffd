/** Limit*= (systemd.exec(5), "Process Properties"). */

import { type Resource, type ResourceLimit, type ResourceName, resourceByName } from '#core/base/linux/rlimit.ts'
import { fail } from '#core/base/result.ts'
import { cannotParse, single } from '#core/unit/kinds/complain.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'
import { parseResourceLimit } from './rlimit.ts'

/** A soft and a hard limit, null when nothing is said. */
export function limit(name: ResourceName): Kind<ResourceLimit | null> {
  const resource: Resource | undefined = resourceByName(name)
  return single<ResourceLimit, null>(
    null,
    text => (resource === undefined ? fail('EINVAL' as const) : parseResourceLimit(resource, text)),
    (place, text, why) => {
      if (why === 'EILSEQ') {
        place.warn(`Soft resource limit chosen higher than hard limit, ignoring: ${text}`)
      } else {
        cannotParse(place, text, why)
      }
    },
  )
}
