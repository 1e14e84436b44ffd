/** systemctl set-default (systemctl(1)). */
import { getDefaultTarget, setDefaultTarget } from '#catalog/install/install.ts'
import type { Session } from '#cli/session/session.ts'
import { readName } from '#cli/unit-files/names.ts'
import { sayOutcome } from '#cli/unit-files/outcome.ts'
import { openPlace } from '#cli/unit-files/place.ts'
import { reload } from './daemon-reload.ts'

/** Makes the system boot into another target. */
export async function setDefault(session: Session): Promise<number> {
  const [typed = ''] = session.args
  const name = readName(session, typed, '.target', 'set-default')
  if (name === undefined) {
    session.say('error', 'Failed to mangle unit name: Invalid argument')
    return 1
  }
  const place = await openPlace(session)
  if (!place.ok) {
    return place.error
  }
  const { lookup, client } = place.value
  const result = setDefaultTarget(lookup, name, { runtime: false, force: true })
  if (!sayOutcome(session, place.value, { verb: 'set default', call: 'set default target' }, result)) {
    return 1
  }
  const status = client !== undefined && session.options.reload ? await reload(session) : 0
  const now = getDefaultTarget(lookup)
  if (now.ok && now.value !== name && !session.options.quiet) {
    session.say('notice', `Note: "${now.value}" is the default unit (possibly a runtime override).`)
  }
  return status
}
