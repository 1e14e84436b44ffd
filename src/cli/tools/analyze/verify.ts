/** systemd-analyze verify: unit files are loaded, and what would fail is told; nothing is started. */
import { lookupPaths } from '#catalog/search-path.ts'
import type { Session } from '#cli/session/session.ts'
import { report } from '#cli/tools/report.ts'
import { type Given, isOn, optionValue, refuse } from '#cli/tools/tool.ts'
import { baseName, parentPath, simplifyPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { type Cycle, cycleLines, deletionLine, refusalLine, unbreakableLine } from '#core/job/cycle.ts'
import type { Refusal } from '#core/job/job.ts'
import { makeTransaction } from '#core/job/transaction.ts'
import { isUnitName, readUnitName, replaceInstance } from '#core/unit/name/name.ts'
import type { Unit } from '#core/unit/unit.ts'
import { refusalOf, type UnitGraph, unitGraph } from './unit-graph.ts'
import { checkDocumentation, checkExecutables, checkSocket } from './verify-unit.ts'

/** What stands for the instance of a template where none was said. */
export const someInstance = 'test_instance'

export function verifyUnits(session: Session, given: readonly Given[]): number {
  const { options, environment } = session
  if (options.scope === 'user' && !environment.has('XDG_RUNTIME_DIR')) {
    session.say('error', 'Failed to lookup RuntimeDirectory path: No such device or address')
    return refuse(session, 'Failed to initialize manager: No such device or address')
  }
  const wanted: { readonly name: string; readonly folder: string }[] = []
  for (const typed of session.args) {
    const one = prepare(session, typed, optionValue(given, 'instance') ?? someInstance)
    if (!one.ok) {
      return refuse(session, `Failed to prepare filename ${typed}: ${one.error}`)
    }
    wanted.push(one.value)
  }
  const folders = foldersWith(
    session,
    wanted.map(({ folder }) => folder),
  )
  return verifyAll(
    session,
    given,
    folders,
    wanted.map(({ name }) => name),
  )
}

/** The unit a path means, and the folder it lies in: templates get an instance. */
function prepare({ workingDirectory }: Session, typed: string, instance: string) {
  const path = simplifyPath(typed.startsWith('/') ? typed : `${workingDirectory}/${typed}`)
  if (path === '/') {
    return fail('Cannot assign requested address')
  }
  const name = baseName(path)
  const folder = parentPath(path) ?? '/'
  const complete: Result<string, string> = isUnitName(name, 'template') ? replaceInstance(name, instance) : ok(name)
  if (!isUnitName(name) || !complete.ok) {
    return fail('Invalid argument')
  }
  return ok({ name: complete.value, folder })
}

/** The folders of the files stand in front of those in which units are looked for anyway. */
function foldersWith({ options, environment }: Session, own: readonly string[]): readonly string[] {
  const before = environment.get('SYSTEMD_UNIT_PATH') ?? ''
  const variables = new Map(environment).set('SYSTEMD_UNIT_PATH', `${own.join(':')}:${before}`)
  const { folders } = lookupPaths({ mode: options.scope, root: '', environment: variables })
  const given = new Set([...own, ...before.split(':')])
  return folders.map(folder => (given.has(folder) ? folder : `${options.root}${folder}`))
}

type Mode = 'unset' | 'yes' | 'no' | 'one'

function verifyAll(
  session: Session,
  given: readonly Given[],
  folders: readonly string[],
  names: readonly string[],
): number {
  const mode = (optionValue(given, 'recursive-errors') ?? 'unset') as Mode
  const mistaken = new Set<string>()
  const graph = unitGraph({
    kernel: session.kernel,
    mode: session.options.scope === 'user' ? 'user' : 'system',
    folders,
    alone: mode === 'no',
    tell: (unit, diagnostics) => {
      const counted = diagnostics.map(one => report(session, one))
      if (counted.includes(true)) {
        mistaken.add(unit.id)
      }
    },
  })
  const loaded: Unit[] = []
  let status = 0
  for (const name of names) {
    const unit = graph.load(name)
    const refusal = refusalOf(unit)
    if (refusal === null) {
      loaded.push(unit)
    } else {
      status = refuse(session, refusal.message)
    }
  }
  const withPages = isOn(given, 'man', true)
  const good = loaded.map(unit => verifyOne(session, graph, unit, { mode, withPages }))
  const counts = mode === 'yes' ? mistaken.size > 0 : mode !== 'unset' && loaded.some(({ id }) => mistaken.has(id))
  return good.includes(false) || counts ? 1 : status
}

/** Whether nothing is wrong with a unit; all that is wrong is told. */
function verifyOne(
  session: Session,
  graph: UnitGraph,
  unit: Unit,
  { mode, withPages }: { readonly mode: Mode; readonly withPages: boolean },
): boolean {
  const found = [
    tryStart(session, graph, unit, mode),
    checkSocket(session, graph, unit),
    checkExecutables(session, unit),
    !withPages || checkDocumentation(session, unit),
  ]
  return !found.includes(false)
}

/** Whether a start would be accepted. */
function tryStart(session: Session, graph: UnitGraph, unit: Unit, mode: Mode): boolean {
  const request = { unit: unit.id, type: 'start', mode: mode === 'no' ? 'ignore-dependencies' : 'replace' } as const
  const made = makeTransaction(graph.view(), request)
  if (made.ok) {
    for (const { deleted, cycle } of made.value.brokenCycles) {
      tellCycle(session, cycle)
      session.say('error', `${cycle.start.unit}: ${deletionLine(cycle, deleted)}`)
    }
    return true
  }
  tellRefusal(session, made.error)
  session.say('error', `${unit.id}: Failed to create ${unit.id}/start: ${made.error.message}`)
  return false
}

function tellRefusal(session: Session, refusal: Refusal): void {
  const { cycle } = refusal
  if (cycle !== undefined) {
    tellCycle(session, cycle)
    session.say('error', `${cycle.start.unit}: ${unbreakableLine(cycle)}`)
  }
  const line = refusalLine(refusal)
  if (line !== undefined) {
    session.say('warning', line)
  }
}

function tellCycle(session: Session, cycle: Cycle): void {
  for (const line of cycleLines(cycle)) {
    session.say('warning', `${cycle.start.unit}: ${line}`)
  }
}

/** The unit a name given as an option means: without a type it is a service, and a template gets an instance. */
export function completeName(name: string): string {
  const full = readUnitName(name) === undefined ? `${name}.service` : name
  const instance = isUnitName(full, 'template') ? replaceInstance(full, someInstance) : ok(full)
  return instance.ok ? instance.value : full
}
