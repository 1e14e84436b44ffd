/** How the main process of a forking service is found: PIDFile=, or a guess (systemd.service(5), GuessMainPID=). */
import type { PidFileOutcome } from '#core/lifecycle/event.ts'
import { traitsOf } from './phases.ts'
import { enterRunning, enterStartPost } from './start.ts'
import { type FoundProcess, mainPid, noRun } from './state.ts'
import { enterStop, enterStopPost } from './stop.ts'
import { ask, commandsOf, log, put, type Turn } from './turn.ts'

/** The PID file was read: because its starter ended, because it changed, or after a reload. */
export function pidFileRead(turn: Turn, outcome: PidFileOutcome): Turn {
  const { phase } = turn.state
  if (!traitsOf(phase).readsPidFile) {
    // What is on its way down does not get a new main process.
    return turn
  }
  const known = outcome.found === 'process' ? setMain(turn, outcome) : turn
  if (phase.at === 'start') {
    return startFile(known, outcome)
  }
  return phase.at === 'start-post' && phase.control === null ? startPostFile(known, outcome) : known
}

function startFile(turn: Turn, outcome: PidFileOutcome): Turn {
  if (outcome.found === 'process' || commandsOf(turn.unit, 'ExecStartPost') > 0) {
    return enterStartPost(turn)
  }
  return waitForFile(turn, outcome.reason) ?? neverWrote(turn)
}

function startPostFile(turn: Turn, outcome: PidFileOutcome): Turn {
  if (outcome.found === 'process') {
    return enterRunning(turn, 'success')
  }
  return waitForFile(turn, outcome.reason) ?? neverWrote(turn)
}

/** Watches for the file as long as there is somebody who could write it. */
function waitForFile(turn: Turn, reason: string): Turn | null {
  return turn.around.populated ? ask(log(turn, 'notice', reason), { do: 'watch-pid-file', on: true }) : null
}

function neverWrote(turn: Turn): Turn {
  const told = log(turn, 'warning', 'Daemon never wrote its PID file. Failing.')
  return turn.state.phase.at === 'start' ? enterStopPost(told, 'protocol') : enterStop(told, 'protocol')
}

/** The starter ended and left no PID file to read: the only child of ours that is left, if it is one, is the service. */
export function mainGuessed(turn: Turn, pid: number | null): Turn {
  if (turn.state.phase.at !== 'start') {
    return turn
  }
  return enterStartPost(pid === null ? turn : setMain(turn, { pid, alien: null }))
}

/** Takes a process for the main one. */
export function setMain(turn: Turn, { pid, alien }: FoundProcess): Turn {
  const before = mainPid(turn.state.main)
  if (before === pid) {
    return turn
  }
  // It stands in for the one that ExecStart= began, and what becomes of it is what became of that command.
  const index = turn.state.main.is === 'alive' ? turn.state.main.index : null
  const known = put(turn, {
    main: { is: 'alive', pid, alien, index },
    mainRun: { ...noRun, pid, started: turn.around.now },
  })
  const told = before === null ? known : log(known, 'debug', `Main PID changing: ${before} -> ${pid}`)
  const watched = alien === null ? told : ask(told, { do: 'watch-main', pid, startTime: alien.startTime })
  const warning = `Supervising process ${pid} which is not our child. We'll most likely not notice when it exits.`
  return alien === null ? told : log(watched, 'warning', warning)
}
