/**
 * The manager on the system bus, where there is one: for busctl, for monitoring, for users without privileges, and for the bus
 * itself, which asks us to start the services that names belong to (D-Bus Specification, "Message Bus Starting Services").
 */
import type { Answering } from '#control/answering.ts'
import { draftBody } from '#control/codec/message.ts'
import { messageBusPath } from '#control/protocol/message-bus.ts'
import { type Bus, connectBus, systemBusPath } from '#control/transport/bus.ts'
import { systemdName } from '#control/transport/bus-driver.ts'
import { BusService } from '#control/transport/bus-service.ts'
import type { ControlServer } from '#control/transport/server.ts'
import type { Turns } from '#control/transport/turns.ts'
import type { Kernel } from '#kernel/kernel.ts'

export interface SystemBusParts {
  readonly kernel: Kernel
  readonly answering: Answering
  readonly server: ControlServer
  readonly turns: Turns
  /** Called for each call. */
  readonly busy: () => void
  /** Starts a unit for somebody who wants to talk to it; the text says why it cannot be. */
  activate(unit: string): string | null
  warn(text: string): void
}

/** Services whose start means that a bus is there. */
export const busServices: ReadonlySet<string> = new Set(['dbus.service', 'dbus-broker.service'])

const toBus = {
  serial: 0,
  flags: 0,
  sender: null,
  destination: 'org.freedesktop.DBus',
  path: messageBusPath,
} as const

const activator = 'org.freedesktop.systemd1.Activator'

export class SystemBus {
  readonly #parts: SystemBusParts
  #state: 'away' | 'coming' | 'here' = 'away'

  constructor(parts: SystemBusParts) {
    this.#parts = parts
  }

  /** A bus may be there now: takes our name on it, unless that was done. */
  appear(): void {
    if (this.#state === 'away') {
      this.#state = 'coming'
      void this.#join().then(joined => {
        this.#state = joined ? 'here' : 'away'
      })
    }
  }

  async #join(): Promise<boolean> {
    const { sockets, host } = this.#parts.kernel
    const closeDescriptor = (fd: number): void => sockets.closeDescriptor(fd)
    const bus = await connectBus(sockets, systemBusPath, { uid: host.uid, closeDescriptor, timeLimitMs: 10_000 })
    if (!bus.ok) {
      this.#parts.warn(`Not on the system bus: ${bus.error.message}. Users and services that ask there get no answer.`)
      return false
    }
    const name = await bus.value.requestName(systemdName, { doNotQueue: true, replaceExisting: true })
    if (!name.ok || name.value === 'taken') {
      // Without a policy file (usr/share/dbus-1/system.d) the bus lets nobody have the name.
      const why = name.ok ? 'somebody else is systemd there' : name.error.message
      this.#parts.warn(`Not on the system bus: ${why}. Users and services that ask there get no answer.`)
      bus.value.client.close()
      return false
    }
    this.#serve(bus.value)
    return true
  }

  #serve(bus: Bus): void {
    const { server, answering, kernel } = this.#parts
    const { turns, busy } = this.#parts
    const closeDescriptor = (fd: number): void => kernel.sockets.closeDescriptor(fd)
    const service = new BusService(bus, answering, {
      closeDescriptor,
      turns,
      busy,
      answered: sizeBytes => server.answered(sizeBytes),
    })
    server.outlets.add(service)
    bus.client.subscribe({ interface: activator, member: 'ActivationRequest' }, ({ header, values }) => {
      const [unit] = values
      if (header.sender === 'org.freedesktop.DBus' && typeof unit === 'string') {
        this.#activate(service, unit)
      }
    })
    bus.client.onLost(() => {
      server.outlets.delete(service)
      this.#state = 'away'
    })
  }

  #activate(service: BusService, unit: string): void {
    const fault = this.#parts.activate(unit)
    if (fault !== null) {
      const header = { ...toBus, type: 'signal', interface: activator, member: 'ActivationFailure' } as const
      service.send(header, draftBody('sss', [unit, 'org.freedesktop.systemd1.NoSuchUnit', fault]))
    }
  }
}
