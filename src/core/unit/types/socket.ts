/** Sockets (systemd.socket(5)). */
import { isNormalized, simplifyPath } from '#core/base/path.ts'
import type { ParsedSocket, SocketSettings } from '#core/unit/directives/socket.ts'
import type { Listen } from '#core/unit/kinds/unit/listen.ts'
import { replaceType } from '#core/unit/name/name.ts'
import type { Draft } from '#core/unit/read/load-context.ts'
import { addDefaultDependencies } from '#core/unit/relate/default-dependencies.ts'
import { addExecDependencies, commandStreams, completeExec, completeResource } from '#core/unit/relate/implicit.ts'
import type { SocketUnit } from '#core/unit/unit.ts'
import { type Finished, finished, impossible, type PartOf } from './finished.ts'
import { problemWithPam } from './service.ts'

const second = 1_000_000n

export function finishSocket(draft: Draft): Finished<PartOf<SocketUnit>> {
  const { parsed, context, relations } = draft
  const socket = completeSocket(parsed.socket, context.manager.DefaultTimeoutStopSec)
  if (acceptsItself(socket)) {
    addService(socket, draft)
  }
  const files = socket.Listen.flatMap(listen => filePath(listen) ?? [])
  for (const path of files) {
    relations.needMount(simplifyPath(path), 'RequiresMountsFor')
  }
  const exec = completeExec(parsed.exec, commandStreams(parsed.exec, context.manager), draft)
  if (hasCommands(socket)) {
    addExecDependencies(exec, draft)
  }
  if (parsed.unit.DefaultDependencies) {
    addDefaultDependencies('socket', relations, context)
  }

  const resource = completeResource(parsed.resource, exec)
  const part = { type: 'socket', socket, exec, kill: parsed.kill, resource } as const
  const isOdd = files.some(path => !isNormalized(simplifyPath(path)))
  return isOdd ? impossible(part, 'EPERM') : finished(part, problemWith(socket, draft))
}

/** A socket that accepts connections itself starts many instances, and so may be triggered more often. */
function completeSocket(said: ParsedSocket, timeout: bigint): SocketSettings {
  return {
    ...said,
    MaxConnectionsPerSource: said.MaxConnectionsPerSource ?? 0,
    TimeoutSec: said.TimeoutSec ?? timeout,
    TriggerLimitIntervalSec: said.TriggerLimitIntervalSec ?? 2n * second,
    TriggerLimitBurst: said.TriggerLimitBurst ?? (said.Accept ? 200 : 20),
    PollLimitIntervalSec: said.PollLimitIntervalSec ?? 2n * second,
    PollLimitBurst: said.PollLimitBurst ?? (said.Accept ? 150 : 15),
  }
}

function addService(socket: SocketSettings, { id, relations }: Draft): void {
  const related = replaceType(id, 'service')
  const service = socket.Service ?? (related.ok ? related.value : undefined)
  if (service !== undefined) {
    relations.add(service, 'Before', 'Triggers')
  }
}

/** Whether one service gets the sockets as they are, rather than an instance for each connection. */
function acceptsItself(socket: SocketSettings): boolean {
  return !socket.Accept || socket.Listen.some(listen => listen.is !== 'Stream' && listen.is !== 'SequentialPacket')
}

/** The file a socket is, null for what has none. */
function filePath(listen: Listen): string | undefined {
  if ('path' in listen) {
    return listen.is === 'MessageQueue' ? undefined : listen.path
  }
  if (!('address' in listen) || listen.address.family !== 'unix' || listen.address.path.startsWith('@')) {
    return undefined
  }
  return listen.address.path
}

function hasCommands(socket: SocketSettings): boolean {
  return [socket.ExecStartPre, socket.ExecStartPost, socket.ExecStopPre, socket.ExecStopPost].some(
    commands => commands.length > 0,
  )
}

function problemWith(socket: SocketSettings, { parsed }: Draft): string | undefined {
  if (socket.Listen.length === 0) {
    return 'Unit has no Listen setting (ListenStream=, ListenDatagram=, ListenFIFO=, ...). Refusing.'
  }
  if (socket.Accept && acceptsItself(socket)) {
    return 'Unit configured for accepting sockets, but sockets are non-accepting. Refusing.'
  }
  if (socket.MaxConnections <= 0) {
    return 'MaxConnection= setting too small. Refusing.'
  }
  if (socket.Accept && socket.Service !== null) {
    return 'Explicit service configuration for accepting socket units not supported. Refusing.'
  }
  const nodes = socket.Listen.filter(listen => listen.is === 'FIFO' || ('address' in listen && filePath(listen)))
  if (socket.Symlinks.length > 0 && nodes.length !== 1) {
    return 'Unit has symlinks set but none or more than one node in the file system. Refusing.'
  }
  return problemWithPam(parsed.exec.PAMName, parsed.kill.KillMode)
}
