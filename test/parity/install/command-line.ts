/**
 * The verbs of systemctl that change unit files, on the functions of the catalog room: as little of a command line as the
 * recorded commands need, so that they can be run again against our own code.
 */
import { type InstallResult, replyOf } from '#catalog/change.ts'
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
import { replyLines, resultLines } from '#catalog/messages.ts'
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

/** Who does the work: systemctl itself, or the manager, whose method calls tell less. */
export type Way = 'offline' | 'user' | 'manager'

interface Options {
  readonly way: Way
  readonly flags: ReadonlySet<string>
  readonly names: readonly string[]
  readonly lookup: Lookup
  readonly out: string[]
  readonly err: string[]
}

/** Runs `systemctl ARGV` on the files of a root. */
export async function runCommand(
  files: Files,
  root: string,
  argv: readonly string[],
  environment: ReadonlyMap<string, string>,
  way: Way,
): Promise<Output> {
  const out: string[] = []
  const err: string[] = []
  const flags = new Set(argv.filter(word => word.startsWith('-')))
  const [verb = '', ...names] = argv.filter(word => !word.startsWith('-'))
  const mode = flags.has('--global') ? 'global' : flags.has('--user') || way === 'user' ? 'user' : 'system'
  // What the manager says of files goes into its journal.
  const say = (_: string, line: string): void => void (way === 'manager' || err.push(line))
  const lookup = newLookup(files, { mode, root, environment }, { host: () => knownHost, say })
  const exit = await verbs[verb]?.({ way, flags, names, lookup, out, err })
  if (exit === undefined) throw new Error(`no verb ${verb}`)
  return { exit, out, err }
}

type Verb = (options: Options) => number | Promise<number>

const verbs: Readonly<Record<string, Verb>> = {
  enable: o => redirect(o, 'enable') ?? install(o, 'enable', enableUnits(o.lookup, mangled(o), how(o)), 'explains'),
  disable: o =>
    redirect(o, 'disable') ?? install(o, 'disable', disableUnits(o.lookup, withoutPaths(o), how(o)), 'explains'),
  reenable: o => install(o, 'reenable', reenableUnits(o.lookup, mangled(o), how(o)), 'explains'),
  preset: o => install(o, 'preset', presetUnits(o.lookup, mangled(o), presetMode(o), how(o))),
  'preset-all': o => {
    const exit = install(o, 'preset', presetAllUnits(o.lookup, presetMode(o), how(o)))
    // Single failures do not make it fail.
    return o.way === 'manager' ? exit : 0
  },
  mask: o => install(o, 'mask', maskUnits(o.lookup, mangled(o), how(o))),
  unmask: o => install(o, 'unmask', unmaskUnits(o.lookup, mangled(o), how(o))),
  link: o => install(o, 'link', linkUnits(o.lookup, o.names, how(o))),
  revert: async o => install(o, 'revert', await revertUnits(o.lookup, mangled(o))),
  'add-wants': o => dependency(o, 'wants'),
  'add-requires': o => dependency(o, 'requires'),
  'set-default': o => {
    const [name = ''] = mangled(o, '.target')
    const exit = install(o, 'set default', setDefaultTarget(o.lookup, name, { runtime: false, force: true }))
    const now = getDefaultTarget(o.lookup)
    if (exit === 0 && now.ok && now.value !== name && !isQuiet(o)) {
      o.err.push(`Note: "${now.value}" is the default unit (possibly a runtime override).`)
    }
    return exit
  },
  'get-default': o => {
    const found = getDefaultTarget(o.lookup)
    if (found.ok) o.out.push(found.value)
    else o.err.push(`Failed to get default target: ${errnoText(found.error)}`)
    return found.ok ? 0 : 1
  },
  'is-enabled': isEnabled,
  'list-unit-files': listFiles,
}

function how({ flags }: Options) {
  return { runtime: flags.has('--runtime'), force: flags.has('--force') || flags.has('-f') }
}

function presetMode({ flags }: Options): PresetMode {
  const given = [...flags].find(flag => flag.startsWith('--preset-mode='))
  return (given?.slice('--preset-mode='.length) ?? 'full') as PresetMode
}

function isQuiet({ flags }: Options): boolean {
  return flags.has('-q') || flags.has('--quiet')
}

function mangled({ names }: Options, suffix = '.service'): readonly string[] {
  return names.map(name => {
    if (name.includes('/')) return simplifyPath(name.startsWith('/') ? name : `/${name}`)
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

const methodFailures: Readonly<Record<string, string>> = {
  'add dependency on': 'add dependency',
  'set default': 'set default target',
}

function install(options: Options, verb: string, result: InstallResult, nothing?: 'explains'): number {
  const { way, err, flags } = options
  const wording = { quiet: isQuiet(options), utf8: true }
  const reply = replyOf(result)
  const isRefused = way === 'manager' ? !reply.ok : result.errno !== null
  const lines =
    way === 'manager'
      ? replyLines(methodFailures[verb] ?? `${verb} unit`, reply, wording)
      : resultLines(verb, result, wording)
  err.push(...lines)
  if (isRefused) return 1
  const explains = nothing !== undefined && !wording.quiet && !flags.has('--no-warn')
  if (explains && !result.carriesInstallInfo) err.push('@NO-INSTALL-INFO@')
  return 0
}

function dependency(options: Options, kind: 'wants' | 'requires'): number {
  if (options.names.length < 2) {
    options.err.push('Too few arguments.')
    return 1
  }
  const [target = '', ...names] = options.names
  const owner = mangleUnitName(target, '.target')
  const name = owner.ok ? owner.value.name : target
  const units = mangled({ ...options, names })
  return install(options, 'add dependency on', addDependency(options.lookup, units, name, kind, how(options)))
}

/** Systemctl looks for init scripts itself, whoever does the rest. */
function initScripts({ lookup, err, ...options }: Options, verb: SysvVerb) {
  const reader = { ...lookup.reader, say: (_: string, line: string): void => void err.push(line) }
  return sysvCalls({ ...lookup, reader }, verb, mangled({ lookup, err, ...options }))
}

/** What init scripts have to say first; null where the verb goes on. */
function redirect(options: Options, verb: SysvVerb): number | null {
  const calls = initScripts(options, verb)
  if (!calls.ok) options.err.push(`Failed to look up unit file state: ${errnoText(calls.error)}`)
  return calls.ok ? null : 1
}

const enabledStates = ['enabled', 'enabled-runtime', 'static', 'alias', 'indirect', 'generated']

function isEnabled(options: Options): number {
  const names = mangled(options)
  const calls = initScripts(options, 'is-enabled')
  if (!calls.ok) {
    options.err.push(`Failed to look up unit file state: ${errnoText(calls.error)}`)
    return 1
  }
  let enabled = false
  let found = calls.value.length > 0
  const tell = (state: string): void => void (isQuiet(options) || options.out.push(state))
  for (const call of calls.value) {
    options.err.push(...call.lines)
    enabled ||= call.isEnabled
    tell(call.isEnabled ? 'enabled' : 'disabled')
  }
  for (const name of names.filter(unit => !calls.value.some(call => call.unit === unit))) {
    const state = unitFileState(options.lookup, name)
    if (!state.ok && state.error === 'ENOENT') {
      tell('not-found')
      continue
    }
    if (!state.ok) {
      options.err.push(`Failed to get unit file state for ${name}: ${errnoText(state.error)}`)
      return 1
    }
    found = true
    enabled ||= enabledStates.includes(state.value)
    tell(state.value)
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
  const all = [['UNIT FILE', 'STATE', 'PRESET'], ...rows]
  const [first = 0, second = 0] = [0, 1].map(at => Math.max(...all.map(row => row[at]?.length ?? 0)))
  for (const [name = '', state = '', word = ''] of all) {
    options.out.push(`${name.padEnd(first)} ${state.padEnd(second)} ${word}`)
  }
  options.out.push('', `${rows.length} unit files listed.`)
  return 0
}

/** Types in the order systemd has them, then names. */
function sortKey(name: string): string {
  return `${name.slice(name.lastIndexOf('.'))} ${name}`
}
