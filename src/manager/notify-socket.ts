/** NOTIFY_SOCKET (sd_notify(3)): messages from services, checked and turned into events. */
import { errnoText } from '#core/base/errno.ts'
import { decodeText } from '#core/base/text.ts'
import type { Event } from '#core/engine/event.ts'
import { find, type World } from '#core/engine/world.ts'
import type { Datagram, Processes } from '#kernel/kernel.ts'
import { refuseSender } from './notify-access.ts'
import { messageMaxBytes, type Notification, readNotification } from './notify-message.ts'

export interface NotifyParts {
  readonly world: World
  readonly processes: Processes
  readonly self: number
  unitOf(pid: number): string | undefined
  closeDescriptor(fd: number): void
  submit(event: Event): void
  warn(unit: string, text: string): void
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
  // A child that ends right after its message may be gone by now: then only what we started ourselves is known.
  const id = parts.world.processes.get(sender.pid)?.unit ?? parts.unitOf(sender.pid)
  const entry = id === undefined ? undefined : find(parts.world, id)
  if (entry?.unit.type !== 'service' || entry.state.type !== 'service') {
    return
  }
  const refusal = refuseSender(entry.unit, entry.state, sender.pid)
  if (refusal !== null) {
    parts.warn(entry.unit.id, refusal)
    return
  }
  parts.submit({
    type: 'notified',
    unit: entry.unit.id,
    message: {
      ready: said.ready,
      reloading: said.reloading ? { monotonic: said.monotonicUs } : null,
      stopping: said.stopping,
      status: said.status,
      errno: said.errno,
      mainPid: said.mainPid === null ? null : judgeMainPid(parts, entry.unit.id, said.mainPid, sender),
      watchdog: said.watchdog,
      watchdogUs: said.watchdogUs,
      extendTimeoutUs: said.extendTimeoutUs,
    },
  })
}

/** MAINPID=: must be a process of the service, unless root says it. */
function judgeMainPid(parts: NotifyParts, unit: string, pid: number, { uid }: Sender) {
  const entry = parts.processes.entry(pid)
  if (pid === 1 || pid === parts.self) {
    parts.warn(unit, `New main PID ${pid} is the manager, refusing.`)
    return null
  }
  if (entry === undefined || entry.zombie) {
    parts.warn(unit, `Failed to parse MAINPID=${pid} field in notification message, ignoring: ${errnoText('ESRCH')}`)
    return null
  }
  const owner = parts.unitOf(pid)
  if (owner !== unit && (owner !== undefined || uid !== 0)) {
    parts.warn(unit, `New main PID ${pid} does not belong to service, refusing.`)
    return null
  }
  return { pid, alien: entry.parent !== parts.self }
}
