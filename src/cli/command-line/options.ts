/** What the options of one command line add up to (systemctl(1), "Options"). */
import type { TimestampStyle } from '#core/calendar/timestamp.ts'

export type Scope = 'system' | 'user' | 'global'

/** Where the manager is. */
export type Transport =
  | { readonly to: 'local' }
  | { readonly to: 'host'; readonly host: string }
  | { readonly to: 'machine'; readonly machine: string }
  | { readonly to: 'capsule'; readonly capsule: string }

export type Dependency = 'forward' | 'reverse' | 'after' | 'before'
export type PresetMode = 'full' | 'enable-only' | 'disable-only'

/** How log entries and lists are printed. */
export const outputModes = [
  'short',
  'short-full',
  'short-iso',
  'short-iso-precise',
  'short-precise',
  'short-monotonic',
  'short-delta',
  'short-unix',
  'verbose',
  'export',
  'json',
  'json-pretty',
  'json-sse',
  'json-seq',
  'cat',
  'with-unit',
] as const
export type OutputMode = (typeof outputModes)[number]

export interface Options {
  readonly scope: Scope
  readonly transport: Transport
  readonly types: readonly string[]
  readonly states: readonly string[]
  /** Null where no --property= was given, which means all. */
  readonly properties: readonly string[] | null
  readonly all: boolean
  readonly full: boolean
  readonly value: boolean
  readonly plain: boolean
  readonly recursive: boolean
  readonly withDependencies: boolean
  readonly dependency: Dependency
  /** --after and --before, which `list-jobs` takes together. */
  readonly after: boolean
  readonly before: boolean
  readonly showTypes: boolean
  readonly showTransaction: boolean
  readonly jobMode: string
  readonly wait: boolean
  readonly noBlock: boolean
  readonly now: boolean
  readonly marked: boolean
  readonly quiet: boolean
  readonly noWarn: boolean
  /** Undefined where it was not said: then there is one unless --quiet was. */
  readonly legend: boolean | undefined
  readonly pager: boolean
  readonly askPassword: boolean
  readonly wall: boolean
  readonly dryRun: boolean
  /** How often --force was given. */
  readonly force: number
  readonly runtime: boolean
  readonly reload: boolean
  readonly presetMode: PresetMode
  /** Empty for the running system. */
  readonly root: string
  readonly image: string
  readonly killWhom: string | null
  readonly killValue: number | null
  readonly signal: number
  readonly what: readonly string[]
  readonly lines: number
  readonly output: OutputMode
  readonly timestamp: TimestampStyle
  readonly message: string
  readonly rebootArgument: string
  readonly checkInhibitors: 'yes' | 'no' | 'auto'
  readonly firmwareSetup: boolean
  readonly bootLoaderMenu: string
  readonly bootLoaderEntry: string
  readonly when: string | null
  readonly dropIn: string
  readonly stdin: boolean
  readonly readOnly: boolean
  readonly mkdir: boolean
  readonly imagePolicy: string
}

const sigterm = 15

export const defaultOptions: Options = {
  scope: 'system',
  transport: { to: 'local' },
  types: [],
  states: [],
  properties: null,
  all: false,
  full: false,
  value: false,
  plain: false,
  recursive: false,
  withDependencies: false,
  dependency: 'forward',
  after: false,
  before: false,
  showTypes: false,
  showTransaction: false,
  jobMode: 'replace',
  wait: false,
  noBlock: false,
  now: false,
  marked: false,
  quiet: false,
  noWarn: false,
  legend: undefined,
  pager: true,
  askPassword: true,
  wall: true,
  dryRun: false,
  force: 0,
  runtime: false,
  reload: true,
  presetMode: 'full',
  root: '',
  image: '',
  killWhom: null,
  killValue: null,
  signal: sigterm,
  what: [],
  lines: 10,
  output: 'short',
  timestamp: 'pretty',
  message: '',
  rebootArgument: '',
  checkInhibitors: 'auto',
  firmwareSetup: false,
  bootLoaderMenu: '',
  bootLoaderEntry: '',
  when: null,
  dropIn: '',
  stdin: false,
  readOnly: false,
  mkdir: false,
  imagePolicy: '',
}
