// A machine that exists in memory: it performs the engine's effects with processes that live as long as chance lets them, on a
// clock that jumps from event to event.
import type { Effect, PerformedEffect, Reply } from '#core/engine/effect.ts'
import { type AlarmOwner, type Event, type JobRequest, rung } from '#core/engine/event.ts'
import { step } from '#core/engine/step.ts'
import { emptyWorld, find, type World } from '#core/engine/world.ts'
import type { JobResult } from '#core/job/job.ts'
import type { ServiceType } from '#core/unit/directives/service.ts'
import type { Unit } from '#core/unit/unit.ts'
import { Alarms } from '#manager/deeds/alarms.ts'
import type { Random } from './random.ts'

interface Process {
  readonly pid: number
  readonly unit: string
  /** Known to the engine as main or control process; others are children that outlive them. */
  readonly known: boolean
  readonly ignoresTerm: boolean
}

interface Due {
  readonly at: number
  readonly order: number
  readonly act: () => void
}

const second = 1_000_000

export class Machine {
  readonly world: World = emptyWorld({ startLimitIntervalUs: 10_000_000n, startLimitBurst: 5 })
  readonly processes = new Map<number, Process>()
  readonly replies = new Map<number, Reply>()
  readonly ended: { readonly unit: string; readonly type: string; readonly result: JobResult }[] = []
  /** Units whose jobs were left out to break an ordering cycle: systemd leaves them to the final killing, too. */
  readonly leftOut: string[] = []
  now = 1_000_000
  /** How far the wall clock is off; it is set now and then. */
  offset = 1_700_000_000_000_000
  steps = 0
  readonly #random: Random
  readonly #onStep: (event: Event, effects: readonly Effect[]) => void
  readonly #alarms = new Alarms<AlarmOwner>()
  readonly #due: Due[] = []
  readonly #events: Event[] = []
  #order = 0
  #busy = false
  #pid = 1
  #ticket = 0

  constructor(random: Random, onStep: (event: Event, effects: readonly Effect[]) => void) {
    this.#random = random
    this.#onStep = onStep
  }

  load(units: readonly Unit[]): void {
    this.#take({ type: 'loaded', units })
  }

  request(request: JobRequest): number {
    this.#ticket += 1
    this.#take({ type: 'request', ticket: this.#ticket, request })
    return this.#ticket
  }

  event(event: Event): void {
    this.#take(event)
  }

  /** Ends one process of a unit from outside, as kill -9 would. */
  murder(pid: number): void {
    this.#end(pid, { how: 'killed', status: 9 })
  }

  /** Moves the clock to the next thing that happens. @returns false when nothing will happen any more. */
  advance(): boolean {
    const next = this.#nextDue()
    const alarm = this.#alarms.next()
    if (next === undefined && alarm === null) {
      return false
    }
    if (alarm !== null && (next === undefined || alarm <= next.at)) {
      this.now = Math.max(this.now, alarm)
      const owner = this.#alarms.takeDue(alarm)
      if (owner !== undefined) {
        this.#take(rung(owner))
      }
    } else if (next !== undefined) {
      this.now = Math.max(this.now, next.at)
      this.#due.splice(this.#due.indexOf(next), 1)
      next.act()
    }
    return true
  }

  #nextDue(): Due | undefined {
    let first: Due | undefined
    for (const due of this.#due) {
      if (first === undefined || due.at < first.at || (due.at === first.at && due.order < first.order)) {
        first = due
      }
    }
    return first
  }

  #later(delay: number, act: () => void): void {
    this.#order += 1
    this.#due.push({ at: this.now + delay, order: this.#order, act })
  }

  /** Takes an event; one that comes up while another is worked out waits its turn. */
  #take(first: Event): void {
    this.#events.push(first)
    if (this.#busy) {
      return
    }
    this.#busy = true
    for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
      this.steps += 1
      const effects = step(this.world, event, { realtime: this.now + this.offset, monotonic: this.now })
      this.#onStep(event, effects)
      for (const effect of effects) {
        this.#perform(effect)
      }
    }
    this.#busy = false
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'unit':
        this.#performFor(effect.unit, effect.effect)
        return
      case 'check': {
        const unit = find(this.world, effect.unit)?.unit
        const test = (conditions: Unit['conditions'] = []) =>
          conditions.map(condition => {
            const outcome = this.#random.chance(0.8) ? ('succeeded' as const) : ('failed' as const)
            return { condition, outcome }
          })
        this.#events.push({
          type: 'checked',
          unit: effect.unit,
          conditions: test(unit?.conditions),
          asserts: test(unit?.asserts),
        })
        return
      }
      case 'reply':
        this.replies.set(effect.ticket, effect.reply)
        return
      case 'job-removed':
        this.ended.push({ unit: effect.job.unit, type: effect.job.type, result: effect.result })
        return
      case 'log':
        if (effect.mark === 'skip') {
          this.leftOut.push(effect.text)
        }
        return
      case 'job-alarm':
        this.#alarms.set({ of: 'job', job: effect.job }, effect.at)
        return
      default:
    }
  }

  #performFor(unit: string, effect: PerformedEffect): void {
    switch (effect.do) {
      case 'spawn':
        this.#spawn(unit, effect.role, effect.key)
        return
      case 'kill':
        this.#kill(unit, effect)
        return
      case 'alarm':
        this.#alarms.set({ of: 'unit', unit }, effect.at)
        return
      case 'read-pid-file':
        this.#readPidFile(unit)
        return
      case 'watch-pid-file':
        if (effect.on) {
          this.#later(this.#random.below(3 * second), () => this.#readPidFile(unit))
        }
        return
      case 'guess-main': {
        const left = [...this.processes.values()].filter(process => process.unit === unit)
        const [only] = left
        this.#events.push({
          type: 'unit',
          unit,
          event: { type: 'main-guessed', pid: left.length === 1 && only !== undefined ? only.pid : null },
        })
        return
      }
      case 'new-invocation':
        this.#events.push({ type: 'invoked', unit, invocationId: `${this.steps}`, mark: BigInt(this.steps) })
        return
      case 'remove-pid-file':
      case 'watch-main':
      case 'release-directories':
    }
  }

  #readPidFile(unit: string): void {
    const candidates = [...this.processes.values()].filter(process => process.unit === unit && !process.known)
    const found = candidates[0]
    this.#take({
      type: 'unit',
      unit,
      event: {
        type: 'pid-file',
        outcome:
          found === undefined || this.#random.chance(0.2)
            ? { found: 'nothing', reason: "Can't open PID file" }
            : { found: 'process', pid: found.pid, alien: null },
      },
    })
  }

  #spawn(unit: string, role: 'main' | 'control', key: string): void {
    if (this.#random.chance(0.03)) {
      this.#events.push({
        type: 'unit',
        unit,
        event: { type: 'spawn-failed', role, reason: 'Resource temporarily unavailable' },
      })
      return
    }
    const type = this.#typeOf(unit)
    const pid = this.#newProcess(unit, true)
    this.#events.push({ type: 'unit', unit, event: { type: 'spawned', role, pid } })
    this.#later(100, () => {
      if (this.processes.has(pid)) {
        this.#take({ type: 'unit', unit, event: { type: 'handed-over', pid } })
      }
    })
    if (role === 'control') {
      this.#planControl(unit, pid, type, key)
    } else {
      this.#planMain(unit, pid, type)
    }
  }

  #typeOf(unit: string): ServiceType {
    const entry = find(this.world, unit)
    return entry?.unit.type === 'service' ? entry.unit.service.Type : 'simple'
  }

  #planControl(unit: string, pid: number, type: ServiceType, key: string): void {
    const hangs = this.#random.chance(0.05)
    this.#later(hangs ? 1000 * second : this.#random.below(second), () => {
      if (type === 'forking' && key === 'ExecStart' && this.processes.has(pid) && this.#random.chance(0.9)) {
        const child = this.#newProcess(unit, false)
        this.#later(this.#random.below(200 * second), () => this.#end(child, this.#randomExit()))
      }
      this.#end(pid, this.#random.chance(0.85) ? { how: 'exited', status: 0 } : this.#randomExit())
    })
  }

  #planMain(unit: string, pid: number, type: ServiceType): void {
    const life = type === 'oneshot' ? 2 * second : 100 * second
    if ((type === 'notify' || type === 'notify-reload') && this.#random.chance(0.9)) {
      this.#later(this.#random.below(5 * second), () => this.#notify(unit, pid, { ready: true }))
    }
    if (type === 'dbus') {
      this.#later(this.#random.below(5 * second), () =>
        this.#take({ type: 'unit', unit, event: { type: 'bus-name', owned: true } }),
      )
    }
    if (this.#random.chance(0.2)) {
      const child = this.#newProcess(unit, false)
      this.#later(this.#random.below(300 * second), () => this.#end(child, this.#randomExit()))
    }
    if (this.#random.chance(0.1)) {
      this.#later(this.#random.below(50 * second), () => this.#notify(unit, pid, { stopping: true }))
    }
    this.#later(this.#random.below(life), () => this.#end(pid, this.#randomExit()))
  }

  #notify(unit: string, pid: number, said: { readonly ready?: boolean; readonly stopping?: boolean }): void {
    if (this.processes.has(pid)) {
      const message = {
        ready: said.ready ?? false,
        reloading: null,
        stopping: said.stopping ?? false,
        status: 'busy',
        errno: null,
        busError: null,
        varlinkError: null,
        mainPid: null,
        watchdog: null,
        watchdogUs: null,
        extendTimeoutUs: null,
        notifyAccess: null,
      }
      this.#take({ type: 'unit', unit, event: { type: 'notified', message } })
    }
  }

  #randomExit(): { how: 'exited' | 'killed' | 'dumped'; status: number } {
    return this.#random.pick([
      { how: 'exited', status: 0 },
      { how: 'exited', status: 0 },
      { how: 'exited', status: 1 },
      { how: 'killed', status: 9 },
      { how: 'dumped', status: 11 },
    ] as const)
  }

  #newProcess(unit: string, known: boolean): number {
    this.#pid += 1
    this.processes.set(this.#pid, { pid: this.#pid, unit, known, ignoresTerm: this.#random.chance(0.1) })
    return this.#pid
  }

  #kill(unit: string, effect: Extract<PerformedEffect, { do: 'kill' }>): void {
    const others = effect.all ? [...this.processes.values()].filter(process => process.unit === unit) : []
    const pids = new Set([...effect.pids, ...others.map(process => process.pid)])
    for (const pid of pids) {
      const process = this.processes.get(pid)
      const isFatal = effect.signal !== 1 || !effect.hangUp
      if (process !== undefined && isFatal && (effect.signal === 9 || !process.ignoresTerm)) {
        this.#later(this.#random.below(second), () => this.#end(pid, { how: 'killed', status: effect.signal }))
      }
    }
    if (pids.size === 0) {
      this.#events.push({ type: 'unit', unit, event: { type: 'emptied' } })
    }
  }

  #end(pid: number, how: { readonly how: 'exited' | 'killed' | 'dumped'; readonly status: number }): void {
    const process = this.processes.get(pid)
    if (process === undefined) {
      return
    }
    this.processes.delete(pid)
    const populated = [...this.processes.values()].some(other => other.unit === process.unit)
    if (this.world.processes.has(pid)) {
      this.#take({ type: 'exited', exit: { pid, ...how }, populated })
    } else if (!populated) {
      this.#take({ type: 'unit', unit: process.unit, event: { type: 'emptied' } })
    }
  }
}
