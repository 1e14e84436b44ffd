/** NOTIFY_SOCKET (sd_notify(3)): messages from services, checked and turned into events. */
import { errnoText } from '#core/base/linux/errno.ts'
import { decodeText } from '#core/base/text/text.ts'
import type { Event } from '#core/engine/event.ts'
import { find, type World } from '#core/engine/world.ts'
import type { FoundProcess } from '#core/lifecycle/service/state.ts'
import type { Datagram } from '#kernel/kernel.ts'
import type { Processes } from '#kernel/processes/processes-api.ts'
import { foundProcess } from '#manager/deeds/found-process.ts'
import type { UnitProcesses } from '#manager/processes/unit-processes.ts'
import { refuseSender } from './access.ts'
import { messageMaxBytes, type Notification, readNotification } from './message.ts'

export interface NotifyParts {
  readonly world: World
  readonly processes: Processes
  readonly members: Pick<UnitProcesses, 'unitOf' | 'isProven'>
  readonly self: number
  closeDescriptor(fd: number): void
  submit(event: Event): void
  warn(unit: string, text: string): void
  /** Who sent it may not speak for the unit, and may try as often as it likes. */
  refuse(unit: string, text: string): void
}

/** Takes one datagram. Descriptors that came with it are closed: a barrier's sender waits for just that. */
export function takeDatagram(parts: NotifyParts, { bytes, peer, fds }: Datagram): void {
  try {
    if (bytes.length <= messageMaxBytes) {
      takeMessage(parts, readNotification(decodeText(bytes)), peer)
    }
  } finally {
    for (const fd of fds) {
      parts.closeDescriptor(fd)
    }
  }
}

interface Sender {
  readonly pid: number
  readonly uid: number
}

function takeMessage(parts: NotifyParts, said: Notification, sender: Sender): void {
  const { world, members } = parts
  // A child that ends right after its message may be gone by now: then only what we started ourselves is known.
  const known = world.processes.get(sender.pid)?.unit
  const id = known ?? members.unitOf(sender.pid)
  const entry = id === undefined ? undefined : find(world, id)
  if (entry?.unit.type !== 'service' || entry.state.type !== 'service') {
    return
  }
  const refusal =
    refuseSender(entry.unit, entry.state, sender.pid) ??
    (known === undefined && !members.isProven(entry.unit.id, sender.pid, sender.uid)
      ? `Got notification message from PID ${sender.pid}, which is not known to be of this service, ignoring.`
      : null)
  if (refusal !== null) {
    parts.refuse(entry.unit.id, refusal)
    return
  }
  parts.submit({
    type: 'unit',
    unit: entry.unit.id,
    event: {
      type: 'notified',
      message: {
        ready: said.ready,
        reloading: said.reloading ? { monotonic: said.monotonicUs } : null,
        stopping: said.stopping,
        status: said.status,
        errno: said.errno,
        busError: said.busError,
        varlinkError: said.varlinkError,
        mainPid: said.mainPid === null ? null : judgeMainPid(parts, entry.unit.id, said.mainPid, sender),
        watchdog: said.watchdog,
        watchdogUs: said.watchdogUs,
        extendTimeoutUs: said.extendTimeoutUs,
        notifyAccess: said.notifyAccess,
      },
    },
  })
}

/** MAINPID=: must be a process of the service, unless root says it. */
function judgeMainPid(parts: NotifyParts, unit: string, pid: number, { uid }: Sender): FoundProcess | null {
  const judged = foundProcess(parts, unit, pid)
  switch (judged.is) {
    case 'unfit':
      parts.warn(unit, judged.reason)
      return null
    case 'gone':
      parts.warn(unit, `Failed to parse MAINPID=${pid} field in notification message, ignoring: ${errnoText('ESRCH')}`)
      return null
    case 'member':
      return judged.process
    case 'marked':
    case 'stranger':
      if (uid === 0) {
        return judged.process
      }
      parts.warn(unit, `New main PID ${pid} does not belong to service, refusing.`)
      return null
  }
}
