/** What verify looks at in a unit that is loaded: its programs, its man pages, and the service of a socket. */
import type { Session } from '#cli/session/session.ts'
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { buildUnitName, readUnitName } from '#core/unit/name/name.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { UnitGraph } from './unit-graph.ts'

interface Program {
  readonly path: string
  readonly ignoreFailure: boolean
}

/** Programs whose failure is ignored need not be there. */
export function checkExecutables(session: Session, unit: Unit): boolean {
  let isGood = true
  for (const { path, ignoreFailure } of programsOf(unit)) {
    const why = ignoreFailure ? undefined : whyNotExecutable(session, path)
    if (why === undefined) {
      continue
    }
    isGood = false
    session.say('error', `${unit.id}: Command ${path} is not executable: ${errnoText(why)}`)
  }
  return isGood
}

function programsOf(unit: Unit): readonly Program[] {
  if (unit.type === 'service') {
    const { ExecCondition, ExecStartPre, ExecStart, ExecStartPost, ExecReload, ExecStop, ExecStopPost } = unit.service
    return [ExecCondition, ExecStartPre, ExecStart, ExecStartPost, ExecReload, ExecStop, ExecStopPost].flat()
  }
  if (unit.type !== 'socket') {
    return []
  }
  const { ExecStartPre, ExecStartPost, ExecStopPre, ExecStopPost } = unit.socket
  return [ExecStartPre, ExecStartPost, ExecStopPre, ExecStopPost].flat()
}

const usualPlaces = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

function whyNotExecutable({ kernel, options }: Session, path: string): ErrnoName | undefined {
  const places = path.startsWith('/') ? [path] : usualPlaces.map(folder => `${folder}/${path}`)
  const reasons = places.map((place): ErrnoName | undefined => {
    const full = `${options.root}${place}`
    const status = kernel.files.status(full)
    if (!status.ok) {
      return status.error
    }
    if (status.value.kind === 'directory') {
      return 'EISDIR'
    }
    return status.value.kind === 'file' && kernel.files.access(full, 'execute') ? undefined : 'EACCES'
  })
  return reasons.includes(undefined) ? undefined : (reasons.find(reason => reason !== 'ENOENT') ?? 'ENOENT')
}

/** A socket needs the service it starts, or the instance of a template it starts for each connection. */
export function checkSocket(session: Session, graph: UnitGraph, unit: Unit): boolean {
  if (unit.type !== 'socket') {
    return true
  }
  const parts = readUnitName(unit.id)
  const instance = unit.socket.Accept ? buildUnitName(parts?.prefix ?? '', 'internal', 'service') : undefined
  const [triggered] = unit.relations.get('Triggers') ?? []
  const name = instance?.ok === true ? instance.value : triggered
  if (name === undefined) {
    return true
  }
  const service = graph.load(name)
  if (service.load === 'loaded') {
    return true
  }
  session.say('error', `${unit.id}: service ${service.id} not loaded, socket cannot be started.`)
  return false
}

/** The pages Documentation= names are shown, unseen, by man(1) itself. */
export function checkDocumentation(session: Session, unit: Unit): boolean {
  let isGood = true
  for (const page of unit.unit.Documentation.filter(address => address.startsWith('man:'))) {
    const name = page.slice('man:'.length)
    const status = showPage(session, name)
    if (status === 0) {
      continue
    }
    isGood = false
    session.say('error', `${unit.id}: Command 'man ${name}' failed with code ${status}`)
  }
  return isGood
}

const shellNotFound = 127

/** Where there is no man(1) that is a failure like any other. */
function showPage({ streams, environment }: Session, name: string): number {
  const argv = ['/bin/sh', '-c', 'exec man "$0" >/dev/null 2>&1', name]
  const status = streams.runProgram({ argv, environment })
  return status === undefined || status === shellNotFound ? 1 : status
}
