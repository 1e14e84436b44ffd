/** systemctl preset-all (systemctl(1)). */
import { presetAllUnits } from '#catalog/preset-units.ts'
import type { Session } from '#cli/session.ts'
import { sayOutcome } from '#cli/unit-files/outcome.ts'
import { openPlace } from '#cli/unit-files/place.ts'
import { reload } from './daemon-reload.ts'

/** Enables and disables all unit files as the presets say. Single failures do not make it fail. */
export async function presetAll(session: Session): Promise<number> {
  const { options } = session
  const place = await openPlace(session)
  if (!place.ok) return place.error
  const how = { runtime: options.runtime, force: options.force > 0 }
  const result = presetAllUnits(place.value.lookup, options.presetMode, how)
  if (!sayOutcome(session, place.value, { verb: 'preset', call: 'preset all units' }, result)) return 1
  return place.value.client !== undefined && options.reload ? reload(session) : 0
}
