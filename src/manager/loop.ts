/**
 * The loop: events in, effects out, one at a time.
 *
 * Whatever happens becomes an Event and waits in a queue. Each is worked out by the engine to its end, its effects are
 * performed, and only then comes the next; what performing brings about waits behind it. Amid an effect the engine cannot be
 * asked anything: its answer would come only later. Whoever must ask (to load a unit and request a job, as timers do) hands in
 * an errand, which gets its own turn when the queue is empty, and finds there an engine that answers at once.
 *
 * This is the one place where a bug is caught: it is told with the event that met it, and the manager goes on.
 */

import { answerInstead } from '#core/engine/answers.ts'
import type { Effect } from '#core/engine/effect.ts'
import type { Event } from '#core/engine/event.ts'
import { step } from '#core/engine/step.ts'
import type { World } from '#core/engine/world.ts'
import type { Instant } from '#core/lifecycle/instant.ts'

export interface LoopParts {
  readonly world: World
  now(): Instant
  perform(effect: Effect): void
  /** Tells the watchers what has changed, before what nobody needs any more is forgotten, and its last change with it. */
  tell(): void
  /** Everything that was in the queue is done: time to tell the watchers and to remember. */
  settled(): void
  /** Something that must not happen has happened. */
  bug(error: unknown, during: string): void
}

/** Something to do that asks the engine and needs its answer; `name` is for the log. */
interface Errand {
  readonly name: string
  run(): void
}

export class Loop {
  readonly #parts: LoopParts
  readonly #queue: Event[] = []
  readonly #errands: Errand[] = []
  #running = false
  #onErrand = false
  #isClosed = false

  constructor(parts: LoopParts) {
    this.#parts = parts
  }

  /** Whether an event is being worked out: what is submitted now has no answer yet. */
  get isBusy(): boolean {
    return this.#running
  }

  /** Takes an event; it is worked out now, or when those before it are. */
  submit(event: Event): void {
    if (this.#isClosed) {
      return
    }
    this.#queue.push(event)
    if (!this.#running) {
      this.#run()
    }
  }

  /** Works an event out amid the effects of another: only for answers that change nothing else, as `invoked`. */
  submitAmid(event: Event): void {
    this.#workOut(event)
  }

  /** Does something that asks the engine: now, or when all that is under way is worked out. */
  runErrand(name: string, run: () => void): void {
    this.#errands.push({ name, run })
    if (!this.#running) {
      this.#runErrands()
    }
  }

  /** From now on nothing is worked out any more: the end has begun in which nobody is asked. */
  close(): void {
    this.#isClosed = true
    this.#queue.length = 0
    this.#errands.length = 0
  }

  #run(): void {
    this.#running = true
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) {
      this.#workOut(event)
      // Units whose last effects were performed just now can be forgotten; those that were just loaded are wanted.
      if (this.#queue.length === 0 && event.type !== 'loaded' && this.#parts.world.idle.size > 0) {
        this.#queue.push({ type: 'release', units: [] })
      }
    }
    this.#running = false
    this.#guard('settling', () => this.#parts.settled())
    this.#runErrands()
  }

  /** One after the other, also where one of them hands in the next. */
  #runErrands(): void {
    if (this.#onErrand) {
      return
    }
    this.#onErrand = true
    for (let errand = this.#errands.shift(); errand !== undefined; errand = this.#errands.shift()) {
      this.#guard(`errand ${errand.name}`, errand.run)
    }
    this.#onErrand = false
  }

  #workOut(event: Event): void {
    if (event.type === 'release') {
      this.#guard('telling', () => this.#parts.tell())
    }
    this.#guard(`event ${event.type}`, () => {
      for (const effect of step(this.#parts.world, event, this.#parts.now())) {
        const isDone = this.#guard(`effect ${effect.type} of event ${event.type}`, () => this.#parts.perform(effect))
        const answer = isDone ? undefined : answerInstead(effect)
        if (answer !== undefined) {
          this.#queue.push(answer)
        }
      }
    })
  }

  #guard(during: string, act: () => void): boolean {
    try {
      act()
      return true
    } catch (error) {
      this.#parts.bug(error, during)
      return false
    }
  }
}
