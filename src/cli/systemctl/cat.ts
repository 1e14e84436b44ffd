/** systemctl cat (systemctl(1)): the files of units. The disk tells them, so that no manager is needed. */
import { paint } from '#cli/render/colour.ts'
import { linkToFile } from '#cli/render/link.ts'
import type { Session } from '#cli/session/session.ts'
import { paintUnitFile } from '#cli/unit-files/paint-unit-file.ts'
import { openUnitFiles, type UnitFiles } from '#cli/unit-files/unit-sources.ts'
import { expandNames, readTypedNames } from '#cli/units/unit-names.ts'
import { addDependencies } from '#cli/units/with-dependencies.ts'
import type { Client } from '#control/client.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { ok, type Result } from '#core/base/result.ts'
import { isUnitName } from '#core/unit/name/name.ts'

/** Prints fragments and drop-ins, each behind its path. */
export async function catFiles(session: Session): Promise<number> {
  if (session.options.transport.to !== 'local') {
    session.say('error', 'Cannot remotely cat units.')
    return 1
  }
  const client = session.options.root === '' ? await session.reachManager() : undefined
  const names = await namesOf(session, client)
  if (!names.ok) {
    return names.error
  }
  session.openPager()
  const filesOf = openUnitFiles(session)
  let status = 0
  let isFirst = true
  for (const name of names.value) {
    const files = (await askFiles(client, name)) ?? filesOf(name)
    if (files.fragment === null && files.dropIns.length === 0) {
      session.say('error', `No files found for ${name}.`)
      status = 1
      continue
    }
    if (!files.isMasked) {
      if (!isFirst) {
        session.print('\n')
      }
      isFirst = false
    }
    if (client !== undefined) {
      await printOutdated(session, client, name)
    }
    if (!printFiles(session, files)) {
      return 1
    }
  }
  return status
}

/** Patterns are of units in memory, so that they mean nothing without a manager. */
async function namesOf(session: Session, client: Client | undefined): Promise<Result<readonly string[], number>> {
  const { args, options } = session
  if (client === undefined) {
    const typed = readTypedNames(session, args)
    return typed.ok ? ok(typed.value.names) : typed
  }
  const names = await expandNames(session, client, args)
  if (!names.ok) {
    return names
  }
  return ok(options.withDependencies ? await addDependencies(session, client, names.value.names) : names.value.names)
}

/** The files a manager has read. Undefined where it has none of that name. */
async function askFiles(client: Client | undefined, name: string): Promise<UnitFiles | undefined> {
  if (client === undefined || isUnitName(name, 'template')) {
    return undefined
  }
  const path = unitPath(name)
  const [fragment, dropIns, state] = await Promise.all([
    client.get(path, unitInterface, 'FragmentPath'),
    client.get(path, unitInterface, 'DropInPaths'),
    client.get(path, unitInterface, 'LoadState'),
  ])
  if (!fragment.ok || !dropIns.ok || !state.ok || fragment.value === '') {
    return undefined
  }
  return { name, fragment: fragment.value, isMasked: state.value === 'masked', dropIns: dropIns.value }
}

async function printOutdated(session: Session, client: Client, name: string): Promise<void> {
  const outdated = await client.get(unitPath(name), unitInterface, 'NeedDaemonReload')
  if (!outdated.ok || !outdated.value) {
    return
  }
  const user = session.options.scope === 'system' ? '' : ' --user'
  const lines = [
    `Warning: ${name} changed on disk, the version systemd has loaded is outdated.`,
    "This output shows the current version of the unit's original fragment and drop-in files.",
    'If fragments or drop-ins were added or removed, they are not properly reflected in this output.',
    `Run 'systemctl${user} daemon-reload' to reload units.`,
  ]
  const text = `${paint(lines.map(line => `# ${line}`).join('\n'), 'red', session.look)}\n`
  if (session.paged) {
    session.print(text)
  } else {
    session.streams.errors.write(text)
  }
}

/** False when a file cannot be read, which was said. */
function printFiles(session: Session, { name, fragment, isMasked, dropIns }: UnitFiles): boolean {
  const { look } = session
  if (isMasked) {
    session.print(`${paint(`# Unit ${name} is masked`, 'magenta', look)}.\n`)
    return true
  }
  const paths = fragment === null ? dropIns : [fragment, ...dropIns]
  for (const [index, path] of paths.entries()) {
    if (index > 0) {
      session.print('\n')
    }
    if (!printFile(session, path)) {
      return false
    }
  }
  return true
}

const sizeMaxBytes = 4 * 1024 * 1024

function printFile(session: Session, path: string): boolean {
  const { look, kernel, options } = session
  const shown = `${options.root === '/' ? '' : options.root}${path}`
  const text = kernel.files.readText(shown, sizeMaxBytes)
  if (!text.ok) {
    session.say('error', `Failed to cat ${shown}: ${errnoText(text.error)}`)
    return false
  }
  session.print(`${paint(`# ${linkToFile(shown, kernel.host.hostname, look)}`, 'blue', look)}\n`)
  session.print(paintUnitFile(text.value, look))
  return true
}
