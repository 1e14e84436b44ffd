/** Signals that a client sends to the processes of a unit (systemctl(1), kill). */
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Entry } from '#core/engine/world.ts'
import type { ProcessRole } from '#core/lifecycle/effect.ts'
import type { Processes } from '#kernel/processes/processes-api.ts'
import type { KillFailure, KillWhom } from '#manager/steward.ts'
import type { UnitProcesses } from './unit-processes.ts'

export interface SignalWish {
  readonly whom: KillWhom
  readonly signal: number
  /** For sigqueue(3); null for plain kill(2). */
  readonly value: number | null
}

export interface SignalParts {
  readonly processes: Processes
  readonly unitProcesses: UnitProcesses
}

export function signalUnit(parts: SignalParts, entry: Entry | undefined, wish: SignalWish): Result<void, KillFailure> {
  if (entry === undefined) {
    return fail('no-processes')
  }
  const known = entry.machine.processes?.(entry.state) ?? []
  const pidOf = (role: ProcessRole): number | null => known.find(process => process.role === role)?.pid ?? null
  const main = pidOf('main')
  const control = pidOf('control')
  if (wish.whom === 'main' && main === null) {
    return fail('no-main-process')
  }
  if (wish.whom === 'control' && control === null) {
    return fail('no-control-process')
  }
  const all = parts.unitProcesses.of(entry.unit.id).map(({ pid }) => pid)
  const pids = { main: [main], control: [control], all: [...new Set([main, control, ...all])] }[wish.whom]
  return signalEach(
    parts,
    pids.filter(pid => pid !== null),
    wish,
  )
}

function signalEach(
  { processes, unitProcesses: members }: SignalParts,
  pids: readonly number[],
  { signal, value }: SignalWish,
): Result<void, KillFailure> {
  if (pids.length === 0) {
    return fail('no-processes')
  }
  const sent = pids.map(pid => (value === null ? members.kill(pid, signal) : processes.queueSignal(pid, signal, value)))
  return sent.some(result => result.ok) ? ok(undefined) : fail('not-permitted')
}
