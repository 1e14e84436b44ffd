/** What an exit means, phase by phase: of the main process, of a command, of the last process there was. */
import type { Exit } from '#core/base/linux/exit.ts'
import { exitLine, indexAfter, isForgiven } from '#core/lifecycle/command-run.ts'
import { resultOf } from '#core/lifecycle/exit.ts'
import { serviceExecution } from '#core/unit/execution.ts'
import { runMain, runNextControl, withoutControl } from './commands.ts'
import { setMain } from './pid-file.ts'
import { enterRunning, enterStart, enterStartPost, enterStartPre } from './start.ts'
import { type Control, controlOf, type FoundProcess, mainPid, noRun, type Run, type ServiceResult } from './state.ts'
import { enterDead, enterSignal, enterStop, enterStopPost } from './stop.ts'
import { ask, blame, put, type Turn } from './turn.ts'

/**
 * One of the service's two processes ended. A daemon that renews itself by a fork says in its PID file who goes on, before the
 * one that was the main process ends: then that is no end of the service (systemd.service(5), PIDFile=).
 */
export function exited(turn: Turn, exit: Exit, successor: FoundProcess | null): Turn {
  const control = controlOf(turn.state.phase)
  if (control !== null && control.pid === exit.pid) {
    return controlExited(turn, control, exit)
  }
  if (mainPid(turn.state.main) !== exit.pid) {
    return turn
  }
  return successor === null || successor.pid === exit.pid ? mainExited(turn, exit) : setMain(turn, successor)
}

function ranTo(run: Run | undefined, exit: Exit, turn: Turn): Run {
  return {
    ...(run ?? noRun),
    pid: exit.pid,
    ended: turn.around.now,
    exit: { how: exit.how, status: exit.status },
  }
}

function mainExited(turn: Turn, exit: Exit): Turn {
  const { unit, state } = turn
  const index = state.main.is === 'alive' ? state.main.index : null
  const kind = unit.service.Type === 'oneshot' ? 'command' : 'daemon'
  const forgiven = unit.service.ExecStart[index ?? 0]?.ignoreFailure === true
  const judged = resultOf(exit, kind, unit.service.SuccessExitStatus)
  const result = forgiven ? 'success' : judged
  const mainRun = ranTo(state.mainRun, exit, turn)
  const runs = index === null ? state.runs : { ...state.runs, [`ExecStart.${index}`]: mainRun }
  const told = ask(put(turn, { main: { is: 'gone' }, mainRun, runs }), exitLine('Main process', exit, judged))
  const blamed = blame(told, result)
  const next = unit.service.Type === 'oneshot' ? indexAfter(serviceExecution(unit), 'ExecStart', index) : null
  if (next !== null && result === 'success' && state.phase.at === 'start') {
    return runMain(blamed, next)
  }
  // ExitType=cgroup: the service lives as long as any of its processes does.
  return unit.service.ExitType === 'cgroup' && turn.around.populated ? blamed : withoutMain(blamed, result)
}

/** Where a service goes once its main process is gone. A command that still runs is waited for. */
function withoutMain(turn: Turn, result: ServiceResult): Turn {
  const { phase } = turn.state
  const isAlone = controlOf(phase) === null
  switch (phase.at) {
    case 'start-post':
    case 'reload':
    case 'reload-signal':
    case 'reload-notify':
      return isAlone ? enterStop(turn, result) : turn
    case 'start':
      return startEnded(turn, result)
    case 'running':
      return enterRunning(turn, result)
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
      return isAlone ? enterStopPost(turn, result) : turn
    case 'stop-post':
      return isAlone ? enterSignal(turn, 'final-sigterm', result) : turn
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
      return isAlone ? enterDead(turn, result, true) : turn
    // In these no main process is waited for.
    case 'stop':
    case 'exited':
    case 'condition':
    case 'start-pre':
    case 'dead':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return turn
  }
}

/** The main process ended before the service was up: what a oneshot is for, and a fault in all others. */
function startEnded(turn: Turn, result: ServiceResult): Turn {
  switch (turn.unit.service.Type) {
    case 'oneshot':
      return result === 'success' ? enterStartPost(turn) : enterSignal(turn, 'stop-sigterm', result)
    case 'notify':
    case 'notify-reload':
      // It can never say READY=1 any more.
      return enterSignal(turn, 'stop-sigterm', result === 'success' ? 'protocol' : result)
    case 'simple':
    case 'exec':
    case 'idle':
    case 'forking':
    case 'dbus':
      return enterRunning(turn, result)
  }
}

function controlExited(turn: Turn, control: Control, exit: Exit): Turn {
  const { key, index } = control
  const { service } = turn.unit
  const forgiven = isForgiven(serviceExecution(turn.unit), control)
  // Of Type=forking: what would be the daemon may be asked to end before it has forked.
  const judged = resultOf(exit, key === 'ExecStart' ? 'daemon' : 'command', service.SuccessExitStatus)
  const skips = !forgiven && key === 'ExecCondition' && judged === 'exit-code' && exit.status < 255
  const result: ServiceResult = skips ? 'exec-condition' : forgiven ? 'success' : judged
  const id = `${key}.${index}`
  const runs = index === null ? turn.state.runs : { ...turn.state.runs, [id]: ranTo(turn.state.runs[id], exit, turn) }
  const known = withoutControl(put(turn, { runs }))
  const who = key === 'ExecCondition' ? 'Condition check process' : 'Control process'
  const told = ask(known, exitLine(who, exit, skips ? 'success' : judged))
  const blamed = turn.state.phase.at === 'reload' ? told : blame(told, result)
  const next = key === 'ExecStart' ? null : indexAfter(serviceExecution(turn.unit), key, index)
  if (result === 'success' && next !== null) {
    return runNextControl(blamed, key, next)
  }
  return commandsEnded(blamed, result)
}

/** The last command of a phase ended, or the first that failed. */
function commandsEnded(turn: Turn, result: ServiceResult): Turn {
  const { phase, main } = turn.state
  const isGood = result === 'success'
  switch (phase.at) {
    case 'condition':
      return isGood ? enterStartPre(turn) : enterSignal(turn, 'stop-sigterm', result)
    case 'start-pre':
      return isGood ? enterStart(turn) : enterSignal(turn, 'stop-sigterm', result)
    case 'start':
      return isGood ? forked(turn) : enterSignal(turn, 'stop-sigterm', result)
    case 'start-post':
      return isGood ? startPosted(turn) : enterSignal(turn, 'stop-sigterm', result)
    case 'reload':
      return reloaded(turn, result)
    case 'stop':
      return enterSignal(turn, 'stop-sigterm', result)
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
      // A main process is still to end: its exit leads on.
      return main.is === 'alive' ? turn : enterStopPost(turn, result)
    case 'stop-post':
      // With KillMode=none the main process may have outlived everything so far.
      return main.is === 'alive' ? turn : enterSignal(turn, 'final-sigterm', result)
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
      return main.is === 'alive' ? turn : enterDead(turn, result, true)
    // In these no command runs.
    case 'dead':
    case 'running':
    case 'exited':
    case 'reload-signal':
    case 'reload-notify':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return turn
  }
}

/** The starter of a forking service ended well: its child is the service, and the PID file or a guess says which. */
function forked(turn: Turn): Turn {
  const { service } = turn.unit
  if (service.PIDFile !== '') {
    // ExecStartPost= may be what writes the file: then it is read again afterwards.
    return ask(turn, { do: 'read-pid-file', insist: service.ExecStartPost.length === 0 })
  }
  return service.GuessMainPID ? ask(turn, { do: 'guess-main' }) : enterStartPost(turn)
}

function startPosted(turn: Turn): Turn {
  const { PIDFile, Type } = turn.unit.service
  const needsFile = PIDFile !== '' && Type === 'forking' && turn.state.main.is !== 'alive'
  return needsFile ? ask(turn, { do: 'read-pid-file', insist: true }) : enterRunning(turn, 'success')
}

function reloaded(turn: Turn, result: ServiceResult): Turn {
  const judged = put(turn, { reloadResult: result })
  const { PIDFile } = turn.unit.service
  const reread = result === 'success' && PIDFile !== '' ? ask(judged, { do: 'read-pid-file', insist: true }) : judged
  return enterRunning(reread, 'success')
}

/** No process of the unit is left; of interest where no exit told what to do. */
export function emptied(turn: Turn): Turn {
  const { phase, main } = turn.state
  const { Type, PIDFile } = turn.unit.service
  const isAlone = controlOf(phase) === null && main.is !== 'alive' && main.is !== 'starting'
  switch (phase.at) {
    case 'start':
    case 'start-post':
      // The file may name a process that is none of ours: it is looked at once more before the start is given up.
      return isAlone && Type === 'forking' && PIDFile !== '' ? ask(turn, { do: 'read-pid-file', insist: true }) : turn
    case 'running':
      return enterRunning(turn, 'success')
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
      return isAlone ? enterStopPost(turn, 'success') : turn
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
      return isAlone ? enterDead(turn, 'success', true) : turn
    // In these what ends is noticed by its exit, or is not waited for.
    case 'dead':
    case 'condition':
    case 'start-pre':
    case 'exited':
    case 'reload':
    case 'reload-signal':
    case 'reload-notify':
    case 'stop':
    case 'stop-post':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return turn
  }
}
