/** Reloading: ExecReload=, the signal of Type=notify-reload, and RELOADING=1 (systemd.service(5), sd_notify(3)). */
import { runCommands } from './commands.ts'
import { enterRunning } from './start.ts'
import { mainPid } from './state.ts'
import { ask, enter, put, type Turn } from './turn.ts'

/** A request to reload; the service is up. */
export function enterReload(turn: Turn): Turn {
  const { TimeoutStartSec, Type, ReloadSignal } = turn.unit.service
  const fresh = put(turn, { reloadResult: 'success' })
  const pid = mainPid(turn.state.main)
  const signals = Type === 'notify-reload' && pid !== null
  const signalled = signals
    ? ask(fresh, { do: 'kill', signal: ReloadSignal, pids: [pid], all: false, hangUp: false, tell: false })
    : fresh
  const commanded = runCommands(signalled, 'reload', 'ExecReload', TimeoutStartSec)
  if (commanded !== null) {
    return commanded
  }
  return signals
    ? enter(signalled, { at: 'reload-signal', since: turn.around.now.monotonic }, TimeoutStartSec)
    : enterRunning(signalled, 'success')
}
