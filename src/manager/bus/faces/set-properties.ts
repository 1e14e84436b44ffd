/** Changing a unit while it is up (systemctl(1), set-property). */
import type { Variant } from '#control/codec/value-of.ts'
import type { BusError } from '#control/errors.ts'
import { ok, type Result } from '#core/base/result.ts'
import type { Entry } from '#core/engine/world.ts'
import { changeMarkers, type Marker } from '#core/unit/marker.ts'
import { invalidArgs, notSupported } from '#manager/bus/faces/manager/refusals.ts'
import type { Steward } from '#manager/steward.ts'

/** All or nothing. So far only markers can be changed; where a value is for a resource, there is no control group to take it. */
export function setProperties(
  steward: Steward,
  { unit, markers: before }: Entry,
  properties: readonly (readonly [name: string, value: Variant])[],
): Result<Record<string, never>, BusError> {
  let markers: readonly Marker[] = before
  for (const [name, { signature, value }] of properties) {
    if (name !== 'Markers') {
      return notSupported(`Changing ${name}= of units is not supported by berth yet.`)
    }
    if (signature !== 'as') {
      return invalidArgs(`Markers= takes a list of words (as), not ${signature}.`)
    }
    const changed = changeMarkers(markers, value as readonly string[])
    if (!changed.ok) {
      return invalidArgs(changed.error)
    }
    markers = changed.value
  }
  if (markers !== before) {
    steward.submit({ type: 'marked', unit: unit.id, markers })
  }
  return ok({})
}
