/** Tells who watches on the bus: units and jobs that come, change and go. Changes of one turn are told once, at its end. */

import type { Face } from '#control/implement.ts'
import { jobPath, managerPath, unitPath } from '#control/object-path.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import type { ControlServer } from '#control/transport/server.ts'
import { find, type World } from '#core/engine/world.ts'
import type { Announcement } from '#manager/deeds/perform.ts'

export interface WatcherParts {
  readonly world: World
  readonly server: ControlServer
  /** The faces of a unit: its type's own first, then Unit. */
  facesOf(unit: string): readonly Face[]
  jobFace(job: number): Face | undefined
}

export class Watchers {
  readonly #parts: WatcherParts
  readonly #changedUnits = new Set<string>()
  readonly #changedJobs = new Set<number>()

  constructor(parts: WatcherParts) {
    this.#parts = parts
  }

  take(effect: Announcement): void {
    const { server } = this.#parts
    switch (effect.type) {
      case 'unit-new':
        server.emit(managerPath, managerInterface, 'UnitNew', { id: effect.unit, unit: unitPath(effect.unit) })
        return
      case 'unit-removed':
        this.#changedUnits.delete(effect.unit)
        for (const name of effect.names) {
          server.emit(managerPath, managerInterface, 'UnitRemoved', { id: name, unit: unitPath(name) })
        }
        return
      case 'unit-changed':
        this.#changedUnits.add(effect.unit)
        return
      case 'job-new':
        server.emit(managerPath, managerInterface, 'JobNew', {
          id: effect.job.id,
          job: jobPath(effect.job.id),
          unit: effect.job.unit,
        })
        return
      case 'job-changed':
        this.#changedJobs.add(effect.job.id)
        return
      case 'job-removed':
        // Who waits for the job asks for the unit's state next: that must have been told before.
        this.flush()
        server.emit(managerPath, managerInterface, 'JobRemoved', {
          id: effect.job.id,
          job: jobPath(effect.job.id),
          unit: effect.job.unit,
          result: effect.result,
        })
        // It has no job any more.
        this.#changedUnits.add(effect.job.unit)
    }
  }

  /** Tells all changes that were noted. */
  flush(): void {
    const { server, world } = this.#parts
    if (server.connectionCount === 0 && server.outlets.size === 0) {
      this.#changedUnits.clear()
      this.#changedJobs.clear()
      return
    }
    for (const id of this.#changedUnits) {
      if (find(world, id) !== undefined) {
        for (const face of this.#parts.facesOf(id)) {
          server.emitPropertiesChanged(unitPath(id), face)
        }
      }
    }
    for (const id of this.#changedJobs) {
      const face = this.#parts.jobFace(id)
      if (face !== undefined) {
        server.emitPropertiesChanged(jobPath(id), face)
      }
    }
    this.#changedUnits.clear()
    this.#changedJobs.clear()
  }
}
