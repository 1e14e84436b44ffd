/** The time zones of this machine, for tests. */
import { readFileSync } from 'node:fs'
import { isZoneName, type Zone, type Zones } from '#core/calendar/zone.ts'
import { parseZoneFile } from '#core/calendar/zone-file.ts'
import { zoneOfVariable } from '#core/calendar/zone-variable.ts'

/** The bytes of a zone's file, undefined when this machine has none of that name. */
export function readZoneFile(name: string): Uint8Array | undefined {
  if (!isZoneName(name)) {
    return undefined
  }
  try {
    return new Uint8Array(readFileSync(`/usr/share/zoneinfo/${name}`))
  } catch {
    return undefined
  }
}

const known = new Map<string, Zone | undefined>()

/** The zone of an IANA name. */
export function findZone(name: string): Zone | undefined {
  if (!known.has(name)) {
    const bytes = readZoneFile(name)
    known.set(name, bytes === undefined ? undefined : parseZoneFile(bytes))
  }
  return known.get(name)
}

/** The zones under a TZ variable; null is one that is not set, which means UTC here. */
export function zonesUnder(variable: string | null): Zones {
  return { local: zoneOfVariable(variable ?? '', readZoneFile), find: findZone }
}
