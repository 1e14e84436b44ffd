/**
 * Type=dbus (systemd.service(5)): a service is up while its name is owned on the system bus. Where no bus runs, nobody can own
 * a name, and the service is up as soon as its program runs.
 */
import { type Bus, connectBus, systemBusPath } from '#control/transport/bus.ts'
import type { Event } from '#core/engine/event.ts'
import type { Entry } from '#core/engine/world.ts'
import type { Kernel } from '#kernel/kernel.ts'

export interface BusNameParts {
  readonly kernel: Kernel
  submit(event: Event): void
  log(unit: string, text: string): void
}

export class BusNames {
  readonly #parts: BusNameParts
  #bus: Promise<Bus | null> | null = null
  readonly #followed = new Map<string, string>()

  constructor(parts: BusNameParts) {
    this.#parts = parts
  }

  /** The program of a Type=dbus service runs: from now on its name says whether it is up. */
  async follow({ unit }: Entry): Promise<void> {
    if (unit.type !== 'service' || unit.service.Type !== 'dbus') {
      return
    }
    const { id } = unit
    const name = unit.service.BusName
    const bus = await this.#connect()
    if (bus === null) {
      this.#parts.log(id, `${id}: No message bus runs: taking the service for ready without its name ${name}.`)
      this.#parts.submit({ type: 'unit', unit: id, event: { type: 'bus-name', owned: true } })
      return
    }
    if (this.#followed.get(name) === id) {
      const owned = await bus.hasOwner(name)
      this.#tell(id, owned.ok && owned.value)
      return
    }
    this.#followed.set(name, id)
    const watch = await bus.watchName(name, owner => this.#tell(id, owner !== null))
    if (!watch.ok) {
      this.#followed.delete(name)
      this.#parts.log(id, `${id}: Cannot follow the bus name ${name}: ${watch.error.message}`)
    }
  }

  #tell(unit: string, owned: boolean): void {
    this.#parts.submit({ type: 'unit', unit, event: { type: 'bus-name', owned } })
  }

  /** One connection for all names, made anew after the bus was restarted. */
  #connect(): Promise<Bus | null> {
    this.#bus ??= this.#open()
    return this.#bus
  }

  async #open(): Promise<Bus | null> {
    const { sockets, host } = this.#parts.kernel
    const closeDescriptor = (fd: number): void => sockets.closeDescriptor(fd)
    const bus = await connectBus(sockets, systemBusPath, { uid: host.uid, closeDescriptor, timeLimitMs: 5000 })
    if (!bus.ok) {
      this.#bus = null
      return null
    }
    bus.value.client.onLost(() => {
      this.#bus = null
      this.#followed.clear()
    })
    return bus.value
  }
}
