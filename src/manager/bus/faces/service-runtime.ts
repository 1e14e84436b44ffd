/** The living half of org.freedesktop.systemd1.Service: processes, exits, what the service says of itself. */

import type { Getters } from '#control/implement.ts'
import type { serviceInterface } from '#control/protocol/units/service.ts'
import { waitCodes } from '#core/base/linux/exit.ts'
import type { Entry } from '#core/engine/world.ts'
import { restartDelay } from '#core/lifecycle/service/restart.ts'
import { controlOf, mainPid, type Run, type ServiceState } from '#core/lifecycle/service/state.ts'
import { type CommandKey, commandKeys } from '#core/unit/directives/service.ts'
import type { Command } from '#core/unit/kinds/exec/command.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import type { UnitSubject } from './unit-runtime.ts'

type ServiceGetters = Getters<typeof serviceInterface.properties, UnitSubject>

/** Only services are given this face (typeFace in type-faces.ts). */
function stateOf({ state }: Entry): ServiceState {
  return state as ServiceState
}

function unitOf({ unit }: Entry): ServiceUnit {
  return unit as ServiceUnit
}

function us(time: number): bigint {
  return BigInt(Math.round(time))
}

const noId = 2 ** 32 - 1

type Row = [string, string[], boolean, bigint, bigint, bigint, bigint, number, number, number]
type RowEx = [string, string[], string[], bigint, bigint, bigint, bigint, number, number, number]

/** One command as ExecStart= shows it, with how its last run went. */
function commandRow(entry: Entry, key: CommandKey, command: Command, at: number): Row {
  const run = stateOf(entry).runs[`${key}.${at}`]
  return [
    command.path,
    [...command.argv],
    command.ignoreFailure,
    us(run?.started.realtime ?? 0),
    us(run?.started.monotonic ?? 0),
    us(run?.ended.realtime ?? 0),
    us(run?.ended.monotonic ?? 0),
    run?.pid ?? 0,
    ...waitStatus(run),
  ]
}

/** The code of waitid(2), and the exit code or signal; zeroes while it runs. */
function waitStatus(run: Run | undefined): [number, number] {
  const exit = run?.exit ?? null
  return exit === null ? [0, 0] : [waitCodes[exit.how], exit.status]
}

function flagsOf({ ignoreFailure, literal, privilege }: Command): string[] {
  return [
    ...(ignoreFailure ? ['ignore-failure'] : []),
    ...(privilege === 'full' ? ['privileged'] : []),
    ...(privilege === 'keeps-credentials' ? ['no-setuid'] : []),
    ...(privilege === 'ambient' ? ['ambient'] : []),
    ...(literal ? ['no-env-expand'] : []),
  ]
}

function commandRows({ entry }: UnitSubject, key: CommandKey): Row[] {
  return unitOf(entry).service[key].map((command, at) => commandRow(entry, key, command, at))
}

function commandRowsEx({ entry }: UnitSubject, key: CommandKey): RowEx[] {
  return unitOf(entry).service[key].map((command, at): RowEx => {
    const [path, argv, , ...rest] = commandRow(entry, key, command, at)
    return [path, argv, flagsOf(command), ...rest]
  })
}

type CommandGetters = Pick<ServiceGetters, CommandKey | `${CommandKey}Ex`>

const commands = Object.fromEntries(
  commandKeys.flatMap(key => [
    [key, (subject: UnitSubject) => commandRows(subject, key)],
    [`${key}Ex`, (subject: UnitSubject) => commandRowsEx(subject, key)],
  ]),
) as unknown as CommandGetters

export const serviceRuntime = {
  NotifyAccess: ({ entry }) => stateOf(entry).notifyAccess ?? unitOf(entry).service.NotifyAccess,
  ...commands,
  RestartUSecNext: ({ entry }) => restartDelay(unitOf(entry), stateOf(entry).restarts),
  WatchdogUSec: ({ entry }) => watchdogSpan(entry),
  WatchdogTimestamp: ({ entry }) => us(stateOf(entry).watchdog?.lastPing.realtime ?? 0),
  WatchdogTimestampMonotonic: ({ entry }) => us(stateOf(entry).watchdog?.lastPing.monotonic ?? 0),
  MainPID: ({ entry }) => mainPid(stateOf(entry).main) ?? 0,
  ControlPID: ({ entry }) => controlOf(stateOf(entry).phase)?.pid ?? 0,
  NFileDescriptorStore: () => 0,
  StatusText: ({ entry }) => stateOf(entry).statusText,
  StatusErrno: ({ entry }) => stateOf(entry).statusErrno,
  StatusBusError: ({ entry }) => stateOf(entry).statusBusError,
  StatusVarlinkError: ({ entry }) => stateOf(entry).statusVarlinkError,
  Result: ({ entry }) => stateOf(entry).result,
  ReloadResult: ({ entry }) => stateOf(entry).reloadResult,
  CleanResult: ({ entry }) => stateOf(entry).cleanResult,
  LiveMountResult: () => 'success',
  UID: ({ steward, entry }) => steward.identityOf(entry.unit.id)?.uid ?? noId,
  GID: ({ steward, entry }) => steward.identityOf(entry.unit.id)?.gid ?? noId,
  NRestarts: ({ entry }) => stateOf(entry).restarts,
  ExtraFileDescriptorNames: () => [],
  ExecMainStartTimestamp: ({ entry }) => us(stateOf(entry).mainRun.started.realtime),
  ExecMainStartTimestampMonotonic: ({ entry }) => us(stateOf(entry).mainRun.started.monotonic),
  ExecMainExitTimestamp: ({ entry }) => us(stateOf(entry).mainRun.ended.realtime),
  ExecMainExitTimestampMonotonic: ({ entry }) => us(stateOf(entry).mainRun.ended.monotonic),
  ExecMainHandoffTimestamp: ({ entry }) => us(stateOf(entry).mainRun.handedOver.realtime),
  ExecMainHandoffTimestampMonotonic: ({ entry }) => us(stateOf(entry).mainRun.handedOver.monotonic),
  ExecMainPID: ({ entry }) => stateOf(entry).mainRun.pid,
  ExecMainCode: ({ entry }) => waitStatus(stateOf(entry).mainRun)[0],
  ExecMainStatus: ({ entry }) => waitStatus(stateOf(entry).mainRun)[1],
} as const satisfies Partial<ServiceGetters>

/** What the service itself asked for with WATCHDOG_USEC=, else WatchdogSec=; "infinity" before the first start. */
function watchdogSpan(entry: Entry): bigint {
  if (entry.invocationId === '') {
    return 2n ** 64n - 1n
  }
  const { watchdog } = stateOf(entry)
  return watchdog === null ? unitOf(entry).service.WatchdogSec : BigInt(watchdog.spanUs)
}
