/** Waits until units have stopped by themselves (systemctl(1), --wait). */
import type { Client } from '#control/client.ts'
import type { Variant } from '#control/codec/value-of.ts'
import { unitPath } from '#control/object-path.ts'
import { unitInterface } from '#control/protocol/unit.ts'

/** Units that are waited for. */
export interface UnitEnds {
  /** Adds a unit: it counts as ended once it is inactive or failed, and has no job. */
  add(name: string): Promise<void>
  /** When all have ended: whether none of them failed. `lost` when the manager is gone before. */
  finished(): Promise<'good' | 'failed' | 'lost'>
  close(): void
}

interface Watched {
  active: string
  job: number
}

export function listenForUnits(client: Client): UnitEnds {
  const watched = new Map<string, Watched>()
  const done = Promise.withResolvers<'good' | 'failed' | 'lost'>()
  let failed = false
  let waiting = false

  function update(path: string, properties: ReadonlyMap<string, Variant>): void {
    const unit = watched.get(path)
    if (unit === undefined) {
      return
    }
    const active = properties.get('ActiveState')?.value
    const job = properties.get('Job')?.value
    if (typeof active === 'string') {
      unit.active = active
    }
    if (Array.isArray(job)) {
      unit.job = Number(job[0])
    }
    if (unit.job !== 0 || (unit.active !== 'inactive' && unit.active !== 'failed')) {
      return
    }
    failed ||= unit.active === 'failed'
    watched.delete(path)
    settle()
  }
  function settle(): void {
    if (waiting && watched.size === 0) {
      done.resolve(failed ? 'failed' : 'good')
    }
  }
  const listener = client.subscribe({ member: 'PropertiesChanged' }, ({ header, values }) => {
    const [from, changed] = values
    if (from === unitInterface.name && changed instanceof Map) {
      update(header.path, changed)
    }
  })
  client.onLost(() => done.resolve('lost'))
  return {
    async add(name) {
      const path = unitPath(name)
      watched.set(path, { active: '', job: 0 })
      const properties = await client.getAll(path, unitInterface.name)
      if (properties.ok) {
        update(path, properties.value)
      } else {
        watched.delete(path)
      }
    },
    finished() {
      waiting = true
      settle()
      return done.promise
    },
    close: listener.close,
  }
}
