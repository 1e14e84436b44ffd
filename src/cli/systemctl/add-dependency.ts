/** systemctl add-wants and add-requires (systemctl(1)). */
import { addDependency as addLinks } from '#catalog/install/install.ts'
import type { Session } from '#cli/session/session.ts'
import { readFileNames, readName } from '#cli/unit-files/names.ts'
import { sayOutcome } from '#cli/unit-files/outcome.ts'
import { openPlace } from '#cli/unit-files/place.ts'
import { reload } from './daemon-reload.ts'

/** Makes a target, the first word, want or require units, the others. */
export async function addDependency(session: Session): Promise<number> {
  const { verb, options } = session
  const [typed = '', ...words] = session.args
  const target = readName(session, typed, '.target', 'as target')
  if (target === undefined) {
    session.say('error', 'Failed to mangle unit name: Invalid argument')
    return 1
  }
  const names = readFileNames(session, words, 'as dependency')
  if (!names.ok) {
    return names.error
  }
  const place = await openPlace(session)
  if (!place.ok) {
    return place.error
  }
  const kind = verb === 'add-wants' ? 'wants' : 'requires'
  const how = { runtime: options.runtime, force: options.force > 0 }
  const result = addLinks(place.value.lookup, names.value, target, kind, how)
  const wording = { verb: 'add dependency on', call: 'add dependency' }
  if (!sayOutcome(session, place.value, wording, result)) {
    return 1
  }
  return place.value.client !== undefined && options.reload ? reload(session) : 0
}
