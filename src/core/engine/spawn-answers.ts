/** What comes of a command that was started, or could not be. */
import { isInactiveOrFailed } from '#core/unit/active-state.ts'
import type { Event } from './event.ts'
import { service } from './machine.ts'
import { activeState, type Work } from './work.ts'
import type { Entry } from './world.ts'

export function spawned(work: Work, entry: Entry, event: Extract<Event, { type: 'spawned' }>): void {
  work.world.processes.set(event.pid, { unit: entry.unit.id, role: event.role })
  entry.populated = true
  entry.timesAtRest = null
  service(work, entry, event)
  wakeJob(work, entry)
}

export function spawnFailed(work: Work, entry: Entry, event: Extract<Event, { type: 'spawn-failed' }>): void {
  service(work, entry, event)
  neverStarted(work, entry)
  wakeJob(work, entry)
}

/** Where not even the first command could be started the unit was never under way, as systemd sees it. */
function neverStarted({ now }: Work, entry: Entry): void {
  if (entry.timesAtRest !== null && isInactiveOrFailed(activeState(entry))) {
    entry.times = { ...entry.timesAtRest, stateChange: now }
    entry.timesAtRest = null
  }
}

/** A job that came while a process was being started may go on. */
function wakeJob({ world }: Work, { job }: Entry): void {
  if (job !== null) {
    world.runQueue.add(job)
  }
}
