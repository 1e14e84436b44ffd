/** systemd-analyze (systemd-analyze(1)): the verbs that check what people write; those that measure a boot are not there. */
import { closestWord } from '#cli/command-line/closest.ts'
import type { Session } from '#cli/session/session.ts'
import { type Given, has, optionValue, refuse, type Tool } from '#cli/tools/tool.ts'
import { simplifyPath } from '#core/base/path.ts'
import { analyzeOptions, checkOption } from './analyze-options.ts'

/** One verb: how many words it takes, and what it does. */
interface Verb {
  readonly words: readonly [least: number, most: number]
  load(): Promise<(session: Session, given: readonly Given[]) => number | Promise<number>>
}

const some = [1, Number.POSITIVE_INFINITY] as const

const supported: Readonly<Record<string, Verb>> = {
  'cat-config': { words: some, load: async () => (await import('./cat-config.ts')).catConfig },
  'unit-paths': { words: [0, 0], load: async () => (await import('./unit-paths.ts')).printUnitPaths },
  condition: {
    words: [0, Number.POSITIVE_INFINITY],
    load: async () => (await import('./condition.ts')).evaluateConditions,
  },
  verify: { words: some, load: async () => (await import('./verify.ts')).verifyUnits },
  calendar: { words: some, load: async () => (await import('./calendar.ts')).explainCalendars },
  timestamp: { words: some, load: async () => (await import('./timestamp.ts')).explainTimestamps },
  timespan: { words: some, load: async () => (await import('./timespan.ts')).explainTimespans },
}

/** All verbs of systemd-analyze, in the order in which the nearest one to a mistyped word is looked for. */
const known = [
  'time',
  'blame',
  'critical-chain',
  'plot',
  'dot',
  'dump',
  'cat-config',
  'unit-files',
  'unit-paths',
  'exit-status',
  'syscall-filter',
  'capability',
  'filesystems',
  'condition',
  'compare-versions',
  'verify',
  'calendar',
  'timestamp',
  'timespan',
  'security',
  'inspect-elf',
  'malloc',
  'fdstore',
  'image-policy',
  'has-tpm2',
  'pcrs',
  'srk',
  'architectures',
  'smbios11',
]

export const analyzeTool: Tool = {
  options: analyzeOptions,
  check: checkOption,
  settle: given => {
    const root = optionValue(given, 'root') ?? ''
    return {
      scope: scopeOf(given),
      root: root === '' || root === '/' ? '' : simplifyPath(root),
      image: optionValue(given, 'image') ?? '',
      quiet: has(given, 'quiet'),
    }
  },
  run: async (session, given) => {
    const [typed = 'time', ...args] = session.args
    const fault = contradiction(session, given, typed, args)
    if (fault !== undefined) {
      return refuse(session, fault)
    }
    const verb = Object.hasOwn(supported, typed) ? supported[typed] : undefined
    if (verb === undefined) {
      return refuse(session, unknownVerb(typed))
    }
    if (args.length < verb.words[0]) {
      return refuse(session, 'Too few arguments.')
    }
    if (args.length > verb.words[1]) {
      return refuse(session, 'Too many arguments.')
    }
    const execute = await verb.load()
    return execute({ ...session, verb: typed, args }, given)
  },
}

function unknownVerb(typed: string): string {
  if (known.includes(typed)) {
    return `Verb '${typed}' is not supported here.`
  }
  const closest = closestWord(typed, known)
  const hint = closest === undefined ? '' : `, did you mean '${closest}'?`
  return `Unknown command verb '${typed}'${hint === '' ? '.' : hint}`
}

/** --system, --user and --global: the last of the first two counts, and --global beside them. */
function scopeOf(given: readonly Given[]): 'system' | 'user' | 'global' {
  const last = given.findLast(({ name }) => ['system', 'user', 'global'].includes(name))?.name
  return last === 'user' || last === 'global' ? last : 'system'
}

const offlineVerbs = ['cat-config', 'verify', 'condition', 'inspect-elf']

/** What options say together, and with the verb. */
function contradiction(
  { options }: Session,
  given: readonly Given[],
  verb: string,
  args: readonly string[],
): string | undefined {
  const isBoth = options.root !== '' && options.image !== ''
  const faults: readonly (readonly [boolean, string])[] = [
    [has(given, 'offline') && verb !== 'security', 'Option --offline= is only supported for security right now.'],
    [has(given, 'threshold') && verb !== 'security', 'Option --threshold= is only supported for security right now.'],
    [options.scope === 'global' && verb !== 'unit-paths', 'Option --global only makes sense with verb unit-paths.'],
    [options.scope === 'user' && verb === 'cat-config', 'Option --user is not supported for cat-config right now.'],
    [has(given, 'security-policy') && verb !== 'security', 'Option --security-policy= is only supported for security.'],
    [
      (has(given, 'root') || has(given, 'image')) && !offlineVerbs.includes(verb),
      'Options --root= and --image= are only supported for cat-config, verify, condition and security when used with --offline= right now.',
    ],
    [isBoth, 'Please specify either --root= or --image=, the combination of both is not supported.'],
    [has(given, 'unit') && verb !== 'condition', 'Option --unit= is only supported for condition'],
    [verb === 'condition' && !has(given, 'unit') && args.length === 0, 'Too few arguments for condition'],
    [verb === 'condition' && has(given, 'unit') && args.length > 0, 'No conditions can be passed if --unit= is used.'],
    [
      has(given, 'no-legend') && verb !== 'plot',
      'Option --no-legend is only supported for plot with either --table or --json=.',
    ],
    [has(given, 'table') && verb !== 'plot', 'Option --table is only supported for plot right now.'],
    [has(given, 'mask') && verb !== 'capability', 'Option --mask is only supported for capability.'],
    [options.image !== '', 'Working on disk images is not supported.'],
  ]
  return faults.find(([holds]) => holds)?.[1]
}
