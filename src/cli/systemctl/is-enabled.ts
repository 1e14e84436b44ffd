/** systemctl is-enabled (systemctl(1)). */
import { unitFileLinks } from '#catalog/install/install.ts'
import { unitFileState } from '#catalog/install/unit-file-state.ts'
import type { Session } from '#cli/session/session.ts'
import { findScripts, sayLines } from '#cli/unit-files/init-scripts.ts'
import { readFileNames } from '#cli/unit-files/names.ts'
import { openPlace, type Place } from '#cli/unit-files/place.ts'
import { errnoText } from '#core/base/linux/errno.ts'

const enabledStates = ['enabled', 'enabled-runtime', 'static', 'alias', 'indirect', 'generated']

/** None is enabled, or there is none of the units. */
const notEnabled = 1
const noneFound = 4

/** Prints the state of each unit file; 0 when one is enabled. */
export async function isEnabled(session: Session): Promise<number> {
  const names = readFileNames(session, session.args, 'to check')
  if (!names.ok) {
    return names.error
  }
  const place = await openPlace(session)
  if (!place.ok) {
    return place.error
  }
  const scripts = findScripts(session, 'is-enabled', names.value)
  if (!scripts.ok) {
    return scripts.error
  }
  let status = scripts.value.length > 0 ? notEnabled : noneFound
  for (const script of scripts.value) {
    sayLines(session, script)
    if (script.isEnabled) {
      status = 0
    }
    tell(session, script.isEnabled ? 'enabled' : 'disabled')
  }
  const isNative = (name: string): boolean => !scripts.value.some(({ unit }) => unit === name)
  for (const name of names.value.filter(isNative)) {
    const one = tellState(session, place.value, name)
    if (one === undefined) {
      return 1
    }
    if (one < status || status === noneFound) {
      status = one
    }
  }
  return status
}

function tell({ options, print }: Session, text: string): void {
  if (!options.quiet) {
    print(`${text}\n`)
  }
}

/** The exit status for one unit; undefined when its state cannot be found out, which was said. */
function tellState(session: Session, { lookup, client }: Place, name: string): number | undefined {
  const state = unitFileState(lookup, name)
  if (!state.ok && state.error === 'ENOENT') {
    tell(session, 'not-found')
    return noneFound
  }
  if (!state.ok) {
    session.say('error', `Failed to get unit file state for ${name}: ${errnoText(state.error)}`)
    return undefined
  }
  tell(session, state.value)
  // systemctl asks the manager for the links, and without one does not tell them.
  if (session.options.full && client !== undefined) {
    const links = unitFileLinks(lookup, name, { runtime: session.options.runtime, force: false })
    for (const path of links.ok ? links.value : []) {
      tell(session, `  ${path}`)
    }
  }
  return enabledStates.includes(state.value) ? 0 : notEnabled
}
