/** The manager's alarms on the kernel's one: those of units and jobs become events, others call back. */

import type { Manager } from '#manager/manager.ts'
import { Alarms } from './alarms.ts'

export class Timers {
  readonly #manager: Manager
  readonly #alarms = new Alarms()
  readonly #callbacks = new Map<string, () => void>()
  #armed: number | null = null

  constructor(manager: Manager) {
    this.#manager = manager
  }

  set(key: string, at: number | null): void {
    this.#alarms.set(key, at)
  }

  /** Calls back once at a monotonic time; a second call with the same key replaces the first. */
  call(key: string, at: number, callback: () => void): void {
    this.#callbacks.set(key, callback)
    this.#alarms.set(key, at)
    this.arm()
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
    for (let key = this.#alarms.takeDue(now); key !== undefined; key = this.#alarms.takeDue(now)) {
      this.#deliver(key)
    }
    this.arm()
  }

  #deliver(key: string): void {
    const [kind, name = ''] = key.split(' ')
    const callback = this.#callbacks.get(key)
    if (kind === 'unit') {
      this.#manager.submit({ type: 'unit', unit: name, event: { type: 'alarm' } })
    } else if (kind === 'job') {
      this.#manager.submit({ type: 'job-alarm', job: Number(name) })
    } else if (kind === 'uphold') {
      this.#manager.submit({ type: 'uphold-alarm', unit: name })
    } else if (callback !== undefined) {
      this.#callbacks.delete(key)
      callback()
    }
  }
}
