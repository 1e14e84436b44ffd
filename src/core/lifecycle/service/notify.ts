/** What a service says of itself over NOTIFY_SOCKET (sd_notify(3)). Whether the sender may say it was decided before. */
import type { NotifyMessage } from '#core/lifecycle/event.ts'
import { traitsOf } from './phases.ts'
import { setMain } from './pid-file.ts'
import { enterReloadNotify, enterRunning, enterStartPost } from './start.ts'
import type { FoundProcess, ServiceState } from './state.ts'
import { enterSignal, enterStopByNotify } from './stop.ts'
import { ask, log, nextAlarm, put, setDeadline, type Turn } from './turn.ts'

export function notified(turn: Turn, message: NotifyMessage): Turn {
  const known = message.mainPid === null ? turn : takeMainPid(turn, message.mainPid)
  const said = put(known, spoken(known.state, message))
  const timed = takeWatchdog(takeExtension(said, message), message)
  if (message.stopping) {
    return takeStopping(timed)
  }
  // A program that reloads in no time says RELOADING=1 and READY=1 in one message.
  const reloading = message.reloading === null ? timed : takeReloading(timed, message.reloading.monotonic)
  return message.ready ? takeReady(reloading) : reloading
}

function spoken(state: ServiceState, message: NotifyMessage): Partial<ServiceState> {
  return {
    statusText: message.status ?? state.statusText,
    statusErrno: message.errno ?? state.statusErrno,
    statusBusError: message.busError ?? state.statusBusError,
    statusVarlinkError: message.varlinkError ?? state.statusVarlinkError,
    notifyAccess: message.notifyAccess ?? state.notifyAccess,
  }
}

function takeMainPid(turn: Turn, found: FoundProcess): Turn {
  return traitsOf(turn.state.phase).main === 'open' ? setMain(turn, found) : turn
}

function takeReady(turn: Turn): Turn {
  const ready = put(turn, { notified: 'ready' })
  const { Type } = turn.unit.service
  switch (turn.state.phase.at) {
    case 'start':
      return Type === 'notify' || Type === 'notify-reload' ? enterStartPost(ready) : ready
    case 'reload-notify':
      return enterRunning(ready, 'success')
    case 'dead':
    case 'condition':
    case 'start-pre':
    case 'start-post':
    case 'running':
    case 'exited':
    case 'reload':
    case 'reload-signal':
    case 'stop':
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
    case 'stop-post':
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return ready
  }
}

function takeReloading(turn: Turn, since: number | null): Turn {
  const reloading = put(turn, { notified: 'reloading' })
  const { phase } = turn.state
  switch (phase.at) {
    case 'running':
      return enterReloadNotify(reloading)
    case 'reload-signal':
      // What was sent before our signal is about an earlier reload.
      return since !== null && since >= phase.since ? enterReloadNotify(reloading) : reloading
    case 'dead':
    case 'condition':
    case 'start-pre':
    case 'start':
    case 'start-post':
    case 'exited':
    case 'reload':
    case 'reload-notify':
    case 'stop':
    case 'stop-watchdog':
    case 'stop-sigterm':
    case 'stop-sigkill':
    case 'stop-post':
    case 'final-watchdog':
    case 'final-sigterm':
    case 'final-sigkill':
    case 'failed':
    case 'dead-before-auto-restart':
    case 'failed-before-auto-restart':
    case 'auto-restart':
    case 'auto-restart-queued':
    case 'cleaning':
      return reloading
  }
}

function takeStopping(turn: Turn): Turn {
  const stopping = put(turn, { notified: 'stopping' })
  return turn.state.phase.at === 'running' ? enterStopByNotify(stopping) : stopping
}

/** EXTEND_TIMEOUT_USEC=: the phase may last so much longer from now, never shorter than it may already. */
function takeExtension(turn: Turn, { extendTimeoutUs }: NotifyMessage): Turn {
  const { deadline } = turn.state
  if (extendTimeoutUs === null || deadline === null) {
    return turn
  }
  const extended = turn.around.now.monotonic + extendTimeoutUs
  return extended > deadline ? setDeadline(turn, extended) : turn
}

function takeWatchdog(turn: Turn, message: NotifyMessage): Turn {
  const { watchdog } = turn.state
  const now = turn.around.now
  const spanUs = message.watchdogUs ?? watchdog?.spanUs ?? 0
  if (message.watchdog === 'trigger') {
    const told = log(turn, 'err', `Watchdog request (last status: ${turn.state.statusText || '<unset>'})!`)
    return enterSignal(told, 'stop-watchdog', 'watchdog')
  }
  const isConcerned = message.watchdog === 'ping' || message.watchdogUs !== null
  if (!isConcerned || spanUs === 0 || (watchdog === null && message.watchdogUs === null)) {
    return turn
  }
  const lastPing = message.watchdog === 'ping' ? now : (watchdog?.lastPing ?? now)
  const next = put(turn, { watchdog: { deadline: now.monotonic + spanUs, spanUs, lastPing } })
  return ask(next, { do: 'alarm', at: nextAlarm(next.state) })
}
