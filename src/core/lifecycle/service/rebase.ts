/**
 * A service whose definition is read anew while its commands run goes on where the running command now stands in the list:
 * what was added behind it runs, what was removed does not. Where the running command itself is no longer in the list there is
 * nothing to go on from, and it is the last (as under systemd 257).
 */
import { complete } from '#core/base/complete.ts'
import type { CommandKey } from '#core/unit/directives/service.ts'
import type { Command } from '#core/unit/kinds/exec/command.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import { controlOf, type ServiceState } from './state.ts'

/** What runs, in the words of its unit file; null where nothing of the list runs. */
export interface RunningCommands {
  readonly main: CommandWords | null
  readonly control: CommandWords | null
}

type CommandWords = Pick<Command, 'path' | 'argv'>

export function runningCommands({ service }: ServiceUnit, { main, phase }: ServiceState): RunningCommands {
  const control = controlOf(phase)
  return {
    main: main.is === 'alive' && main.index !== null ? wordsOf(service.ExecStart[main.index]) : null,
    control: control !== null && control.index !== null ? wordsOf(service[control.key][control.index]) : null,
  }
}

/** What `runningCommands` said, perhaps in another version of the program. */
export function recalledCommands(remembered: unknown): RunningCommands {
  const { main, control } = complete<RunningCommands>({ main: null, control: null }, remembered)
  return { main: main && complete(noWords, main), control: control && complete(noWords, control) }
}

const noWords: CommandWords = { path: '', argv: [] }

function wordsOf(command: Command | undefined): CommandWords | null {
  return command === undefined ? null : { path: command.path, argv: command.argv }
}

/** The state under a new definition. @returns whether a running command has no place in it any more. */
export function rebase(
  unit: ServiceUnit,
  state: ServiceState,
  running: RunningCommands,
): { readonly state: ServiceState; readonly vanished: boolean } {
  const main = rebaseMain(unit, state, running)
  const phase = rebasePhase(unit, state, running)
  const isLost = (before: number | null | undefined, after: number | null | undefined): boolean =>
    typeof before === 'number' && after === null
  const vanished =
    isLost(indexIn(state.main), indexIn(main)) || isLost(controlOf(state.phase)?.index, controlOf(phase)?.index)
  return { state: { ...state, main, phase }, vanished }
}

function indexIn(main: ServiceState['main']): number | null {
  return main.is === 'alive' ? main.index : null
}

function rebaseMain(unit: ServiceUnit, { main }: ServiceState, running: RunningCommands): ServiceState['main'] {
  return main.is === 'alive' && main.index !== null && running.main !== null
    ? { ...main, index: placeOf(unit, 'ExecStart', main.index, running.main) }
    : main
}

function rebasePhase(unit: ServiceUnit, { phase }: ServiceState, running: RunningCommands): ServiceState['phase'] {
  const control = controlOf(phase)
  if (control === null || control.index === null || running.control === null) {
    return phase
  }
  const index = placeOf(unit, control.key, control.index, running.control)
  return { ...phase, control: { ...control, index } } as ServiceState['phase']
}

/** Of two commands that are the same the one in its old place is meant. */
function placeOf({ service }: ServiceUnit, key: CommandKey, before: number, words: CommandWords): number | null {
  const fits = ({ path, argv }: CommandWords): boolean =>
    path === words.path && argv.length === words.argv.length && argv.every((word, at) => word === words.argv[at])
  const commands = service[key]
  const same = commands[before]
  const index = same !== undefined && fits(same) ? before : commands.findIndex(fits)
  return index < 0 ? null : index
}
