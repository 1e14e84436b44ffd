/**
 * The options of systemctl: one row each, in the order in which getopt knows them, which is the order ambiguous prefixes are
 * listed in. Help, completions and the manual page are made from the same rows (systemctl(1), "Options").
 */
import { jobModes } from '#core/unit/job-mode.ts'
import type { OptionShape } from './getopt.ts'
import { type Options, outputModes } from './options.ts'
import * as read from './read-option.ts'

/** Options that rule each other out: of one group the last one given counts. */
export type OptionGroup = 'scope' | 'transport' | 'legend' | 'job-mode' | 'inhibitors'

export interface OptionRow extends OptionShape {
  /** What the value is called in the help. */
  readonly meta?: string
  /** One or more lines for the help; without, the option is kept for old scripts only. */
  readonly help: string | null
  readonly group?: OptionGroup
  /** What values there are, for completions. */
  readonly choices?: readonly string[] | 'types' | 'states' | 'signals' | 'files' | 'properties'
  /** What the option makes of the ones read so far, given its value. */
  readonly read: (before: Options, value: string) => read.Reading
}

type Extra = Pick<OptionRow, 'group' | 'choices'>

/** An option without value that changes something, or that is a question. */
function flag(
  names: string,
  help: string | null,
  change: Partial<Options> | OptionRow['read'],
  extra?: Extra,
): OptionRow {
  const reader: OptionRow['read'] = typeof change === 'function' ? change : () => ({ is: 'read', change })
  return { ...namesOf(names), value: 'none', help, read: reader, ...extra }
}

/** An option with a value. */
function valued(names: string, help: string | null, reader: OptionRow['read'], extra?: Extra): OptionRow {
  const [name = '', meta = ''] = names.split('=')
  return { ...namesOf(name), value: 'required', meta, help, read: reader, ...extra }
}

/** A value that is taken as it is. */
function text<Name extends keyof Options>(name: Name, value: (given: string) => Options[Name]): OptionRow['read'] {
  return (_, given) => ({ is: 'read', change: { [name]: value(given) } })
}

/** `-t --type`, `--all` or `-P`. */
function namesOf(names: string): { readonly long?: string; readonly short?: string } {
  const short = /^-(\w)/.exec(names)?.[1]
  const long = /--([\w-]+)/.exec(names)?.[1]
  return { ...(long === undefined ? {} : { long }), ...(short === undefined ? {} : { short }) }
}

const same = (given: string): string => given
const whom = ['all', 'main', 'control', 'main-fail', 'control-fail', 'all-fail']
const scope: Extra = { group: 'scope' }
const jobMode: Extra = { group: 'job-mode' }
const inhibitors: Extra = { group: 'inhibitors' }
const transport: Extra = { group: 'transport' }
const choose = (choices: Exclude<OptionRow['choices'], undefined>, extra: Extra = {}): Extra => ({ ...extra, choices })

// biome-ignore format: one row an option
export const optionTable: readonly OptionRow[] = [
  flag('-h --help', 'Print this text', () => ({ is: 'question', about: 'help' })),
  flag('--version', 'Print the version', () => ({ is: 'question', about: 'version' })),
  valued('-t --type=TYPE', 'Only units of these types', read.types, choose('types')),
  valued('-p --property=NAME', 'Only properties of these names', read.properties, choose('properties')),
  valued('-P=NAME', 'Same as --value --property=NAME', read.propertyValues, choose('properties')),
  flag('-a --all', 'Also units that are dead, and properties that are\nempty. What is installed but not in memory,\nlist-unit-files shows.', { all: true }),
  flag('--reverse', "With 'list-dependencies', who depends on the unit", { dependency: 'reverse' }),
  flag('--after', "With 'list-dependencies', what it is ordered after", { dependency: 'after', after: true }),
  flag('--before', "With 'list-dependencies', what it is ordered before", { dependency: 'before', before: true }),
  flag('--show-types', 'Name the type of each socket', { showTypes: true }),
  flag('--failed', 'Same as --state=failed', read.failed),
  flag('-l --full', 'Do not shorten what is printed', { full: true }),
  valued('--job-mode=MODE', 'What becomes of jobs that are queued already', text('jobMode', same), choose(jobModes, jobMode)),
  flag('--fail', null, { jobMode: 'fail' }, jobMode),
  flag('--irreversible', null, { jobMode: 'replace-irreversibly' }, jobMode),
  flag('--ignore-dependencies', null, { jobMode: 'ignore-dependencies' }, jobMode),
  flag('--ignore-inhibitors', null, { checkInhibitors: 'no' }, inhibitors),
  valued('--check-inhibitors=MODE', 'Whether inhibitors may prevent a shutdown', read.inhibitors, choose(['yes', 'no', 'auto'], inhibitors)),
  flag('-i', 'Same as --check-inhibitors=no', { checkInhibitors: 'no' }, inhibitors),
  flag('--value', 'Only the values of properties', { value: true }),
  flag('--user', "Speak with the user's own manager", { scope: 'user' }, scope),
  flag('--system', 'Speak with the system manager', { scope: 'system' }, scope),
  flag('--global', 'Change the unit files of all users', { scope: 'global' }, scope),
  valued('-C --capsule=NAME', 'Speak with the manager of a capsule', read.capsule, transport),
  flag('--wait', "Wait until what was started has ended;\nwith 'is-system-running', until the start is over;\nwith 'kill', until the unit has stopped", { wait: true }),
  flag('--no-block', 'Do not wait for the job', { noBlock: true }),
  valued('--legend=BOOL', 'Whether lists have a header and hints', read.legend, choose(['yes', 'no'], { group: 'legend' })),
  flag('--no-legend', null, { legend: false }, { group: 'legend' }),
  flag('--no-pager', 'Do not show output page by page', { pager: false }),
  flag('--no-wall', 'Do not tell the users of a shutdown', { wall: false }),
  flag('--dry-run', 'Only say what would be done, where that is possible:\nhalt, poweroff, reboot, kexec, soft-reboot, default,\nrescue, emergency, exit', { dryRun: true }),
  flag('-q --quiet', 'Print less', { quiet: true }),
  flag('--no-warn', 'Leave out some warnings', { noWarn: true }),
  valued('--root=PATH', 'Work on the unit files below another root folder', read.root, choose('files')),
  valued('--image=PATH', 'Work on the unit files of a disk image', text('image', same), choose('files')),
  valued('--image-policy=POLICY', 'How to take a disk image apart', text('imagePolicy', same)),
  flag('-f --force', 'Replace links that are in the way;\nshut down at once (twice: without the manager)', read.force),
  flag('--no-reload', 'Do not reload the manager after changing unit files', { reload: false }),
  valued('--kill-whom=WHOM', 'Which processes get the signal', text('killWhom', same), choose(whom)),
  valued('--kill-value=INT', 'A value to send with the signal', read.killValue),
  valued('-s --signal=SIGNAL', 'Which signal to send', read.signal, choose('signals')),
  flag('--no-ask-password', 'Never ask for a password', { askPassword: false }),
  valued('-H --host=[USER@]HOST', 'Speak with another host', text('transport', host => ({ to: 'host', host })), transport),
  valued('-M --machine=CONTAINER', 'Speak with a container on this host', read.machine, transport),
  flag('--runtime', 'Change unit files until the next boot only', { runtime: true }),
  valued('-n --lines=INTEGER', 'How many lines of the log to show', read.lines),
  valued('-o --output=STRING', 'How to print the log; json or json-pretty also for\nlists', read.output, choose(outputModes)),
  flag('--plain', 'A list instead of a tree, and no bullets', { plain: true }),
  valued('--state=STATE', 'Only units in these LOAD, SUB or ACTIVE states', read.states, choose('states')),
  flag('-r --recursive', 'Units of containers, too', { recursive: true }),
  flag('--with-dependencies', "With 'status', 'cat', 'list-units' and\n'list-unit-files', the dependencies as well", { withDependencies: true }),
  valued('--preset-mode=', 'Apply presets that enable, that disable, or all', read.presetMode, choose(read.presetModes)),
  flag('--firmware-setup', "Show the firmware's menu at the next boot", { firmwareSetup: true }),
  valued('--boot-loader-menu=TIME', "Show the boot loader's menu at the next boot", read.menuTimeout),
  valued('--boot-loader-entry=NAME', 'Boot this entry next time', text('bootLoaderEntry', same)),
  flag('--now', 'Start what is enabled, stop what is disabled', { now: true }),
  valued('--message=MESSAGE', 'Why the system is shut down, for people', text('message', same)),
  flag('-T --show-transaction', 'Print every job that one request makes', { showTransaction: true }),
  valued('--what=RESOURCES', 'What to remove', read.what, choose(read.resources)),
  valued('--reboot-argument=ARG', 'What to hand to reboot(2)', text('rebootArgument', same)),
  valued('--timestamp=FORMAT', 'How to print points in time (pretty, unix, us, utc,\nus+utc)', read.timestamp, choose(read.timestampFormats)),
  flag('--read-only', 'Mount read-only', { readOnly: true }),
  flag('--mkdir', 'Make the mount point if it is missing', { mkdir: true }),
  flag('--marked', 'Restart or reload what is marked', { marked: true }),
  valued('--drop-in=NAME', 'Edit the drop-in of this name', text('dropIn', same)),
  valued('--when=TIME', 'Shut down at this time', text('when', same)),
  flag('--stdin', 'Take what is edited from standard input', { stdin: true }),
]

/** The name of an option in tables of ours: its long name, or its letter. */
export function optionName(option: OptionShape): string {
  return option.long ?? option.short ?? ''
}
