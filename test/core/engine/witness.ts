/**
 * What systemd.unit(5) promises, watched from outside and in words of its own: nothing here asks the engine's own tables, so that
 * a rule broken there shows. A witness sees every event with its effects, and the world before (as it noted it) and after.
 */

import type { Effect } from '#core/engine/effect.ts'
import type { Event, JobRequest } from '#core/engine/event.ts'
import { activeState } from '#core/engine/work.ts'
import type { Entry, World } from '#core/engine/world.ts'
import type { Job, JobResult } from '#core/job/job.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Relation } from '#core/unit/relation.ts'

interface Seen {
  readonly world: World
  readonly event: Event
  readonly effects: readonly Effect[]
  readonly now: number
}

export class Witness {
  /** Jobs in the queue after the last event. */
  #jobs = new Map<number, Job>()
  #states = new Map<string, string>()
  /** How things were when the engine last waited for nothing that is there at once, and what was done since. */
  #settledStates = new Map<string, string>()
  #sinceSettled: Effect[] = []
  readonly #starts = new Map<string, number[]>()
  /** Services that somebody wanted down since they were last started. */
  readonly #wantedDown = new Set<string>()

  /** What of the promises this event broke. */
  see(seen: Seen): readonly string[] {
    this.#sinceSettled.push(...seen.effects)
    const broken = [
      ...this.#ledger(seen),
      ...this.#order(seen),
      ...this.#request(seen),
      ...this.#failures(seen),
      ...this.#irreversible(seen),
      ...this.#startLimit(seen),
      ...this.#restart(seen),
      ...this.#handlers(seen),
      ...(seen.world.awaited.size === 0 ? this.#calm({ ...seen, effects: this.#sinceSettled }) : []),
      ...stuck(seen),
    ]
    this.#jobs = new Map(seen.world.jobs)
    this.#states = new Map([...seen.world.entries].map(([id, entry]) => [id, activeState(entry)]))
    if (seen.world.awaited.size === 0) {
      this.#settledStates = this.#states
      this.#sinceSettled = []
    }
    return broken
  }

  /** What holds when the dust has settled. */
  #calm(seen: Seen): readonly string[] {
    return [...this.#bound(seen), ...this.#upheld(seen), ...this.#unneeded(seen)]
  }

  /** Every job is announced once, and ends once. */
  #ledger({ world, effects }: Seen): readonly string[] {
    const alive = new Set(this.#jobs.keys())
    const broken: string[] = []
    for (const effect of effects) {
      if (effect.type === 'job-new') {
        if (alive.has(effect.job.id)) {
          broken.push(`job ${effect.job.id} is new twice`)
        }
        alive.add(effect.job.id)
      } else if (effect.type === 'job-removed' && !alive.delete(effect.job.id)) {
        broken.push(`job ${effect.job.id} for ${effect.job.unit} ends without having been there`)
      }
    }
    const queued = [...world.jobs.keys()]
    const lost = [...alive].filter(id => !world.jobs.has(id)).map(id => `job ${id} went away without an end`)
    const unheard = queued.filter(id => !alive.has(id)).map(id => `job ${id} came without a word`)
    return [...broken, ...lost, ...unheard]
  }

  /** Before= and After=: a job that begins has nothing in front of it. Jobs queued after it began had no say in it. */
  #order({ world, effects }: Seen): readonly string[] {
    const began = effects.flatMap(effect =>
      effect.type === 'job-changed' && effect.job.state === 'running' ? [effect.job] : [],
    )
    return began
      .filter(job => world.jobs.get(job.id)?.state === 'running' && this.#jobs.get(job.id)?.state !== 'running')
      .filter(job => !job.ignoreOrder && job.type !== 'nop')
      .flatMap(job => this.#ahead(world, job).map(other => `${name(job)} began before ${name(other)} ended`))
  }

  #ahead(world: World, job: Job): readonly Job[] {
    const entry = world.entries.get(job.unit)
    const older = (ids: readonly string[]): readonly Job[] =>
      ids.flatMap(id => {
        const other = world.entries.get(id)?.job
        return other == null || other.id >= job.id || other.ignoreOrder ? [] : [other]
      })
    const stops = (type: Job['type']): boolean => type === 'stop' || type === 'restart'
    // What I come after: its start goes before my start, and its stop before my start, but my stop goes before anything of it.
    const earlier = stops(job.type) ? [] : older(related(entry, 'After'))
    // What comes after me: its stop goes before anything of mine.
    const later = older(related(entry, 'Before')).filter(other => stops(other.type))
    return [...earlier, ...later]
  }

  /** Requires=, BindsTo= and Conflicts= of what is to start, and whoever must stop with what is to stop. */
  #request({ world, event, effects }: Seen): readonly string[] {
    const reply = effects.find(effect => effect.type === 'reply')?.reply
    const cut = effects.some(effect => effect.type === 'log' && effect.mark === 'skip')
    if (event.type !== 'request' || reply?.ok !== true || cut || !pullsIn.includes(event.request.mode)) {
      return []
    }
    const job = world.jobs.get(reply.job.id)
    const entry = world.entries.get(reply.job.unit)
    if (job === undefined || entry === undefined) {
      return []
    }
    const ended = endedIn(effects)
    return asksForUp(event.request) ? companions(world, entry, ended) : dependents(world, entry, event.request, ended)
  }

  /** Who requires a unit whose start failed does not start either. */
  #failures({ world, effects }: Seen): readonly string[] {
    return effects.flatMap(effect => {
      if (effect.type !== 'job-removed' || !brings(effect.job) || !failing.has(effect.result)) {
        return []
      }
      const entry = world.entries.get(effect.job.unit)
      return [...related(entry, 'RequiredBy'), ...related(entry, 'BoundBy')].flatMap(id => {
        const job = world.entries.get(id)?.job
        const before = job == null ? undefined : this.#jobs.get(job.id)
        const survived = job != null && brings(job) && before !== undefined && brings(before)
        return survived ? [`${name(job)} goes on though ${name(effect.job)} ended as ${effect.result}`] : []
      })
    })
  }

  /** A job that cannot be taken back is only ended by what happens, or by who cancels it. */
  #irreversible({ event, effects }: Seen): readonly string[] {
    if (event.type !== 'request' || ['isolate', 'flush'].includes(event.request.mode)) {
      return []
    }
    return effects.flatMap(effect => {
      const taken = effect.type === 'job-removed' && effect.result === 'canceled' && effect.job.irreversible
      return taken ? [`${name(effect.job)} was taken back by ${event.request.type} of ${event.request.unit}`] : []
    })
  }

  /** In no interval twice as many starts as StartLimitBurst= (a new interval may begin in the midst of it). */
  #startLimit({ world, event, effects, now }: Seen): readonly string[] {
    if (event.type === 'reset-failed') {
      this.#starts.clear()
    }
    return effects.flatMap(effect => {
      if (effect.type !== 'unit' || effect.effect.do !== 'new-invocation') {
        return []
      }
      const settings = world.entries.get(effect.unit)?.unit.unit
      const interval = Number(settings?.StartLimitIntervalSec ?? world.defaults.startLimitIntervalUs)
      const burst = settings?.StartLimitBurst ?? world.defaults.startLimitBurst
      const starts = [...(this.#starts.get(effect.unit) ?? []), now].filter(at => now - at <= interval)
      this.#starts.set(effect.unit, starts)
      const isOver = interval > 0 && burst > 0 && starts.length > 2 * burst
      return isOver ? [`${effect.unit} was started ${starts.length} times, its limit is ${burst}`] : []
    })
  }

  /** Restart=always: what nobody wanted down does not stay down, unless it was started too often or cannot be. */
  #restart({ world, effects }: Seen): readonly string[] {
    for (const effect of effects) {
      if (effect.type === 'job-new' || effect.type === 'job-changed') {
        const { unit, type } = effect.job
        if (type === 'stop' || type === 'restart') {
          this.#wantedDown.add(unit)
        }
      } else if (effect.type === 'unit' && effect.effect.do === 'new-invocation') {
        if (!world.entries.get(effect.unit)?.job?.type.startsWith('stop')) {
          this.#wantedDown.delete(effect.unit)
        }
      }
    }
    const limited = effects.flatMap(effect =>
      effect.type === 'log' && effect.text.includes('repeated too quickly') ? [effect.unit] : [],
    )
    return [...world.entries].flatMap(([id, entry]) => {
      const { unit, state } = entry
      if (unit.type !== 'service' || state.type !== 'service' || unit.service.Restart !== 'always') {
        return []
      }
      const fell = isDown(activeState(entry)) && !isDown(this.#states.get(id) ?? 'inactive')
      const isExcused =
        this.#wantedDown.has(id) || state.result === 'exec-condition' || limited.includes(id) || entry.job !== null
      return fell && !isExcused && !state.stopRequested ? [`${id} stays down in spite of Restart=always`] : []
    })
  }

  /** OnFailure=: who is named is asked for, or told to be asked for too often. */
  #handlers({ world, effects }: Seen): readonly string[] {
    return [...world.entries].flatMap(([id, entry]) => {
      if (activeState(entry) !== 'failed' || (this.#states.get(id) ?? 'failed') === 'failed') {
        return []
      }
      const told = effects.some(
        effect => effect.type === 'log' && effect.unit === id && effect.text.includes('Triggering OnFailure='),
      )
      const named = related(entry, 'OnFailure')
      return named.length === 0 || told ? [] : [`${id} failed and did not trigger ${named.join(' ')}`]
    })
  }

  /** BindsTo=: what is up goes down with what it is bound to. */
  #bound(seen: Seen): readonly string[] {
    return this.#settled(seen, 'BindsTo').flatMap(([id, entry, others]) => {
      const lost = others.find(other => isAtRest(other) && isDown(activeState(other)))
      const stays = activeState(entry) === 'active' && lost !== undefined
      return stays ? [`${id} stays up without ${lost.unit.id}, which it is bound to`] : []
    })
  }

  /** Upholds=: what is down comes up while who upholds it is up, or was tried in vain. */
  #upheld(seen: Seen): readonly string[] {
    const tried = endedIn(seen.effects)
    return this.#settled(seen, 'UpheldBy').flatMap(([id, entry, others]) => {
      const holder = others.find(other => isAtRest(other) && activeState(other) === 'active')
      const isNews = [id, holder?.unit.id ?? id].some(other => this.#hasMoved(seen.world, other))
      const stays = isDown(activeState(entry)) && holder !== undefined && isNews && !tried.get(id)?.has('start')
      return stays ? [`${id} stays down, though ${holder.unit.id} upholds it`] : []
    })
  }

  /** StopWhenUnneeded=. */
  #unneeded(seen: Seen): readonly string[] {
    const pinning = ['RequiredBy', 'RequisiteOf', 'WantedBy', 'BoundBy', 'UpheldBy'] as const
    return this.#settled(seen, ...pinning).flatMap(([id, entry, others]) => {
      const needed = others.some(other => !isAtRest(other) || !isDown(activeState(other)))
      const stays = entry.unit.unit.StopWhenUnneeded && activeState(entry) === 'active' && !needed
      return stays ? [`${id} stays up, though nobody needs it`] : []
    })
  }

  #hasMoved(world: World, id: string): boolean {
    const entry = world.entries.get(id)
    return entry !== undefined && activeState(entry) !== this.#settledStates.get(id)
  }

  /** Units at rest that changed in this event, or to which somebody changed; not those that were tried too often or cannot be. */
  #settled(
    { world, effects }: Seen,
    ...relations: readonly Relation[]
  ): readonly (readonly [string, Entry, readonly Entry[]])[] {
    const given = effects.flatMap(effect => (effect.type === 'log' && isGivenUp(effect.text) ? [effect.unit] : []))
    return [...world.entries].flatMap(([id, entry]) => {
      const others = relations
        .flatMap(relation => related(entry, relation))
        .flatMap(other => world.entries.get(other) ?? [])
      const moved = [id, ...others.map(other => other.unit.id)].some(other => this.#hasMoved(world, other))
      return moved && isAtRest(entry) && !given.includes(id) ? [[id, entry, others] as const] : []
    })
  }
}

/** A job that runs for a unit which is not on its way, or a deadline that nobody minds. */
function stuck({ world, event, effects, now }: Seen): readonly string[] {
  const idle = [...world.entries.values()].flatMap(entry => {
    const { job } = entry
    if (job?.state !== 'running' || entry.checking) {
      return []
    }
    const state = activeState(entry)
    const goes = job.type === 'start' ? !isDown(state) : job.type === 'stop' ? state === 'deactivating' : true
    return goes ? [] : [`${name(job)} runs, but the unit is ${state}`]
  })
  const rung = event.type === 'unit' && event.event.type === 'alarm' ? event.unit : null
  const state = rung === null ? undefined : world.entries.get(rung)?.state
  const waits = effects.some(effect => effect.type === 'log' && effect.text.includes('Stop job pending'))
  const isLate = !waits && state?.type === 'service' && state.deadline !== null && state.deadline <= now
  return isLate ? [...idle, `${rung} lets its deadline pass`] : idle
}

function isGivenUp(text: string): boolean {
  return text.includes('too often') || text.includes('Failed to enqueue')
}

function isAtRest(entry: Entry): boolean {
  return entry.job === null
}

const pullsIn: readonly JobMode[] = ['replace', 'fail', 'flush', 'isolate', 'replace-irreversibly']
const failing: ReadonlySet<JobResult> = new Set(['failed', 'timeout', 'dependency', 'assert', 'unsupported'])

type Ended = ReadonlyMap<string, ReadonlySet<string>>

/** The types of the jobs that came to an end in this very event, by unit. */
function endedIn(effects: readonly Effect[]): Ended {
  const ended = new Map<string, Set<string>>()
  for (const effect of effects) {
    if (effect.type === 'job-removed') {
      ended.set(effect.job.unit, (ended.get(effect.job.unit) ?? new Set()).add(effect.job.type))
    }
  }
  return ended
}

function asksForUp({ type, reloadIfPossible }: JobRequest): boolean {
  return (type === 'start' || type === 'restart') && !reloadIfPossible
}

function companions(world: World, entry: Entry, ended: Ended): readonly string[] {
  const needed = [...related(entry, 'Requires'), ...related(entry, 'BindsTo')].filter(id => {
    const other = world.entries.get(id)
    return other !== undefined && isDown(activeState(other)) && other.job === null && !ended.has(id)
  })
  const rivals = related(entry, 'Conflicts').filter(id => {
    const other = world.entries.get(id)
    return other !== undefined && other !== entry && isLeftUp(other, ended)
  })
  return [
    ...needed.map(id => `${entry.unit.id} is to start, ${id}, which it requires, is not`),
    ...rivals.map(id => `${entry.unit.id} is to start, ${id}, which it conflicts with, is not to stop`),
  ]
}

function dependents(
  world: World,
  entry: Entry,
  { type, reloadIfPossible }: JobRequest,
  ended: Ended,
): readonly string[] {
  if (type !== 'stop' || reloadIfPossible) {
    return []
  }
  return (['RequiredBy', 'BoundBy', 'ConsistsOf', 'RequisiteOf'] as const)
    .flatMap(relation => related(entry, relation))
    .filter(id => {
      const other = world.entries.get(id)
      return other !== undefined && isLeftUp(other, ended)
    })
    .map(id => `${entry.unit.id} is to stop, ${id}, which depends on it, is not`)
}

function isLeftUp(entry: Entry, ended: Ended): boolean {
  const state = activeState(entry)
  const leaves = entry.job?.type === 'stop' || entry.job?.type === 'restart' || ended.get(entry.unit.id)?.has('stop')
  return !entry.unit.perpetual && !isDown(state) && state !== 'deactivating' && leaves !== true
}

function isDown(state: string): boolean {
  return state === 'inactive' || state === 'failed'
}

function brings({ type }: Job): boolean {
  return type === 'start' || type === 'verify-active'
}

function name({ unit, type }: Job): string {
  return `${unit}/${type}`
}

function related(entry: Entry | undefined, relation: Relation): readonly string[] {
  return [...(entry?.relations.get(relation) ?? [])]
}
