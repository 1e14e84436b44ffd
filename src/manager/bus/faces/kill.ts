/** Signals to units (systemctl(1), kill), with systemd's words for what cannot be. */

import { type BusError, busError } from '#control/errors.ts'
import { isRealtimeSignal, isSignal, signalName } from '#core/base/linux/signal.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { isUp } from '#core/engine/work.ts'
import type { Entry } from '#core/engine/world.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import { invalidArgs } from '#manager/bus/faces/manager/refusals.ts'
import { controlGroup } from '#manager/processes/control-group.ts'
import type { KillWhom, Steward } from '#manager/steward.ts'

/** `main-fail` and its siblings insist that there is somebody; the plain words do not mind. */
const whoms = new Map<string, { readonly whom: KillWhom; readonly insists: boolean }>([
  ['', { whom: 'all', insists: false }],
  ['main', { whom: 'main', insists: false }],
  ['control', { whom: 'control', insists: false }],
  ['all', { whom: 'all', insists: false }],
  ['main-fail', { whom: 'main', insists: true }],
  ['control-fail', { whom: 'control', insists: true }],
  ['all-fail', { whom: 'all', insists: true }],
])

export function killUnit(
  steward: Steward,
  entry: Entry,
  whomWord: string,
  signal: number,
  value: number | null,
): Result<Record<never, never>, BusError> {
  const wish = whoms.get(whomWord)
  if (wish === undefined) {
    return invalidArgs(`Invalid whom argument: ${whomWord}`)
  }
  if (!isSignal(signal)) {
    return invalidArgs('Signal number out of range.')
  }
  if (value !== null && !isRealtimeSignal(signal)) {
    return invalidArgs(
      `Value parameter only accepted for realtime signals (SIGRTMIN…SIGRTMAX), refusing for signal SIG${signalName(signal)}.`,
    )
  }
  const commands = entry.machine.execution?.(entry.unit).commands
  if (commands === undefined) {
    return killWithin(steward, entry, wish.whom, signal, value)
  }
  if (wish.whom === 'main' && commands.ExecStart === undefined) {
    return noSuchProcess(`${entry.unit.type} units have no main processes`)
  }
  const killed = steward.kill(entry.unit.id, wish.whom, signal, value)
  if (killed.ok) {
    return ok({})
  }
  switch (killed.error) {
    case 'no-main-process':
      return noSuchProcess('No main process to kill')
    case 'no-control-process':
      return noSuchProcess('No control process to kill')
    case 'no-processes':
      // What runs no service keeps its control group while it is up, and whoever asks finds that instead of nobody.
      return wish.insists && !(commands.ExecStart === undefined && isUp(entry))
        ? noSuchProcess('No matching processes to kill')
        : ok({})
    case 'not-permitted':
      return fail(busError('org.freedesktop.DBus.Error.AccessDenied', 'Operation not permitted'))
  }
}

/** Units of these types have a control group; only some may run commands, which we do not, and none has a main process. */
const grouped: Partial<Record<UnitType, { readonly runsCommands: boolean }>> = {
  mount: { runsCommands: true },
  swap: { runsCommands: true },
  slice: { runsCommands: false },
  scope: { runsCommands: false },
}

/** Signals to what runs no commands: all that runs in a slice can be meant, in all others nothing runs. */
function killWithin(
  steward: Steward,
  entry: Entry,
  whom: KillWhom,
  signal: number,
  value: number | null,
): Result<Record<never, never>, BusError> {
  const { type } = entry.unit
  const group = grouped[type]
  if (group === undefined) {
    return fail(busError('org.freedesktop.DBus.Error.NotSupported', 'Unit type does not support process killing.'))
  }
  if (whom === 'main' || (whom === 'control' && !group.runsCommands)) {
    return noSuchProcess(`${type} units have no ${whom} processes`)
  }
  if (whom === 'control') {
    return noSuchProcess('No control process to kill')
  }
  for (const unit of type === 'slice' ? unitsIn(steward, entry) : []) {
    steward.kill(unit, 'all', signal, value)
  }
  return ok({})
}

function unitsIn(steward: Steward, slice: Entry): readonly string[] {
  const top = controlGroup(steward.world, slice)
  const inside = top === '/' ? '/' : `${top}/`
  return [...steward.world.entries.values()].flatMap(entry =>
    entry.machine.execution !== undefined && top !== '' && controlGroup(steward.world, entry).startsWith(inside)
      ? [entry.unit.id]
      : [],
  )
}

function noSuchProcess(message: string): Result<never, BusError> {
  return fail(busError('org.freedesktop.systemd1.NoSuchProcess', message))
}
