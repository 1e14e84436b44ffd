/** systemctl enable, disable, reenable, preset, mask, unmask, link and revert (systemctl(1), "Unit File Commands"). */
import type { InstallResult } from '#catalog/install/change.ts'
import { disableUnits, enableUnits, reenableUnits } from '#catalog/install/install.ts'
import { linkUnits, maskUnits, revertUnits, unmaskUnits } from '#catalog/install/mask.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { presetUnits } from '#catalog/presets/preset-units.ts'
import { describeError } from '#cli/session/bus-message.ts'
import type { Session } from '#cli/session/session.ts'
import { changeScripts } from '#cli/unit-files/init-scripts.ts'
import { isPath, readFileNames } from '#cli/unit-files/names.ts'
import { sayNoInstallInfo, sayOutcome } from '#cli/unit-files/outcome.ts'
import { openPlace, type Place } from '#cli/unit-files/place.ts'
import { warnOfTriggers } from '#cli/units/triggers.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { baseName } from '#core/base/path.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import { reload } from './daemon-reload.ts'
import { requestUnits } from './start.ts'

type Operation = (lookup: Lookup, names: readonly string[], session: Session) => InstallResult | Promise<InstallResult>

const how = ({ options }: Session) => ({ runtime: options.runtime, force: options.force > 0 })

const operations: Readonly<Record<string, Operation>> = {
  enable: (lookup, names, session) => enableUnits(lookup, names, how(session)),
  disable: (lookup, names, session) => disableUnits(lookup, names, how(session)),
  reenable: (lookup, names, session) => reenableUnits(lookup, names, how(session)),
  preset: (lookup, names, session) => presetUnits(lookup, names, session.options.presetMode, how(session)),
  mask: (lookup, names, session) => maskUnits(lookup, names, how(session)),
  unmask: (lookup, names, session) => unmaskUnits(lookup, names, how(session)),
  link: (lookup, names, session) => linkUnits(lookup, names, how(session)),
  revert: (lookup, names) => revertUnits(lookup, names),
}

/** Changes the links and masks of unit files, and lets the manager know. */
export async function changeUnitFiles(session: Session): Promise<number> {
  const { verb } = session
  const typed = readFileNames(session, session.args, `to ${verb}`)
  if (!typed.ok) {
    return typed.error
  }
  const place = await openPlace(session)
  if (!place.ok) {
    return place.error
  }
  if (!isLinkable(session, typed.value)) {
    return 1
  }
  const named = verb === 'disable' ? withoutPaths(session, typed.value) : typed.value
  const native =
    verb === 'enable' || verb === 'disable' ? changeScripts(session, verb, named) : { ...typed, value: named }
  if (!native.ok) {
    return native.error
  }
  const { client } = place.value
  if (native.value.length === 0) {
    return client !== undefined && session.options.reload ? reload(session) : 0
  }
  if (client !== undefined && !(await sayMissing(session, client, native.value))) {
    return 1
  }
  return change(session, place.value, native.value)
}

/** Files elsewhere are named by their path, so that a name is a mistake. */
function isLinkable(session: Session, names: readonly string[]): boolean {
  const index = session.verb === 'link' ? session.args.findIndex(word => !isPath(word)) : -1
  if (index < 0) {
    return true
  }
  session.say('error', 'Link argument must contain at least one directory separator.')
  session.say('error', `If you intended to link a file in the current directory, try './${names[index]}' instead.`)
  return false
}

function withoutPaths(session: Session, names: readonly string[]): readonly string[] {
  if (names.some(isPath)) {
    session.say('warning', "Warning: Can't execute disable on the unit file path. Proceeding with the unit name.")
  }
  return names.map(baseName)
}

/** Masking what is not there is allowed, but may be a mistake. False when a name is none. */
async function sayMissing(session: Session, client: Client, names: readonly string[]): Promise<boolean> {
  if (session.verb !== 'mask' && session.verb !== 'unmask') {
    return true
  }
  for (const name of names) {
    if (isUnitName(name, 'template')) {
      continue
    }
    const state = await client.get(unitPath(name), unitInterface, 'LoadState')
    if (!state.ok) {
      session.say('error', `Failed to get properties: ${describeError(state.error)}`)
      return false
    }
    if (state.value === 'not-found') {
      session.say('notice', `Unit ${name} does not exist, proceeding anyway.`)
    }
  }
  return true
}

async function change(session: Session, place: Place, names: readonly string[]): Promise<number> {
  const { verb, options } = session
  const operation = operations[verb]
  if (operation === undefined) {
    return 1
  }
  const result = await operation(place.lookup, names, session)
  const wording = { verb, call: `${verb} unit` }
  if (!sayOutcome(session, place, wording, result)) {
    return 1
  }
  const status = place.client !== undefined && options.reload ? await reload(session) : 0
  if (status !== 0) {
    return status
  }
  const units = names.map(baseName)
  await sayTriggers(session, place.client, units)
  const explains = ['enable', 'disable', 'reenable'].includes(verb) && !result.carriesInstallInfo
  if (explains) {
    sayNoInstallInfo(session)
  }
  return options.now ? actNow(session, place.client, units) : 0
}

/** What was disabled may still be started by others. */
async function sayTriggers(session: Session, client: Client | undefined, units: readonly string[]): Promise<void> {
  const { verb, options } = session
  const word = verb === 'disable' ? 'Disabling' : verb === 'mask' ? 'Masking' : undefined
  if (client === undefined || word === undefined || options.quiet || options.noWarn) {
    return
  }
  await warnOfTriggers(session, client, units, word)
}

const verbsOfNow: Readonly<Record<string, string>> = {
  enable: 'start',
  disable: 'stop',
  mask: 'stop',
  reenable: 'restart',
}

function actNow(session: Session, client: Client | undefined, units: readonly string[]): Promise<number> {
  const verb = verbsOfNow[session.verb]
  if (client === undefined) {
    const when = 'when systemd is not running or in conjunction with --root=/--global'
    session.say('error', `--now cannot be used ${when}, refusing.`)
    return Promise.resolve(1)
  }
  if (verb === undefined) {
    session.say('error', '--now can only be used with verb enable, disable, reenable, or mask.')
    return Promise.resolve(1)
  }
  const templates = units.filter(name => isUnitName(name, 'template') && session.verb === 'enable')
  for (const name of templates) {
    session.say('warning', `Template unit is not supported by enable --now, skipping: ${name}`)
  }
  const startable = units.filter(name => !isUnitName(name, 'template'))
  return startable.length === 0 ? Promise.resolve(0) : requestUnits(session, client, verb, startable)
}
