/** systemctl edit (systemctl(1)): drop-ins or whole unit files, with an editor or from standard input. */
import type { Session } from '#cli/session/session.ts'
import { strip } from '#cli/unit-files/draft.ts'
import { type Draft, editDrafts } from '#cli/unit-files/edit-drafts.ts'
import { install } from '#cli/unit-files/install-file.ts'
import { openLookup } from '#cli/unit-files/place.ts'
import { openUnitFiles, type UnitFiles } from '#cli/unit-files/unit-sources.ts'
import { expandNames, readTypedNames } from '#cli/units/unit-names.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import { reload } from './daemon-reload.ts'

const defaultDropIn = 'override.conf'

/** Edits the files of units, and lets the manager know. */
export async function editUnits(session: Session): Promise<number> {
  const { options, streams } = session
  if (!options.stdin && !streams.inputIsTerminal) {
    session.say('error', 'Cannot edit units interactively if not on a tty.')
    return 1
  }
  if (options.transport.to !== 'local') {
    session.say('error', 'Cannot edit units remotely.')
    return 1
  }
  const names = await findNames(session)
  if (!names.ok) {
    return names.error
  }
  const drafts = prepare(session, names.value)
  if (!drafts.ok) {
    return drafts.error
  }
  const written = options.stdin ? takeInput(session, drafts.value) : await editDrafts(session, drafts.value)
  if (!written.ok) {
    return written.error
  }
  if (!options.reload || options.scope === 'global' || !written.value) {
    return 0
  }
  return (await session.reachManager()) === undefined ? 0 : reload(session)
}

async function findNames(session: Session): Promise<Result<readonly string[], number>> {
  const client = await session.reachManager()
  const typed =
    client === undefined ? readTypedNames(session, session.args) : await expandNames(session, client, session.args)
  if (!typed.ok) {
    return typed
  }
  if (typed.value.names.length > 0) {
    return ok(typed.value.names)
  }
  session.say('error', 'No units matched the specified patterns.')
  return fail(1)
}

/** The files to edit, with what they hold now. */
function prepare(session: Session, names: readonly string[]): Result<readonly Draft[], number> {
  const filesOf = openUnitFiles(session)
  const drafts: Draft[] = []
  for (const name of names) {
    const draft = prepareUnit(session, filesOf(name))
    if (!draft.ok) {
      return draft
    }
    drafts.push(draft.value)
  }
  return ok(drafts)
}

function prepareUnit(session: Session, files: UnitFiles): Result<Draft, number> {
  const { options } = session
  const { name, fragment } = files
  const refuse = (...lines: readonly string[]): Result<never, number> => {
    for (const line of lines) {
      session.say('error', line)
    }
    return fail(1)
  }
  if (files.isMasked) {
    return refuse(`Cannot edit ${name}: unit is masked.`)
  }
  if (fragment === null && options.force === 0) {
    const hint = `Run 'systemctl edit${scopeWord(session)} --force --full ${name}' to create a new unit.`
    return refuse(`No files found for ${name}.`, hint)
  }
  const { paths } = openLookup(session, true)
  const folder = options.runtime ? paths.runtimeConfig : paths.config
  if (folder === null) {
    return refuse(`Failed to edit ${name}: ${errnoText('ENXIO')}`)
  }
  const template = templateFor(fragment, name)
  if (options.full) {
    return ok({ path: `${folder}/${template}`, original: fragment, others: [], isDropIn: false })
  }
  const file = options.dropIn === '' ? defaultDropIn : `${options.dropIn.replace(/\.conf$/, '')}.conf`
  if (file.includes('/') || file.length > 255) {
    return refuse(`Invalid drop-in file name '${file}'.`)
  }
  const path = `${folder}/${name}.d/${file}`
  const all = fragment === null ? files.dropIns : [fragment, ...files.dropIns]
  return ok({ path, original: path, others: all.filter(other => other !== path), isDropIn: true })
}

/** A file of its own for an instance, when it was asked for by its name. */
function templateFor(fragment: string | null, name: string): string {
  const file = fragment?.slice(fragment.lastIndexOf('/') + 1)
  return file !== undefined && isUnitName(file, 'template') ? name : (file ?? name)
}

function scopeWord({ options }: Session): string {
  return options.scope === 'system' ? '' : ` --${options.scope}`
}

/** Standard input becomes the contents of each file; whether anything was written. */
function takeInput(session: Session, drafts: readonly Draft[]): Result<boolean, number> {
  const contents = strip(session.streams.readInput())
  if (contents === '') {
    session.say('warning', 'Stripped stdin content is empty, not writing file.')
    return ok(false)
  }
  for (const { path } of drafts) {
    if (!install(session, path, contents)) {
      return fail(1)
    }
  }
  return ok(true)
}
