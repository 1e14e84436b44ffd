/**
 * Makes a Unit out of the texts on disk: the fragment, its drop-ins, the links that hang others on it (systemd.unit(5)).
 *
 * In steps: read the files one after the other, each assignment changing the settings; decide by type what was left open and
 * what cannot be (types/); add the relations that follow. Loading is pure and never fails: a unit that cannot be loaded is a
 * Unit whose `load` says why; what could be read of it is shown, and holds for a service that runs when its file goes bad.
 */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { ManagerConfig } from '#core/unit/directives/manager.ts'
import type { UnitSettings } from '#core/unit/directives/unit.ts'
import { USEC_INFINITY } from '#core/unit/kinds/span.ts'
import { instantiate } from '#core/unit/kinds/unit/unit-names.ts'
import { isUnitName, readUnitName, unitTypeOf } from '#core/unit/name/name.ts'
import { sliceOf } from '#core/unit/relate/implicit.ts'
import { addMountDependencies } from '#core/unit/relate/mount-dependencies.ts'
import { relationBuilder } from '#core/unit/relate/relation-builder.ts'
import { relationNames } from '#core/unit/relation.ts'
import type { Finished, PartOf, Refusal } from '#core/unit/types/finished.ts'
import { finishDevice, finishScope, finishSlice, finishTarget } from '#core/unit/types/group.ts'
import { finishAutomount, finishMount } from '#core/unit/types/mount.ts'
import { finishPath } from '#core/unit/types/path.ts'
import { finishService } from '#core/unit/types/service.ts'
import { finishSocket } from '#core/unit/types/socket.ts'
import { finishSwap } from '#core/unit/types/swap.ts'
import { finishTimer } from '#core/unit/types/timer.ts'
import type { LoadState, Unit } from '#core/unit/unit.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import type { Diagnostic } from '#core/unitfile/diagnostic.ts'
import type { Draft, LoadContext } from './load-context.ts'
import { type FileOwner, readFile, type SourceText } from './parse-sources.ts'
import type { Parsed } from './parsed.ts'
import { isPerpetual, presetOf } from './presets.ts'

/** The files of one unit, as the catalog gathers them (catalog/sources.ts). */
export interface LoadSources {
  readonly id: string
  readonly names: readonly string[]
  readonly fragment:
    | { readonly is: 'file'; readonly file: SourceText }
    | { readonly is: 'masked'; readonly path: string }
    | { readonly is: 'missing' }
    | { readonly is: 'unreadable'; readonly path: string; readonly errno: ErrnoName }
  readonly dropIns: readonly SourceText[]
  /** Names of the links in `.wants/`, `.requires/` and `.upholds/`. */
  readonly wants: readonly string[]
  readonly requires: readonly string[]
  readonly upholds: readonly string[]
}

export interface Loaded {
  readonly unit: Unit
  /** Complaints in the order of the files; those about the unit as a whole have its name as path and the line 0. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Loads a unit. A name that is none, or a template's, is not found. */
export function loadUnit(sources: LoadSources, context: LoadContext): Loaded {
  const type = unitTypeOf(sources.id)
  const { fragment } = sources
  if (type === undefined || !isUnitName(sources.id, 'plain', 'instance')) {
    return { unit: unloaded(sources, type ?? 'service', context, { load: 'not-found' }), diagnostics: [] }
  }
  const give = (failure: Failure): Loaded => ({ unit: unloaded(sources, type, context, failure), diagnostics: [] })
  if (fragment.is === 'masked') {
    return give({ load: 'masked', path: fragment.path })
  }
  if (fragment.is === 'unreadable') {
    return give({ load: 'error', errno: fragment.errno, path: fragment.path })
  }
  if (fragment.is === 'missing' && needsFile.includes(type)) {
    return give({ load: 'not-found' })
  }
  return loadFiles(sources, type, context)
}

const needsFile: readonly UnitType[] = ['service', 'socket', 'timer', 'path', 'target', 'automount', 'swap']

function loadFiles(sources: LoadSources, type: UnitType, context: LoadContext): Loaded {
  const { id, fragment } = sources
  const diagnostics: Diagnostic[] = []
  const fragmentPath = fragment.is === 'file' ? fragment.file.path : null
  const owner = { name: id, type, fragmentPath }
  const read = readAll(sources, owner, context, diagnostics)
  if (read.failure !== null) {
    const load = read.failure === 'ENOEXEC' ? 'bad-setting' : 'error'
    if (load === 'bad-setting') {
      say(diagnostics, id, 'err', 'Unit configuration has fatal error, unit will not be started.')
    }
    return { unit: unloaded(sources, type, context, { load, errno: read.failure, path: fragmentPath }), diagnostics }
  }
  const draft = beginDraft(sources, read.parsed, context, diagnostics)
  const { part, refusal: own } = finish(type, draft)
  const refusal = own ?? checkModes(draft)
  if (refusal !== null && refusal.message !== '') {
    say(diagnostics, id, 'err', refusal.message)
  }
  return { unit: complete(sources, draft, part, fragmentPath, refusal), diagnostics }
}

/** Reads the fragment and the drop-ins. What is wrong in a drop-in spoils only the rest of that drop-in. */
function readAll(sources: LoadSources, owner: FileOwner, context: LoadContext, diagnostics: Diagnostic[]) {
  let parsed = presetOf(sources.id, owner.type)
  if (sources.fragment.is === 'file') {
    const read = readFile(parsed, sources.fragment.file, owner, context)
    diagnostics.push(...read.diagnostics)
    if (read.failure !== null) {
      return { parsed, failure: read.failure }
    }
    parsed = read.parsed
  }
  for (const file of sources.dropIns) {
    const read = readFile(parsed, file, owner, context)
    diagnostics.push(...read.diagnostics)
    parsed = read.parsed
  }
  return { parsed, failure: null }
}

function say(diagnostics: Diagnostic[], id: string, level: Diagnostic['level'], message: string): void {
  diagnostics.push({ path: id, line: 0, level, message })
}

function beginDraft(sources: LoadSources, parsed: Parsed, context: LoadContext, diagnostics: Diagnostic[]): Draft {
  const { id, names, fragment } = sources
  const warn = (message: string): void => say(diagnostics, id, 'warning', message)
  const relations = relationBuilder([id, ...names], (relation, name) =>
    warn(`Dependency ${relation}=${name} is dropped.`),
  )
  for (const relation of relationNames) {
    const named: unknown = Object.hasOwn(parsed.unit, relation) ? parsed.unit[relation as keyof typeof parsed.unit] : []
    for (const name of Array.isArray(named) ? named : []) {
      relations.add(`${name}`, relation)
    }
  }
  for (const path of parsed.unit.RequiresMountsFor) {
    relations.needMount(path, 'RequiresMountsFor')
  }
  for (const path of parsed.unit.WantsMountsFor) {
    relations.needMount(path, 'WantsMountsFor')
  }
  const links = { Wants: sources.wants, Requires: sources.requires, Upholds: sources.upholds }
  for (const relation of ['Wants', 'Requires', 'Upholds'] as const) {
    for (const name of links[relation].map(link => instantiate(link, id))) {
      relations.add(name, relation)
    }
  }
  const instance = readUnitName(id)?.instance ?? null
  return { id, names, instance, hasFile: fragment.is === 'file', parsed, context, relations, warn }
}

type Part = { [T in UnitType]: PartOf<Extract<Unit, { readonly type: T }>> }[UnitType]

function finish(type: UnitType, draft: Draft): Finished<Part> {
  switch (type) {
    case 'service':
      return finishService(draft)
    case 'socket':
      return finishSocket(draft)
    case 'timer':
      return finishTimer(draft)
    case 'path':
      return finishPath(draft)
    case 'mount':
      return finishMount(draft)
    case 'automount':
      return finishAutomount(draft)
    case 'swap':
      return finishSwap(draft)
    case 'slice':
      return finishSlice(draft)
    case 'scope':
      return finishScope(draft)
    case 'target':
      return finishTarget(draft)
    case 'device':
      return finishDevice()
  }
}

/** A job mode that stops everything else suits only one unit. */
function checkModes({ parsed, relations }: Draft): Refusal | null {
  for (const [relation, mode] of [
    ['OnFailure', parsed.unit.OnFailureJobMode],
    ['OnSuccess', parsed.unit.OnSuccessJobMode],
  ] as const) {
    if (mode === 'isolate' && relations.names(relation).length > 1) {
      const message = `More than one ${relation}= dependencies specified but ${relation}JobMode=isolate set. Refusing.`
      return { load: 'bad-setting', message }
    }
  }
  return null
}

function complete(
  sources: LoadSources,
  draft: Draft,
  part: Part,
  fragmentPath: string | null,
  refusal: Refusal | null,
): Unit {
  const { relations, parsed, context } = draft
  addSlice(part, draft, refusal === null)
  if (refusal === null) {
    addMountDependencies(relations, context.mounts)
  }
  const unit = {
    ...completeUnit(parsed, part.type, context.manager),
    RequiresMountsFor: relations.mountPaths('RequiresMountsFor'),
    WantsMountsFor: relations.mountPaths('WantsMountsFor'),
    Description: parsed.unit.Description || describe(sources.id, part),
  }
  const { load, errno = null } = refusal ?? { load: 'loaded' as const }
  const base = { ...commonOf(sources), load, loadErrno: load === 'error' ? errno : null, fragmentPath }
  return {
    ...base,
    ...part,
    sourcePath: parsed.unit.SourcePath || null,
    relations: relations.build(),
    conditions: parsed.unit.Conditions,
    asserts: parsed.unit.Asserts,
    unit,
    install: parsed.install,
  }
}

/** Units with processes, and slices themselves, are in a slice, which must be there for those that can be started. */
function addSlice(part: Part, draft: Draft, canStart: boolean): void {
  if (!('resource' in part)) {
    return
  }
  const slice = part.type === 'slice' ? part.resource.Slice : sliceOf(part.resource, draft)
  if (slice === null) {
    return
  }
  draft.relations.add(slice, 'InSlice', ...(canStart ? (['Requires', 'After'] as const) : []))
}

/** Settings of [Unit] with everything decided. */
export function completeUnit({ unit }: Parsed, type: UnitType, manager: ManagerConfig): UnitSettings {
  const running = type === 'device' ? manager.DefaultDeviceTimeoutSec : USEC_INFINITY
  return {
    ...unit,
    StartLimitIntervalSec: unit.StartLimitIntervalSec ?? manager.DefaultStartLimitIntervalSec,
    StartLimitBurst: unit.StartLimitBurst ?? manager.DefaultStartLimitBurst,
    JobTimeoutSec: unit.JobTimeoutSec ?? USEC_INFINITY,
    JobRunningTimeoutSec: unit.JobRunningTimeoutSec ?? unit.JobTimeoutSec ?? running,
  }
}

/** What a unit is called that does not say it. */
function describe(id: string, part: Part): string {
  if (part.type === 'mount') {
    return part.mount.Where
  }
  if (part.type === 'swap') {
    return part.swap.What
  }
  if (part.type === 'slice') {
    return `Slice /${id.slice(0, -'.slice'.length).replaceAll('-', '/')}`
  }
  return id
}

function commonOf({ id, names, dropIns }: LoadSources) {
  return {
    id,
    names: [...new Set([id, ...names])],
    dropInPaths: dropIns.map(({ path }) => path),
    perpetual: isPerpetual(id),
    transient: id === 'init.scope',
  }
}

interface Failure {
  readonly load: Exclude<LoadState, 'loaded'>
  readonly errno?: ErrnoName
  readonly path?: string | null
}

/** A unit that could not be loaded: its type's settings at their beginnings. */
function unloaded(sources: LoadSources, type: UnitType, context: LoadContext, failure: Failure): Unit {
  const preset = presetOf('', type)
  // A service without a file has no type: what still runs of it is no oneshot, and ends well by SIGTERM.
  const isMissing = failure.load === 'not-found' || failure.load === 'masked'
  const nothing = isMissing ? { ...preset, service: { ...preset.service, Type: 'simple' as const } } : preset
  const draft = beginDraft({ ...sources, wants: [], requires: [], upholds: [] }, nothing, context, [])
  const { part } = finish(type, draft)
  return {
    ...commonOf(sources),
    ...part,
    load: failure.load,
    loadErrno: failure.load === 'error' ? (failure.errno ?? null) : null,
    fragmentPath: failure.path ?? null,
    sourcePath: null,
    relations: new Map(),
    conditions: [],
    asserts: [],
    unit: { ...completeUnit(nothing, type, context.manager), Description: sources.id },
    install: nothing.install,
  }
}
