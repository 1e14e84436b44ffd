/** systemd-sysusers (systemd-sysusers(8)): makes the users and groups that sysusers.d(5) names. */
import type { Session } from '#cli/session/session.ts'
import { runSysusers } from '#provision/sysusers/run.ts'
import {
  checkCommon,
  noImages,
  onlyShows,
  placeOf,
  placeShapes,
  replaceFault,
  showFiles,
  showShapes,
  sourcesOf,
} from './provisioning.ts'
import { type Given, has, refuse, type Tool } from './tool.ts'

export const sysusersTool: Tool = {
  options: [...showShapes, ...placeShapes, { long: 'inline', value: 'none' }],
  check: checkCommon,
  settle: () => ({}),
  run: makeUsers,
}

async function makeUsers(session: Session, given: readonly Given[]): Promise<number> {
  const fault = faultOf(session, given)
  if (fault !== undefined) {
    return refuse(session, fault)
  }
  if (onlyShows(given)) {
    return showFiles(session, given, 'sysusers.d')
  }
  const place = placeOf(session, given)
  const sources = sourcesOf(session, place, given, 'sysusers.d')
  return sources === undefined ? 1 : runSysusers(place, sources)
}

function faultOf(session: Session, given: readonly Given[]): string | undefined {
  const fault = replaceFault(session, given)
  if (fault !== undefined) {
    return fault
  }
  if (!has(given, 'image')) {
    return undefined
  }
  return has(given, 'root') ? 'Use either --root= or --image=, the combination of both is not supported.' : noImages
}
