/** Limit*= (systemd.exec(5), "Process Properties"). */

import { fail } from '#core/base/result.ts'
import { type Resource, type ResourceLimit, type ResourceName, resourceByName } from '#core/base/rlimit.ts'
import type { Kind } from '#core/unit/kind.ts'
import { parseResourceLimit } from '#core/unit/rlimit.ts'
import { cannotParse, single } from './complain.ts'

/** A soft and a hard limit, null when nothing is said. */
export function limit(name: ResourceName): Kind<ResourceLimit | null> {
  const resource: Resource | undefined = resourceByName(name)
  return single<ResourceLimit, null>(
    null,
    text => (resource === undefined ? fail('EINVAL' as const) : parseResourceLimit(resource, text)),
    (place, text, why) => {
      if (why === 'EILSEQ') place.warn(`Soft resource limit chosen higher than hard limit, ignoring: ${text}`)
      else cannotParse(place, text, why)
    },
  )
}
