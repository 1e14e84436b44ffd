/**
 * The verbs of systemctl that change unit files, on the functions of the catalog room: as little of a command line as the
 * recorded commands need, so that they can be run again against our own code.
 */
import type { InstallResult } from '#catalog/change.ts'
import {
  addDependency,
  disableUnits,
  enableUnits,
  getDefaultTarget,
  reenableUnits,
  setDefaultTarget,
} from '#catalog/install.ts'
import { type Lookup, newLookup } from '#catalog/lookup.ts'
import { linkUnits, maskUnits, revertUnits, unmaskUnits } from '#catalog/mask.ts'
import { noInstallInfoLines, resultLines } from '#catalog/messages.ts'
import { namePattern } from '#catalog/pattern.ts'
import { type PresetMode, presetAllUnits, presetUnits } from '#catalog/preset-units.ts'
import { type SysvVerb, sysvCalls } from '#catalog/sysv-install.ts'
import { listUnitFiles, unitFilePresets } from '#catalog/unit-file-list.ts'
import { unitFileState } from '#catalog/unit-file-state.ts'
import { errnoText } from '#core/base/errno.ts'
import { simplifyPath } from '#core/base/path.ts'
import { mangleUnitName } from '#core/unit/mangle.ts'
import type { Files } from '#kernel/kernel.ts'
import { knownHost } from '../../catalog/scratch.ts'

export interface Output {
  readonly exit: number
  readonly out: readonly string[]
  readonly err: readonly string[]
}

interface Options {
  readonly flags: ReadonlySet<string>
  readonly presetMode: PresetMode
  readonly names: readonly string[]
  readonly lookup: Lookup
  readonly out: string[]
  readonly err: string[]
}

/** Runs `systemctl --root=ROOT ARGV`. */
export async function runOffline(
  files: Files,
  root: string,
  argv: readonly string[],
  environment: ReadonlyMap<string, string>,
): Promise<Output> {
  const out: string[] = []
  const err: string[] = []
  const flags = new Set(argv.filter(word => word.startsWith('-')))
  const [verb = '', ...names] = argv.filter(word => !word.startsWith('-'))
  const presetMode = [...flags].find(flag => flag.startsWith('--preset-mode='))?.slice(14) ?? 'full'
  const mode = flags.has('--global') ? 'global' : flags.has('--user') ? 'user' : 'system'
  const reader = { host: () => knownHost, say: (_: string, line: string) => err.push(line) }
  const lookup = newLookup(files, { mode, root, environment }, reader)
  const options: Options = { flags, presetMode: presetMode as PresetMode, names, lookup, out, err }
  const exit = await verbs[verb]?.(options)
  if (exit === undefined) throw new Error(`no verb ${verb}`)
  return { exit, out, err }
}

type Verb = (options: Options) => number | Promise<number>

const verbs: Readonly<Record<string, Verb>> = {
  enable: o => faultInLookup(o, 'enable') ?? install(o, 'enable', enableUnits(o.lookup, mangled(o), how(o)), true),
  disable: o =>
    faultInLookup(o, 'disable') ?? install(o, 'disable', disableUnits(o.lookup, withoutPaths(o), how(o)), true),
  reenable: o => install(o, 'reenable', reenableUnits(o.lookup, mangled(o), how(o)), true),
  preset: o => install(o, 'preset', presetUnits(o.lookup, mangled(o), o.presetMode, how(o))),
  'preset-all': o => install(o, 'preset', presetAllUnits(o.lookup, o.presetMode, how(o))),
  mask: o => install(o, 'mask', maskUnits(o.lookup, mangled(o), how(o))),
  unmask: o => install(o, 'unmask', unmaskUnits(o.lookup, mangled(o), how(o))),
  link: o => install(o, 'link', linkUnits(o.lookup, o.names, how(o))),
  revert: async o => install(o, 'revert', await revertUnits(o.lookup, mangled(o))),
  'add-wants': o => dependency(o, 'wants'),
  'add-requires': o => dependency(o, 'requires'),
  'set-default': o => {
    const [name = ''] = mangled(o, '.target')
    return install(o, 'set default', setDefaultTarget(o.lookup, name, { ...how(o), force: true }))
  },
  'get-default': o => {
    const found = getDefaultTarget(o.lookup)
    if (found.ok) o.out.push(found.value)
    else o.err.push(`Failed to get default target: ${errnoText(found.error)}`)
    return found.ok ? 0 : 1
  },
  'is-enabled': o => faultInLookup(o, 'is-enabled') ?? isEnabled(o),
  'list-unit-files': listFiles,
}

/** Init scripts are looked for first, which fails for names that cannot be looked up. */
function faultInLookup(options: Options, verb: SysvVerb): number | null {
  const calls = sysvCalls(options.lookup, verb, mangled(options))
  if (calls.ok) return null
  options.err.push(`Failed to look up unit file state: ${errnoText(calls.error)}`)
  return 1
}

function how({ flags }: Options) {
  return { runtime: flags.has('--runtime'), force: flags.has('--force') || flags.has('-f') }
}

function mangled({ names }: Options, suffix = '.service'): readonly string[] {
  return names.map(name => {
    if (name.startsWith('./')) return simplifyPath(`/${name}`)
    if (name.startsWith('/')) return simplifyPath(name)
    const found = mangleUnitName(name, suffix)
    return found.ok ? found.value.name : name
  })
}

function withoutPaths(options: Options): readonly string[] {
  const names = mangled(options)
  if (names.some(name => name.includes('/'))) {
    options.err.push("Warning: Can't execute disable on the unit file path. Proceeding with the unit name.")
  }
  return names.map(name => name.slice(name.lastIndexOf('/') + 1))
}

function install(options: Options, verb: string, result: InstallResult, tellsWhyNothing = false): number {
  const quiet = options.flags.has('-q') || options.flags.has('--quiet')
  options.err.push(...resultLines(verb, result, { quiet, utf8: true }))
  if (result.errno !== null) return 1
  if (tellsWhyNothing && !result.carriesInstallInfo && !quiet && !options.flags.has('--no-warn')) {
    options.err.push(...noInstallInfoLines(true))
  }
  return 0
}

function dependency(options: Options, kind: 'wants' | 'requires'): number {
  const [target = '', ...names] = options.names
  const owner = mangleUnitName(target, '.target')
  const units = mangled({ ...options, names })
  return install(
    options,
    'add dependency on',
    addDependency(options.lookup, units, owner.ok ? owner.value.name : target, kind, how(options)),
  )
}

const enabledStates = ['enabled', 'enabled-runtime', 'static', 'alias', 'indirect', 'generated']

function isEnabled(options: Options): number {
  let enabled = false
  let found = false
  for (const name of mangled(options)) {
    const state = unitFileState(options.lookup, name)
    if (!state.ok && (state.error === 'ENOENT' || state.error === 'ENOLINK')) {
      options.out.push('not-found')
      continue
    }
    if (!state.ok) {
      options.err.push(`Failed to get unit file state for ${name}: ${errnoText(state.error)}`)
      return 1
    }
    found = true
    enabled ||= enabledStates.includes(state.value)
    options.out.push(state.value)
  }
  return enabled ? 0 : found ? 1 : 4
}

function listFiles(options: Options): number {
  const patterns = options.names.map(namePattern)
  const wants = (name: string): boolean => patterns.length === 0 || patterns.some(fits => fits(name))
  const preset = unitFilePresets(options.lookup)
  const withoutPreset = ['static', 'alias', 'generated', 'transient']
  const files = [...listUnitFiles(options.lookup, wants)].sort((a, b) => (sortKey(a.name) < sortKey(b.name) ? -1 : 1))
  const rows = files.map(({ name, state }) => [name, state, withoutPreset.includes(state) ? '-' : preset(name)])
  const widths = [0, 1].map(at => Math.max(...[['UNIT FILE', 'STATE'], ...rows].map(row => row[at]?.length ?? 0)))
  for (const [name = '', state = '', word = ''] of [['UNIT FILE', 'STATE', 'PRESET'], ...rows]) {
    options.out.push(`${name.padEnd(widths[0] ?? 0)} ${state.padEnd(widths[1] ?? 0)} ${word}`)
  }
  options.out.push('', `${rows.length} unit files listed.`)
  return 0
}

function sortKey(name: string): string {
  return `${name.slice(name.lastIndexOf('.'))} ${name}`
}
