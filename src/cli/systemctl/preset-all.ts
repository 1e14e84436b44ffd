/** systemctl preset-all (systemctl(1)). */
import { presetAllUnits } from '#catalog/presets/preset-units.ts'
import type { Session } from '#cli/session/session.ts'
import { sayOutcome } from '#cli/unit-files/outcome.ts'
import { openPlace } from '#cli/unit-files/place.ts'
import { reload } from './daemon-reload.ts'

/** Enables and disables all unit files as the presets say. Without a manager it never fails, as in systemctl. */
export async function presetAll(session: Session): Promise<number> {
  const { options } = session
  const place = await openPlace(session)
  if (!place.ok) {
    return place.error
  }
  const how = { runtime: options.runtime, force: options.force > 0 }
  const result = presetAllUnits(place.value.lookup, options.presetMode, how)
  const { client } = place.value
  const isGood = sayOutcome(session, place.value, { verb: 'preset', call: 'preset all units' }, result)
  if (client === undefined) {
    return 0
  }
  if (!isGood) {
    return 1
  }
  return options.reload ? reload(session) : 0
}
