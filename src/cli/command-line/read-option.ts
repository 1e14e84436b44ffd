/** What the values of options mean (systemctl(1), "Options"). Faults are worded as systemctl words them. */
import { parseBoolean } from '#core/base/boolean.ts'
import { parseSignal } from '#core/base/linux/signal.ts'
import { parseInt32 } from '#core/base/numbers.ts'
import { parseSpan } from '#core/calendar/span.ts'
import { type Options, outputModes, type PresetMode } from './options.ts'
import { isTypeOrLoadState } from './states.ts'

/** What can be asked instead of giving a command; answers.ts answers. */
export type Question =
  | 'help'
  | 'version'
  | 'types'
  | 'states'
  | 'outputs'
  | 'signals'
  | 'signal-table'
  | 'resources'
  | 'timestamps'
  | 'preset-modes'

/** What one option came to. */
export type Reading =
  | { readonly is: 'read'; readonly change: Partial<Options> }
  | { readonly is: 'question'; readonly about: Question }
  /** Lines for standard error; the command ends with 1. */
  | { readonly is: 'fault'; readonly lines: readonly string[] }

type Read = (before: Options, value: string) => Reading

export const presetModes = ['full', 'enable-only', 'disable-only'] as const satisfies readonly PresetMode[]
export const timestampFormats = ['pretty', 'us', 'utc', 'us+utc', 'unix'] as const
export const resources = ['runtime', 'state', 'cache', 'logs', 'configuration', 'fdstore', 'all'] as const

const changed = (change: Partial<Options>): Reading => ({ is: 'read', change })
const fault = (...lines: readonly string[]): Reading => ({ is: 'fault', lines })
const question = (about: Question): Reading => ({ is: 'question', about })

/** A list with commas, without empty items. */
function itemsOf(text: string): readonly string[] {
  return text.split(',').filter(item => item !== '')
}

const union = (before: readonly string[], more: readonly string[]): readonly string[] => [
  ...new Set([...before, ...more]),
]

export const types: Read = (before, value) => {
  if (value === '') {
    return fault('--type= requires arguments.')
  }
  const { types: known, states: others } = before
  const wanted: { types: readonly string[]; states: readonly string[] } = { types: known, states: others }
  for (const item of itemsOf(value)) {
    if (item === 'help') {
      return question('types')
    }
    const kind = isTypeOrLoadState(item)
    if (kind === undefined) {
      return fault(`Unknown unit type or load state '${item}'.`, 'Use -t help to see a list of allowed values.')
    }
    wanted[kind] = union(wanted[kind], [item])
  }
  return changed(wanted)
}

export const states: Read = (before, value) => {
  if (value === '') {
    return fault('--state= requires arguments.')
  }
  const items = itemsOf(value)
  return items.includes('help') ? question('states') : changed({ states: union(before.states, items) })
}

export const failed: Read = before => changed({ states: union(before.states, ['failed']) })

export const properties: Read = (before, value) =>
  changed({ properties: union(before.properties ?? [], itemsOf(value)) })

export const propertyValues: Read = (before, value) =>
  changed({ properties: union(before.properties ?? [], itemsOf(value)), value: true })

export const legend: Read = (_, value) => {
  const wanted = parseBoolean(value)
  return wanted.ok
    ? changed({ legend: wanted.value })
    : fault(`Failed to parse boolean argument to --legend: ${value}.`)
}

export const inhibitors: Read = (_, value) => {
  if (value === 'auto') {
    return changed({ checkInhibitors: 'auto' })
  }
  const wanted = parseBoolean(value)
  return wanted.ok
    ? changed({ checkInhibitors: wanted.value ? 'yes' : 'no' })
    : fault(`Failed to parse --check-inhibitors= argument: ${value}`)
}

export const force: Read = before => changed({ force: before.force + 1 })

/** Capsules are named as users are (capsule@.service(5)). */
export const capsule: Read = (_, value) =>
  /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(value)
    ? changed({ scope: 'user', transport: { to: 'capsule', capsule: value } })
    : fault(`Invalid capsule name: ${value}`)

export const machine: Read = (_, value) => changed({ transport: { to: 'machine', machine: value } })

/** Relative to the folder we are in: run.ts makes it absolute, as it knows the folder. */
export const root: Read = (_, value) => changed({ root: value })

export const lines: Read = (_, value) => {
  const wanted = parseInt32(value)
  return wanted.ok && wanted.value >= 0 ? changed({ lines: wanted.value }) : fault(`Failed to parse lines '${value}'`)
}

export const output: Read = (_, value) => {
  if (value === 'help') {
    return question('outputs')
  }
  const mode = outputModes.find(known => known === value)
  if (mode === undefined) {
    return fault(`Unknown output '${value}'.`)
  }
  const quiet = mode.startsWith('json') ? { legend: false, plain: true } : {}
  return changed({ output: mode, ...quiet })
}

export const signal: Read = (_, value) => {
  if (value === 'help') {
    return question('signals')
  }
  if (value === 'list') {
    return question('signal-table')
  }
  const number = parseSignal(value)
  return number.ok ? changed({ signal: number.value }) : fault(`Failed to parse signal string "${value}".`)
}

export const killValue: Read = (_, value) => {
  const number = parseInt32(value)
  return number.ok ? changed({ killValue: number.value }) : fault(`Unable to parse signal queue value: ${value}`)
}

export const presetMode: Read = (_, value) => {
  if (value === 'help') {
    return question('preset-modes')
  }
  const mode = presetModes.find(known => known === value)
  return mode === undefined ? fault(`Failed to parse preset mode: ${value}.`) : changed({ presetMode: mode })
}

export const menuTimeout: Read = (_, value) =>
  parseSpan(value).ok
    ? changed({ bootLoaderMenu: value })
    : fault(`Failed to parse --boot-loader-menu= argument '${value}': Invalid argument`)

export const timestamp: Read = (_, value) => {
  if (value === 'help') {
    return question('timestamps')
  }
  // Greek mu and the micro sign are both in use.
  const style = timestampFormats.find(known => known === value.replace(/[μµ]/, 'u'))
  return style === undefined ? fault(`Invalid value: ${value}.`) : changed({ timestamp: style })
}

export const what: Read = (before, value) => {
  if (value === '') {
    return fault('--what= requires arguments (see --what=help).')
  }
  const items = itemsOf(value)
  return items.includes('help') ? question('resources') : changed({ what: union(before.what, items) })
}
