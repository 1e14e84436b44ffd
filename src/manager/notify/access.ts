/** Who may speak for a service on NOTIFY_SOCKET (systemd.service(5), NotifyAccess=). */
import { controlOf, mainPid, type ServiceState } from '#core/lifecycle/service/state.ts'
import type { ServiceUnit } from '#core/unit/unit.ts'

/** Null when the sender may speak, else the reason for the log. */
export function refuseSender(unit: ServiceUnit, state: ServiceState, pid: number): string | null {
  const main = mainPid(state.main)
  const control = controlOf(state.phase)?.pid ?? null
  switch (state.notifyAccess ?? unit.service.NotifyAccess) {
    case 'all':
      return null
    case 'none':
      return `Got notification message from PID ${pid}, but reception is disabled`
    case 'main':
      if (pid === main) {
        return null
      }
      return main === null
        ? `Got notification message from PID ${pid}, but reception only permitted for main PID which is currently not known`
        : `Got notification message from PID ${pid}, but reception only permitted for main PID ${main}`
    case 'exec':
      if (pid === main || pid === control) {
        return null
      }
      return `Got notification message from PID ${pid}, but reception only permitted for main and control PIDs`
  }
}
