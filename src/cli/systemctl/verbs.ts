/**
 * The verbs of systemctl: one row each, in the order in which nearest matches are looked for. Help, completions and the manual
 * page are made from the same rows; the file behind a verb is loaded when it is called (systemctl(1), "Commands").
 */
import type { Session } from '#cli/session/session.ts'

/** Carries out a verb; the exit status. */
export type Run = (session: Session) => Promise<number>

/** Where a verb stands in the help. */
export const verbGroups = [
  'Unit Commands',
  'Unit File Commands',
  'Machine Commands',
  'Job Commands',
  'Environment Commands',
  'Manager State Commands',
  'System Commands',
] as const
export type VerbGroup = (typeof verbGroups)[number]

/** What the words behind a verb are, for completions. */
export type WordKind = 'units' | 'files' | 'jobs' | 'variables' | 'targets' | 'paths' | 'machines' | 'levels' | 'none'

export interface Verb {
  readonly name: string
  /** How many words may follow. */
  readonly words: readonly [least: number, most: number]
  /**
   * Whether it needs a running system: in a chroot it is then ignored. `--root=` can be used with what does not; `files` as
   * well, although systemctl would not do so there.
   */
  readonly needs: 'manager' | 'files' | 'nothing'
  readonly load: () => Promise<Run>
  /** Undefined for verbs kept for old scripts, which the help does not name. */
  readonly shown?: {
    readonly group: VerbGroup
    readonly usage: string
    readonly help: string
    readonly takes: WordKind
  }
}

const many = Number.POSITIVE_INFINITY

type Load = Verb['load']
type Row = (name: string, usage: string, takes: WordKind, help: string, words: Verb['words'], load: Load) => Verb

/** Rows of one group of the help. */
function rowsOf(group: VerbGroup, needs: Verb['needs']): Row {
  return (name, usage, takes, help, words, load) => ({ name, words, needs, load, shown: { group, usage, takes, help } })
}

/** Another name of a verb, of earlier versions or other systems. */
function old(name: string, words: Verb['words'], load: Load): Verb {
  return { name, words, needs: 'manager', load }
}

const unit = rowsOf('Unit Commands', 'manager')
const file = rowsOf('Unit File Commands', 'nothing')
const machine = rowsOf('Machine Commands', 'manager')
const job = rowsOf('Job Commands', 'manager')
const environment = rowsOf('Environment Commands', 'manager')
const state = rowsOf('Manager State Commands', 'manager')
const system = rowsOf('System Commands', 'manager')

const listUnits: Load = async () => (await import('./list-units.ts')).listUnits
const listUnitFiles: Load = async () => (await import('./list-unit-files.ts')).listUnitFiles
const listAutomounts: Load = async () => (await import('./list-automounts.ts')).listAutomounts
const listPaths: Load = async () => (await import('./list-paths.ts')).listPaths
const listSockets: Load = async () => (await import('./list-sockets.ts')).listSockets
const listTimers: Load = async () => (await import('./list-timers.ts')).listTimers
const listJobs: Load = async () => (await import('./list-jobs.ts')).listJobs
const listMachines: Load = async () => (await import('./list-machines.ts')).listMachines
const clearJobs: Load = async () => (await import('./cancel.ts')).clearJobs
const cancelJobs: Load = async () => (await import('./cancel.ts')).cancelJobs
const startUnits: Load = async () => (await import('./start.ts')).startUnits
const killUnits: Load = async () => (await import('./kill.ts')).killUnits
const cleanUnits: Load = async () => (await import('./clean.ts')).cleanUnits
const isActive: Load = async () => (await import('./is-active.ts')).isActive
const isFailed: Load = async () => (await import('./is-failed.ts')).isFailed
const showProperties: Load = async () => (await import('./show.ts')).showProperties
const catFiles: Load = async () => (await import('./cat.ts')).catFiles
const showStatus: Load = async () => (await import('./status.ts')).showStatus
const showManual: Load = async () => (await import('./help.ts')).showManual
const daemonReload: Load = async () => (await import('./daemon-reload.ts')).daemonReload
const logSetting: Load = async () => (await import('./log-setting.ts')).logSetting
const serviceLogSetting: Load = async () => (await import('./service-log-setting.ts')).serviceLogSetting
const serviceWatchdogs: Load = async () => (await import('./service-watchdogs.ts')).serviceWatchdogs
const showEnvironment: Load = async () => (await import('./show-environment.ts')).showEnvironment
const setEnvironment: Load = async () => (await import('./set-environment.ts')).setEnvironment
const importEnvironment: Load = async () => (await import('./import-environment.ts')).importEnvironment
const shutDown: Load = async () => (await import('./shut-down.ts')).shutDown
const enterMode: Load = async () => (await import('./enter.ts')).enterMode
const exitManager: Load = async () => (await import('./exit.ts')).exitManager
const resetFailed: Load = async () => (await import('./reset-failed.ts')).resetFailed
const changeUnitFiles: Load = async () => (await import('./enable.ts')).changeUnitFiles
const isEnabled: Load = async () => (await import('./is-enabled.ts')).isEnabled
const presetAll: Load = async () => (await import('./preset-all.ts')).presetAll
const switchRoot: Load = async () => (await import('./switch-root.ts')).switchRoot
const listDependencies: Load = async () => (await import('./list-dependencies.ts')).listDependencies
const setDefault: Load = async () => (await import('./set-default.ts')).setDefault
const getDefault: Load = async () => (await import('./get-default.ts')).getDefault
const setProperty: Load = async () => (await import('./set-property.ts')).setProperty
const isSystemRunning: Load = async () => (await import('./is-system-running.ts')).isSystemRunning
const addDependency: Load = async () => (await import('./add-dependency.ts')).addDependency
const editUnits: Load = async () => (await import('./edit.ts')).editUnits
const bindMount: Load = async () => (await import('./bind.ts')).bindMount
const mountImage: Load = async () => (await import('./bind.ts')).mountImage
const whoAmI: Load = async () => (await import('./whoami.ts')).whoAmI

// biome-ignore format: one row a verb
export const verbs: readonly Verb[] = [
  unit('list-units', '[PATTERN...]', 'units', 'List the units in memory', [0, many], listUnits),
  file('list-unit-files', '[PATTERN...]', 'files', 'List the unit files that are installed', [0, many], listUnitFiles),
  unit('list-automounts', '[PATTERN...]', 'units', 'List the automount units, by their path', [0, many], listAutomounts),
  unit('list-paths', '[PATTERN...]', 'units', 'List the path units, by what they watch', [0, many], listPaths),
  unit('list-sockets', '[PATTERN...]', 'units', 'List the socket units, by their address', [0, many], listSockets),
  unit('list-timers', '[PATTERN...]', 'units', 'List the timer units, by when they elapse next', [0, many], listTimers),
  job('list-jobs', '[PATTERN...]', 'jobs', 'List the jobs', [0, many], listJobs),
  machine('list-machines', '[PATTERN...]', 'machines', 'List this host and its containers', [0, many], listMachines),
  old('clear-jobs', [0, 0], clearJobs),
  job('cancel', '[JOB...]', 'jobs', 'Cancel these jobs, or all', [0, many], cancelJobs),
  unit('start', 'UNIT...', 'units', 'Start units', [1, many], startUnits),
  unit('stop', 'UNIT...', 'units', 'Stop units', [1, many], startUnits),
  old('condstop', [1, many], startUnits),
  unit('reload', 'UNIT...', 'units', 'Let units read their configuration again', [1, many], startUnits),
  unit('restart', 'UNIT...', 'units', 'Stop and start units', [1, many], startUnits),
  unit('try-restart', 'UNIT...', 'units', 'Restart those of the units that are active', [1, many], startUnits),
  unit('reload-or-restart', 'UNIT...', 'units', 'Reload units where they can, otherwise restart them', [0, many], startUnits),
  old('reload-or-try-restart', [1, many], startUnits),
  unit('try-reload-or-restart', 'UNIT...', 'units', 'The same, for those that are active', [1, many], startUnits),
  old('force-reload', [1, many], startUnits),
  old('condreload', [1, many], startUnits),
  old('condrestart', [1, many], startUnits),
  unit('isolate', 'UNIT', 'targets', 'Start one unit and stop all others', [1, 1], startUnits),
  unit('kill', 'UNIT...', 'units', 'Send a signal to the processes of units', [1, many], killUnits),
  unit('clean', 'UNIT...', 'units', 'Remove what units keep: runtime, cache, state, logs', [1, many], cleanUnits),
  unit('freeze', 'PATTERN...', 'units', 'Halt the processes of units where they are', [1, many], cleanUnits),
  unit('thaw', 'PATTERN...', 'units', 'Let frozen units go on', [1, many], cleanUnits),
  unit('is-active', 'PATTERN...', 'units', 'Say whether units are active', [1, many], isActive),
  old('check', [1, many], isActive),
  unit('is-failed', '[PATTERN...]', 'units', 'Say whether units have failed, or the system is degraded', [0, many], isFailed),
  unit('show', '[PATTERN...|JOB...]', 'units', 'Show properties of units, jobs or the manager', [0, many], showProperties),
  { ...unit('cat', 'PATTERN...', 'files', 'Show the files and drop-ins of units', [1, many], catFiles), needs: 'files' },
  unit('status', '[PATTERN...|PID...]', 'units', 'Show how units are', [0, many], showStatus),
  unit('help', 'PATTERN...|PID...', 'units', 'Show the manual of units', [0, many], showManual),
  state('daemon-reload', '', 'none', 'Let the manager read all unit files again', [0, 0], daemonReload),
  state('daemon-reexec', '', 'none', 'Let the manager execute itself again', [0, 0], daemonReload),
  state('log-level', '[LEVEL]', 'levels', 'Get or set how much the manager logs', [0, 1], logSetting),
  state('log-target', '[TARGET]', 'none', 'Get or set where the manager logs to', [0, 1], logSetting),
  unit('service-log-level', 'SERVICE [LEVEL]', 'units', 'Get or set how much a service logs', [1, 2], serviceLogSetting),
  unit('service-log-target', 'SERVICE [TARGET]', 'units', 'Get or set where a service logs to', [1, 2], serviceLogSetting),
  state('service-watchdogs', '[BOOL]', 'none', 'Get or set whether watchdogs of services count', [0, 1], serviceWatchdogs),
  environment('show-environment', '', 'none', 'Show the environment services are started with', [0, 0], showEnvironment),
  environment('set-environment', 'VARIABLE=VALUE...', 'variables', 'Set variables of it', [1, many], setEnvironment),
  environment('unset-environment', 'VARIABLE...', 'variables', 'Remove variables from it', [1, many], setEnvironment),
  environment('import-environment', 'VARIABLE...', 'variables', 'Set variables of it as they are here', [0, many], importEnvironment),
  system('halt', '', 'none', 'Shut down and halt', [0, 0], shutDown),
  system('poweroff', '', 'none', 'Shut down and switch off', [0, 0], shutDown),
  system('reboot', '', 'none', 'Shut down and start again', [0, 0], shutDown),
  system('kexec', '', 'none', 'Shut down and start another kernel', [0, 0], shutDown),
  system('soft-reboot', '', 'none', 'Shut down and start the user space again', [0, 0], shutDown),
  system('sleep', '', 'none', 'Put the system to sleep in the best way it can', [0, 0], shutDown),
  system('suspend', '', 'none', 'Suspend the system', [0, 0], shutDown),
  system('hibernate', '', 'none', 'Hibernate the system', [0, 0], shutDown),
  system('hybrid-sleep', '', 'none', 'Hibernate and suspend the system', [0, 0], shutDown),
  system('suspend-then-hibernate', '', 'none', 'Suspend the system, and hibernate it after a while', [0, 0], shutDown),
  system('default', '', 'none', 'Enter the default mode', [0, 0], enterMode),
  system('rescue', '', 'none', 'Enter rescue mode', [0, 0], enterMode),
  system('emergency', '', 'none', 'Enter emergency mode', [0, 0], enterMode),
  system('exit', '[EXIT_CODE]', 'none', 'End the manager, and with it the container', [0, 1], exitManager),
  unit('reset-failed', '[PATTERN...]', 'units', 'Forget that units have failed', [0, many], resetFailed),
  file('enable', '[UNIT...|PATH...]', 'files', 'Enable unit files', [1, many], changeUnitFiles),
  file('disable', 'UNIT...', 'files', 'Disable unit files', [1, many], changeUnitFiles),
  file('is-enabled', 'UNIT...', 'files', 'Say whether unit files are enabled', [1, many], isEnabled),
  file('reenable', 'UNIT...', 'files', 'Disable and enable unit files', [1, many], changeUnitFiles),
  file('preset', 'UNIT...', 'files', 'Enable or disable unit files as the presets say', [1, many], changeUnitFiles),
  file('preset-all', '', 'none', 'The same for all unit files', [0, 0], presetAll),
  file('mask', 'UNIT...', 'files', 'Make units impossible to start', [1, many], changeUnitFiles),
  file('unmask', 'UNIT...', 'files', 'Undo that', [1, many], changeUnitFiles),
  file('link', 'PATH...', 'paths', 'Link unit files into the search path', [1, many], changeUnitFiles),
  file('revert', 'UNIT...', 'files', 'Undo all changes to unit files', [1, many], changeUnitFiles),
  system('switch-root', '[ROOT [INIT]]', 'none', 'Change to another root file system', [0, 2], switchRoot),
  unit('list-dependencies', '[UNIT...]', 'units', 'Show what units need and want, as a tree, or who\nneeds and wants them', [0, many], listDependencies),
  file('set-default', 'TARGET', 'targets', 'Set the default target', [1, 1], setDefault),
  file('get-default', '', 'none', 'Show the default target', [0, 0], getDefault),
  unit('set-property', 'UNIT PROPERTY=VALUE...', 'units', 'Change properties of a unit', [2, many], setProperty),
  { ...system('is-system-running', '', 'none', 'Say whether the system has started up well', [0, 0], isSystemRunning), needs: 'nothing' },
  file('add-wants', 'TARGET UNIT...', 'files', 'Let a target want units', [2, many], addDependency),
  file('add-requires', 'TARGET UNIT...', 'files', 'Let a target require units', [2, many], addDependency),
  { ...file('edit', 'UNIT...', 'files', 'Edit unit files', [1, many], editUnits), needs: 'manager' },
  unit('bind', 'UNIT PATH [PATH]', 'units', 'Bind-mount a path into the namespace of a unit', [2, 4], bindMount),
  unit('mount-image', 'UNIT PATH [PATH [OPTS]]', 'units', 'Mount an image into the namespace of a unit', [3, 5], mountImage),
  unit('whoami', '[PID...]', 'none', 'Name the unit of processes, or of who calls', [0, many], whoAmI),
]

/** The verb of a name. */
export function findVerb(name: string): Verb | undefined {
  return verbs.find(row => row.name === name)
}
