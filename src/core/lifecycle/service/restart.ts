/** Restart= and its siblings (systemd.service(5)): whether a service is started again, and after which delay. */

import { isIn } from '#core/lifecycle/exit.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'
import type { ServiceState } from './state.ts'

/** Whether a service that came to an end is started again by itself. A stop that somebody asked for is never undone. */
export function shallRestart({ service }: ServiceUnit, state: ServiceState): boolean {
  if (state.stopRequested) {
    return false
  }
  const { exit } = state.mainRun
  if (exit !== null && isIn(exit, service.RestartPreventExitStatus)) {
    return false
  }
  if (exit !== null && isIn(exit, service.RestartForceExitStatus)) {
    // A command whose failure is ignored may have ended so, and then the oneshot has done its work.
    return service.Type !== 'oneshot' || state.result !== 'success'
  }
  const { result } = state
  switch (service.Restart) {
    case 'no':
      return false
    case 'always':
      return result !== 'exec-condition'
    case 'on-success':
      return result === 'success'
    case 'on-failure':
      return result !== 'success' && result !== 'exec-condition'
    case 'on-abnormal':
      return result !== 'success' && result !== 'exec-condition' && result !== 'exit-code'
    case 'on-watchdog':
      return result === 'watchdog'
    case 'on-abort':
      return result === 'signal' || result === 'core-dump'
  }
}

/**
 * The delay before the next automatic restart in µs: RestartSec=, or, with RestartSteps=, growing by the same factor each
 * time until RestartMaxDelaySec= is reached.
 */
export function restartDelay({ service }: ServiceUnit, restartsSoFar: number): bigint {
  const { RestartSec: first, RestartMaxDelaySec: last, RestartSteps: steps } = service
  const next = restartsSoFar + 1
  if (next <= 1 || steps === 0 || first === 0n || last === 2n ** 64n - 1n || first >= last) {
    return first
  }
  if (next > steps) {
    return last
  }
  const factor = (Number(last) / Number(first)) ** (1 / steps)
  return BigInt(Math.floor(Number(first) * factor ** (next - 1)))
}
