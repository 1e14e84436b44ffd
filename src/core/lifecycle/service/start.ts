/** The way up: dead -> condition -> start-pre -> start -> start-post -> running. */

import { spawnControl, spawnFailedLine } from '#core/lifecycle/command-run.ts'
import { after } from '#core/lifecycle/instant.ts'
import { runCommands, runMain, withoutControl } from './commands.ts'
import { controlOf, initialService, noRun, type ServiceResult } from './state.ts'
import { enterSignal, enterStop, enterStopByNotify } from './stop.ts'
import { ask, blame, commandsOf, enter, log, nextAlarm, put, type Turn } from './turn.ts'

/** What a request to start came to: `started`, or why not now. */
export type StartAnswer = { readonly turn: Turn; readonly answer: 'started' | 'again' }

/** A request to start (systemctl(1), start). */
export function start(turn: Turn): StartAnswer {
  switch (turn.state.phase.at) {
    case 'condition':
    case 'start-pre':
    case 'start':
    case 'start-post':
      return { turn, answer: 'started' }
    case 'dead':
    case 'failed':
    case 'auto-restart-queued':
      return { turn: enterCondition(freshRun(turn)), answer: 'started' }
    case 'auto-restart':
      return { turn: hurryRestart(turn), answer: 'again' }
    // What is going down is started when it got there.
    case 'running':
    case 'exited':
    case 'reload':
    case 'reload-signal':
    case 'reload-notify':
    case 'stop':
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
    case 'stop-post':
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'cleaning':
      return { turn, answer: 'again' }
  }
}

/** Who asks for a service that waits for its automatic restart need not wait: the request is the restart. */
function hurryRestart(turn: Turn): Turn {
  const restarts = turn.state.restarts + 1
  const queued = enter(put(turn, { restarts, restartsSettled: false }), { at: 'auto-restart-queued' })
  return log(queued, 'info', `Scheduled restart job immediately on client request, restart counter is at ${restarts}.`)
}

/** A new run remembers nothing of the last one but how often it was restarted. */
function freshRun(turn: Turn): Turn {
  const { restarts, restartsSettled, busNameOwned } = turn.state
  const fresh = put(turn, {
    ...initialService,
    phase: turn.state.phase,
    busNameOwned,
    restarts: restartsSettled ? 0 : restarts,
  })
  return ask(fresh, { do: 'new-invocation' })
}

function enterCondition(turn: Turn): Turn {
  return runCommands(turn, 'condition', 'ExecCondition', turn.unit.service.TimeoutStartSec) ?? enterStartPre(turn)
}

export function enterStartPre(turn: Turn): Turn {
  return runCommands(turn, 'start-pre', 'ExecStartPre', turn.unit.service.TimeoutStartSec) ?? enterStart(turn)
}

export function enterStart(turn: Turn): Turn {
  const { Type, TimeoutStartSec } = turn.unit.service
  if (mustRunAlone(turn)) {
    const why = 'Will not start SendSIGKILL=no service of type KillMode=control-group or mixed while processes exist'
    return enterSignal(log(turn, 'warning', why), 'stop-sigterm', 'resources')
  }
  if (commandsOf(turn.unit, 'ExecStart') === 0) {
    // Passes through `start`, since what follows the end of a run (SuccessAction=, OnSuccess=) must see that there was one.
    return enterStartPost(enter(turn, { at: 'start', control: null }))
  }
  if (Type === 'forking') {
    const control = { key: 'ExecStart', index: 0, pid: null } as const
    const entered = enter(turn, { at: 'start', control }, TimeoutStartSec)
    return ask(entered, spawnControl('ExecStart', 0))
  }
  const entered = enter(turn, { at: 'start', control: null }, TimeoutStartSec)
  return runMain(entered, 0)
}

/** What may not be killed must not be doubled either: such a service does not start beside the remains of its last run. */
function mustRunAlone({ unit, around }: Turn): boolean {
  const { KillMode, SendSIGKILL } = unit.kill
  return around.populated && !SendSIGKILL && (KillMode === 'control-group' || KillMode === 'mixed')
}

/** The main process was forked: for Type=simple and idle that is all there is to wait for. */
export function mainSpawned(turn: Turn, pid: number): Turn {
  const index = turn.state.main.is === 'starting' ? turn.state.main.index : 0
  const run = { ...noRun, pid, started: turn.around.now }
  const known = put(turn, {
    main: { is: 'alive', pid, alien: null, index },
    mainRun: run,
    runs: { ...turn.state.runs, [`ExecStart.${index}`]: run },
  })
  const { Type } = turn.unit.service
  const isUp = turn.state.phase.at === 'start' && (Type === 'simple' || Type === 'idle')
  return isUp ? enterStartPost(known) : known
}

export function enterStartPost(turn: Turn): Turn {
  const watched = startWatchdog(turn)
  const { TimeoutStartSec } = turn.unit.service
  return runCommands(watched, 'start-post', 'ExecStartPost', TimeoutStartSec) ?? enterRunning(watched, 'success')
}

/** WatchdogSec= begins to count when the service is up. */
function startWatchdog(turn: Turn): Turn {
  const span = turn.unit.service.WatchdogSec
  const deadline = after(turn.around.now.monotonic, span)
  if (span === 0n || deadline === null || turn.state.watchdog !== null) {
    return turn
  }
  const next = put(turn, { watchdog: { deadline, spanUs: Number(span), lastPing: turn.around.now } })
  return ask(next, { do: 'alarm', at: nextAlarm(next.state) })
}

/**
 * The service is up, or should be: goes to `running` where something runs, to `exited` where the unit stays active without,
 * and down again where neither holds.
 */
export function enterRunning(turn: Turn, result: ServiceResult): Turn {
  const judged = blame(turn, result)
  if (isGood(judged)) {
    return enterGood(judged)
  }
  if (judged.state.result !== 'success') {
    return enterSignal(judged, 'stop-sigterm', result)
  }
  return judged.unit.service.RemainAfterExit ? enter(judged, { at: 'exited' }) : enterStop(judged, 'success')
}

function enterGood(turn: Turn): Turn {
  switch (turn.state.notified) {
    case 'reloading':
      return enterReloadNotify(turn)
    case 'stopping':
      return enterStopByNotify(turn)
    case 'ready':
    case 'unknown':
      return turn.state.phase.at === 'running' ? turn : enter(turn, { at: 'running' }, runtimeLimit(turn))
  }
}

/** The service says itself that it reloads: it will say when it is done. */
export function enterReloadNotify(turn: Turn): Turn {
  return enter(turn, { at: 'reload-notify' }, turn.unit.service.TimeoutStartSec)
}

/** RuntimeMaxSec= counts from the moment the service became active; up to RuntimeRandomizedExtraSec= comes on top. */
function runtimeLimit(turn: Turn): bigint | null {
  const { RuntimeMaxSec, RuntimeRandomizedExtraSec } = turn.unit.service
  const extra = Math.floor(Number(RuntimeRandomizedExtraSec) * turn.around.chance)
  const limit = RuntimeMaxSec + BigInt(extra)
  return after(turn.around.now.monotonic, limit) === null ? null : limit
}

/** Whether something of the service is alive: its main process, or any process where the main one is not known. */
function isGood(turn: Turn): boolean {
  const { unit, state, around } = turn
  if (unit.service.Type === 'dbus' && !state.busNameOwned) {
    return false
  }
  switch (state.main.is) {
    case 'alive':
    case 'starting':
      return true
    case 'gone':
      return false
    case 'none':
      return around.populated
  }
}

/** A command could not be started at all: no memory, no file, no process. */
export function spawnFailed(turn: Turn, role: 'main' | 'control', reason: string): Turn {
  const key = role === 'main' ? 'ExecStart' : (controlOf(turn.state.phase)?.key ?? 'ExecStart')
  const told = ask(turn, spawnFailedLine(key, reason))
  const lost = role === 'main' ? put(told, { main: { is: 'none' } }) : withoutControl(told)
  switch (turn.state.phase.at) {
    case 'condition':
    case 'start-pre':
    case 'start':
      return enterSignal(lost, 'stop-sigterm', 'resources')
    case 'start-post':
      return enterSignal(lost, 'stop-sigterm', 'resources')
    case 'reload':
      return enterRunning(put(lost, { reloadResult: 'resources' }), 'success')
    case 'stop':
      return enterSignal(lost, 'stop-sigterm', 'resources')
    case 'stop-post':
      return enterSignal(lost, 'final-sigterm', 'resources')
    case 'dead':
    case 'running':
    case 'exited':
    case 'reload-signal':
    case 'reload-notify':
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return lost
  }
}
