/** The sockets of socket units, open: bound, watched while nobody serves them, handed to services, kept over a re-exec. */
import { errnoText } from '#core/base/linux/errno.ts'
import type { UserDatabase } from '#core/base/linux/users.ts'
import { baseName } from '#core/base/path.ts'
import type { Event } from '#core/engine/event.ts'
import { type Entry, related, type World } from '#core/engine/world.ts'
import type { PassedSocket } from '#core/exec/launch.ts'
import { formatListen, type Listen } from '#core/unit/kinds/unit/listen.ts'
import type { SocketUnit } from '#core/unit/unit.ts'
import type { Files, Kernel, Outcome, SocketDescription } from '#kernel/kernel.ts'
import { readSocketName, socketName } from '#manager/kept-names.ts'

export interface SocketParts {
  readonly kernel: Kernel
  readonly world: World
  readonly users: { readonly database: UserDatabase }
  submit(event: Event): void
  warn(unit: string, text: string): void
}

const SOL_SOCKET = 1
const SO_BROADCAST = 6
const SO_KEEPALIVE = 9
const SO_REUSEPORT = 15
const SO_PASSCRED = 16
const IPPROTO_IP = 0
const IP_FREEBIND = 15
const IPPROTO_TCP = 6
const TCP_NODELAY = 1

const types = { Stream: 'stream', Datagram: 'datagram', SequentialPacket: 'seqpacket' } as const

export class SocketUnits {
  readonly #parts: SocketParts
  readonly #open = new Map<string, readonly number[]>()
  readonly #watches = new Map<string, readonly { close(): void }[]>()

  constructor(parts: SocketParts) {
    this.#parts = parts
  }

  /** Opens all a unit listens on, or nothing. */
  open({ unit }: Entry): void {
    if (unit.type !== 'socket') {
      return
    }
    const fds: number[] = []
    let fault: string | null = null
    for (const listen of unit.socket.Listen) {
      const fd = this.#openOne(unit, listen)
      if (!fd.ok) {
        fault = `Failed to create listening socket (${formatListen(listen)}): ${errnoText(fd.error)}`
        break
      }
      fds.push(fd.value)
    }
    if (fault === null) {
      this.#open.set(unit.id, fds)
      for (const [at, fd] of fds.entries()) {
        this.#keep(unit.id, fd, at)
      }
    } else {
      this.#closeAll(fds)
    }
    this.#parts.submit({ type: 'unit', unit: unit.id, event: { type: 'sockets-opened', fault } })
  }

  #keep(unit: string, fd: number, at: number): void {
    const kept = this.#parts.kernel.output.ledger.keep(fd, socketName(at, unit))
    if (!kept.ok) {
      const why = errnoText(kept.error)
      this.#parts.warn(unit, `${unit}: A socket will be lost should the manager execute itself anew: ${why}`)
    }
  }

  close({ unit }: Entry): void {
    this.watch(unit.id, false)
    const fds = this.#open.get(unit.id) ?? []
    this.#open.delete(unit.id)
    for (const fd of fds) {
      this.#parts.kernel.output.ledger.unkeep(fd)
    }
    this.#closeAll(fds)
    if (unit.type === 'socket' && unit.socket.RemoveOnStop) {
      for (const path of unit.socket.Listen.flatMap(listen => pathOf(listen) ?? [])) {
        withSpot(this.#parts.kernel.files, path, at => this.#parts.kernel.files.unlink(at))
      }
    }
  }

  watch(unit: string, on: boolean): void {
    for (const watch of this.#watches.get(unit) ?? []) {
      watch.close()
    }
    this.#watches.delete(unit)
    if (on) {
      const { kernel, submit } = this.#parts
      const fds = this.#open.get(unit) ?? []
      const tell = (): void => submit({ type: 'unit', unit, event: { type: 'traffic' } })
      this.#watches.set(
        unit,
        fds.map(fd => kernel.sockets.watchReadable(fd, tell)),
      )
    }
  }

  /** Lets go whoever waits, and what they sent (FlushPending=). */
  flush(unit: string): void {
    for (const fd of this.#open.get(unit) ?? []) {
      this.#parts.kernel.sockets.flush(fd)
    }
  }

  /** What a service gets handed: the sockets of all units that trigger it, in their order. */
  passedTo(service: Entry): readonly PassedSocket[] {
    const { world } = this.#parts
    return [...related(service, 'TriggeredBy')].flatMap(id => {
      const unit = world.entries.get(id)?.unit
      const fds = this.#open.get(id) ?? []
      const name = unit?.type === 'socket' ? (unit.socket.FileDescriptorName ?? id) : id
      return fds.map(fd => ({ fd, name }))
    })
  }

  /** What a former life kept open. */
  resume(): void {
    const found = new Map<string, number[]>()
    for (const [name, fd] of this.#parts.kernel.output.ledger.kept) {
      const socket = readSocketName(name, this.#parts.world)
      if (socket !== undefined) {
        const { at, unit } = socket
        const fds = found.get(unit) ?? []
        fds[at] = fd
        found.set(unit, fds)
      }
    }
    for (const [unit, fds] of found) {
      this.#open.set(unit, fds)
      const state = this.#parts.world.entries.get(unit)?.state
      if (state?.type === 'socket' && state.at === 'listening') {
        this.watch(unit, true)
      }
    }
    for (const { unit, state } of this.#parts.world.entries.values()) {
      if (unit.type === 'socket' && state.type === 'socket' && state.at === 'listening' && !found.has(unit.id)) {
        this.#openAgain(unit)
      }
    }
  }

  /** A manager that was another process took its sockets with it. Who waited at them has to come again. */
  #openAgain(unit: SocketUnit): void {
    const opened = unit.socket.Listen.map(listen => this.#openOne(unit, listen))
    const fds = opened.flatMap(fd => (fd.ok ? [fd.value] : []))
    const fault = opened.find(fd => !fd.ok)
    if (fault?.ok === false) {
      this.#parts.warn(unit.id, `${unit.id}: A socket cannot be opened again: ${errnoText(fault.error)}`)
    }
    this.#open.set(unit.id, fds)
    for (const [at, fd] of fds.entries()) {
      this.#keep(unit.id, fd, at)
    }
    this.watch(unit.id, true)
  }

  #openOne(unit: SocketUnit, listen: Listen): Outcome<number> {
    const { kernel } = this.#parts
    const path = pathOf(listen)
    if (path !== null) {
      const folder = kernel.files.openParent(path, unit.socket.DirectoryMode)
      if (!folder.ok) {
        return folder
      }
      folder.value.close()
    }
    const opened = this.#bind(unit, listen)
    if (opened.ok && path !== null) {
      this.#giveTo(unit, path)
    }
    return opened
  }

  #bind(unit: SocketUnit, listen: Listen): Outcome<number> {
    const { sockets } = this.#parts.kernel
    switch (listen.is) {
      case 'Stream':
      case 'Datagram':
      case 'SequentialPacket':
        return sockets.bind(describe(unit, listen.is, listen.address))
      case 'FIFO':
        return sockets.makeFifo(listen.path, unit.socket.SocketMode)
      case 'Special':
      case 'MessageQueue':
      case 'USBFunction':
      case 'Netlink':
        return { ok: false, error: 'EOPNOTSUPP' }
    }
  }

  /** SocketUser= and SocketGroup=. */
  #giveTo({ socket }: SocketUnit, path: string): void {
    const { database } = this.#parts.users
    const user = database.users.find(({ name, uid }) => name === socket.SocketUser || `${uid}` === socket.SocketUser)
    const group = database.groups.find(
      ({ name, gid }) => name === socket.SocketGroup || `${gid}` === socket.SocketGroup,
    )
    if (user !== undefined || group !== undefined) {
      const { files } = this.#parts.kernel
      withSpot(files, path, at => giveSocket(files, at, user?.uid ?? 0, group?.gid ?? user?.gid ?? 0))
    }
  }

  #closeAll(fds: readonly number[]): void {
    for (const fd of fds) {
      this.#parts.kernel.sockets.closeDescriptor(fd)
    }
  }
}

/** Something in the folder a path is in, which no user led us to. */
function withSpot(files: Files, path: string, use: (at: string) => void): void {
  const folder = files.openParent(path)
  if (folder.ok) {
    use(`${folder.value.at}/${baseName(path)}`)
    folder.value.close()
  }
}

/** Whatever else somebody has put in its place keeps its owner. */
function giveSocket(files: Files, at: string, uid: number, gid: number): void {
  const node = files.openNode(at)
  if (node.ok) {
    if (node.value.status.kind === 'socket' || node.value.status.kind === 'fifo') {
      node.value.chown(uid, gid)
    }
    node.value.close()
  }
}

/** The file a socket is; null for one without a name in the file system. */
function pathOf(listen: Listen): string | null {
  if (listen.is === 'FIFO') {
    return listen.path
  }
  const isFile = 'address' in listen && listen.address.family === 'unix' && listen.address.path.startsWith('/')
  return isFile && listen.address.family === 'unix' ? listen.address.path : null
}

function describe(
  { socket }: SocketUnit,
  is: keyof typeof types,
  address: SocketDescription['address'],
): SocketDescription {
  const option = (isWanted: boolean, level: number, number: number) =>
    isWanted ? [{ level, option: number, value: 1 }] : []
  const words = { default: null, both: false, no: false, 'ipv6-only': true, yes: true } as const
  return {
    address,
    type: types[is],
    mode: socket.SocketMode,
    backlog: socket.Backlog,
    ipv6Only: words[socket.BindIPv6Only],
    options: [
      ...option(socket.Broadcast, SOL_SOCKET, SO_BROADCAST),
      ...option(socket.KeepAlive, SOL_SOCKET, SO_KEEPALIVE),
      ...option(socket.ReusePort, SOL_SOCKET, SO_REUSEPORT),
      ...option(socket.PassCredentials, SOL_SOCKET, SO_PASSCRED),
      ...option(socket.FreeBind && address.family !== 'unix', IPPROTO_IP, IP_FREEBIND),
      ...option(socket.NoDelay && is === 'Stream' && address.family !== 'unix', IPPROTO_TCP, TCP_NODELAY),
    ],
  }
}
