/** The manager's alarms on the kernel's one: those of units and jobs become events, others call back. */

import { type AlarmOwner, rung } from '#core/engine/event.ts'
import type { Manager } from '#manager/manager.ts'
import { Alarms } from './alarms.ts'

/** A part of the manager that is called back. */
interface Caller {
  readonly of: 'caller'
  readonly name: string
}

export class Timers {
  readonly #manager: Manager
  readonly #alarms = new Alarms<AlarmOwner | Caller>()
  readonly #callbacks = new Map<string, () => void>()
  #armed: number | null = null

  constructor(manager: Manager) {
    this.#manager = manager
  }

  set(owner: AlarmOwner, at: number | null): void {
    this.#alarms.set(owner, at)
  }

  /** Calls back once at a monotonic time; a second call by the same name replaces the first. */
  call(name: string, at: number, callback: () => void): void {
    this.#callbacks.set(name, callback)
    this.#alarms.set({ of: 'caller', name }, at)
    this.arm()
  }

  /** Does not call back any more. */
  cancel(name: string): void {
    this.#callbacks.delete(name)
    this.#alarms.set({ of: 'caller', name }, null)
  }

  /** Tells the kernel when the next one is due. */
  arm(): void {
    const next = this.#alarms.next()
    if (next !== this.#armed) {
      this.#armed = next
      this.#manager.kernel.clock.alarm(next, () => this.#ring())
    }
  }

  #ring(): void {
    this.#armed = null
    const now = this.#manager.kernel.clock.monotonic()
    for (let owner = this.#alarms.takeDue(now); owner !== undefined; owner = this.#alarms.takeDue(now)) {
      this.#deliver(owner)
    }
    this.arm()
  }

  #deliver(owner: AlarmOwner | Caller): void {
    if (owner.of === 'caller') {
      const callback = this.#callbacks.get(owner.name)
      this.#callbacks.delete(owner.name)
      callback?.()
    } else {
      this.#manager.submit(rung(owner))
    }
  }
}
