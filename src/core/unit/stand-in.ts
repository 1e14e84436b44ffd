/**
 * Units of systemd's own helpers whose work the manager does itself. They show as active, so that what is ordered after them or
 * requires them goes on, and nothing is started for them.
 *
 * What cannot work in a container (udev, gettys, kernel modules) is not here: the Condition lines of those units say so.
 */
import type { ServiceUnit } from './unit.ts'

/** By name: what does the work instead. */
export const standIns: ReadonlyMap<string, string> = new Map([
  ['systemd-journald.service', 'the manager reads the output of services'],
  ['systemd-journald.socket', 'the manager reads the output of services'],
  ['systemd-journald-dev-log.socket', 'the manager reads the output of services'],
  ['systemd-journald-audit.socket', 'the manager reads the output of services'],
  ['systemd-journal-flush.service', 'there is no journal in /run to move'],
  ['systemd-journal-catalog-update.service', 'there is no journal to explain'],
  ['systemd-initctl.socket', 'telinit talks to the manager'],
])

/** The unit as it is run: without commands when the manager stands in for it. */
export function standInFor(unit: ServiceUnit): ServiceUnit {
  return standIns.has(unit.id) && unit.load === 'loaded' ? withoutCommands(unit) : unit
}

function withoutCommands(unit: ServiceUnit): ServiceUnit {
  const none = { ExecCondition: [], ExecStartPre: [], ExecStart: [], ExecStartPost: [], ExecReload: [], ExecStop: [] }
  const service = { ...unit.service, ...none, ExecStopPost: [], Type: 'oneshot', RemainAfterExit: true } as const
  return { ...unit, service: { ...service, Restart: 'no', BusName: '', WatchdogSec: 0n } }
}
