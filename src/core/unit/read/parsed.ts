/** What the files of a unit say: the settings of every section, each with its initial value where nothing is said. */
import type { Result } from '#core/base/result.ts'
import { execDirectives, type ParsedExec } from '#core/unit/directives/exec.ts'
import { type InstallSettings, installDirectives } from '#core/unit/directives/install.ts'
import { type KillSettings, killDirectives } from '#core/unit/directives/kill.ts'
import {
  type AutomountSettings,
  automountDirectives,
  mountDirectives,
  type ParsedMount,
  type ParsedSwap,
  swapDirectives,
} from '#core/unit/directives/mount.ts'
import { type ParsedPath, pathDirectives } from '#core/unit/directives/path.ts'
import { type ResourceSettings, resourceDirectives } from '#core/unit/directives/resource.ts'
import { type ParsedScope, scopeDirectives } from '#core/unit/directives/scope.ts'
import { type ParsedService, serviceDirectives } from '#core/unit/directives/service.ts'
import { type ParsedSocket, socketDirectives } from '#core/unit/directives/socket.ts'
import { type ParsedTimer, timerDirectives } from '#core/unit/directives/timer.ts'
import { type ParsedUnit, unitDirectives } from '#core/unit/directives/unit.ts'
import type { Place, Table } from '#core/unit/kinds/kind.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import { assign, initialSettings, rowFor } from './settings.ts'

/** The tables, by the names of their settings in a Unit. */
export const tables = {
  unit: unitDirectives,
  install: installDirectives,
  service: serviceDirectives,
  socket: socketDirectives,
  timer: timerDirectives,
  path: pathDirectives,
  mount: mountDirectives,
  automount: automountDirectives,
  swap: swapDirectives,
  scope: scopeDirectives,
  exec: execDirectives,
  kill: killDirectives,
  resource: resourceDirectives,
} as const satisfies Readonly<Record<string, Table>>

export interface Parsed {
  readonly unit: ParsedUnit
  readonly install: InstallSettings
  readonly service: ParsedService
  readonly socket: ParsedSocket
  readonly timer: ParsedTimer
  readonly path: ParsedPath
  readonly mount: ParsedMount
  readonly automount: AutomountSettings
  readonly swap: ParsedSwap
  readonly scope: ParsedScope
  readonly exec: ParsedExec
  readonly kill: KillSettings
  readonly resource: ResourceSettings
}

/** Nothing was said. */
export const nothingParsed: Parsed = {
  unit: initialSettings(unitDirectives),
  install: initialSettings(installDirectives),
  service: initialSettings(serviceDirectives),
  socket: initialSettings(socketDirectives),
  timer: initialSettings(timerDirectives),
  path: initialSettings(pathDirectives),
  mount: initialSettings(mountDirectives),
  automount: initialSettings(automountDirectives),
  swap: initialSettings(swapDirectives),
  scope: initialSettings(scopeDirectives),
  exec: initialSettings(execDirectives),
  kill: initialSettings(killDirectives),
  resource: initialSettings(resourceDirectives),
}

type TableName = keyof typeof tables

/** The sections of unit files with the tables of what may stand in them. */
export const sections = {
  Unit: ['unit'],
  Install: ['install'],
  Service: ['service', 'exec', 'kill', 'resource'],
  Socket: ['socket', 'exec', 'kill', 'resource'],
  Mount: ['mount', 'exec', 'kill', 'resource'],
  Swap: ['swap', 'exec', 'kill', 'resource'],
  Scope: ['scope', 'kill', 'resource'],
  Slice: ['resource'],
  Timer: ['timer'],
  Path: ['path'],
  Automount: ['automount'],
} as const satisfies Readonly<Record<string, readonly TableName[]>>

export type SectionName = keyof typeof sections

/** The section named after each type; targets and devices have none. */
const typeSections: Readonly<Record<UnitType, SectionName | null>> = {
  service: 'Service',
  socket: 'Socket',
  mount: 'Mount',
  swap: 'Swap',
  scope: 'Scope',
  slice: 'Slice',
  timer: 'Timer',
  path: 'Path',
  automount: 'Automount',
  target: null,
  device: null,
}

/** The sections that a unit of a type may have. */
export function sectionsOf(type: UnitType): readonly SectionName[] {
  const own = typeSections[type]
  return own === null ? ['Unit', 'Install'] : ['Unit', own, 'Install']
}

export function isSection(name: string): name is SectionName {
  return Object.hasOwn(sections, name)
}

/** What the files say after one more assignment; an error for a key that the section does not have. */
export function addAssignment(
  before: Parsed,
  section: SectionName,
  key: string,
  text: string,
  place: Place,
): Result<Parsed, 'unknown'> {
  for (const name of sections[section]) {
    const row = rowFor(tables[name], key)
    if (row === undefined) {
      continue
    }
    if ('movedTo' in row) {
      return addAssignment(before, row.movedTo, row.as, text, place)
    }
    return { ok: true, value: { ...before, [name]: assign<Table>(tables[name], before[name], key, text, place) } }
  }
  return { ok: false, error: 'unknown' }
}
