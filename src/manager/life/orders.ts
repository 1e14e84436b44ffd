/** From arguments and surroundings to what the manager is to do otherwise than usual. */
import { configSources } from '#catalog/system-config.ts'
import { parseBoolean } from '#core/base/boolean.ts'
import { activeState } from '#core/engine/work.ts'
import { parseUnitFile } from '#core/unitfile/parse.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { Orders } from '#manager/assembly.ts'
import { type ConsoleMode, consoleMode } from '#manager/log/console-mode.ts'
import type { Manager } from '#manager/manager.ts'
import { type Arguments, microseconds } from './arguments.ts'
import { asForeground, commandText, commandUnit } from './foreground.ts'

export function ordersOf(kernel: Kernel, args: Arguments, program: string | null): Orders {
  const text = program === null ? null : commandText(program, args.command, args.waitFor)
  return {
    console: consoleOf(kernel, args),
    given: new Map(text === null ? [] : [[commandUnit, text]]),
    adapt: (unit, launch) => (unit === commandUnit && text !== null ? asForeground(launch, kernel.host) : launch),
  }
}

function consoleOf({ files, host, output }: Kernel, { command, showStatus }: Arguments): ConsoleMode {
  const input = files.status('/proc/self/fd/0')
  return consoleMode({
    isTerminal: output.isTerminal,
    inputIsHeld: input.ok && (input.value.kind === 'fifo' || input.value.kind === 'socket'),
    hasCommand: command.length > 0,
    wanted: host.environment.get('BERTH_CONSOLE'),
    showStatus,
    forwards: forwardsToConsole({ files }),
  })
}

/** ForwardToConsole= of journald.conf(5); null where nothing is said. */
function forwardsToConsole({ files }: Pick<Kernel, 'files'>): boolean | null {
  const values = configSources(files, 'journald.conf').flatMap(({ path, text }) =>
    parseUnitFile(path, text, { known: ['Journal'] }).sections.flatMap(({ assignments }) =>
      assignments.filter(({ key }) => key === 'ForwardToConsole').map(({ value }) => parseBoolean(value)),
    ),
  )
  const last = values.at(-1)
  return last?.ok === true ? last.value : null
}

/** --stop-timeout=, else BERTH_STOP_TIMEOUT, in µs; null where nothing is said that is a span. */
export function stopTimeoutOf({ host }: Pick<Kernel, 'host'>, { stopTimeoutUs }: Arguments): number | null {
  const variable = host.environment.get('BERTH_STOP_TIMEOUT')
  return stopTimeoutUs ?? (variable === undefined ? null : (microseconds(variable) ?? null))
}

/** Where the output is somebody else's, only this is told there of a boot. */
export function tellFailedBoot(manager: Manager): void {
  const failed = [...manager.world.entries.values()].filter(entry => activeState(entry) === 'failed')
  if (manager.log.isForeign && failed.length > 0) {
    const names = failed.map(({ unit }) => unit.id).join(', ')
    manager.kernel.output.writeError(
      `berth: failed to start: ${names}. See: systemctl status ${failed[0]?.unit.id ?? ''}`,
    )
  }
}
