/** The time zones of the system (tzfile(5), localtime(5)): TZ, /etc/localtime and /usr/share/zoneinfo. */
import { isZoneName, type Zone, type Zones } from '#core/calendar/zone.ts'
import { parseZoneFile } from '#core/calendar/zone-file.ts'
import { zoneOfVariable } from '#core/calendar/zone-variable.ts'
import type { Files } from '#kernel/kernel.ts'

const folder = '/usr/share/zoneinfo'
const sizeMaxBytes = 1024 * 1024

/** `tz` is the TZ variable, undefined when it is not set: then /etc/localtime says which zone we are in. */
export function systemZones(files: Files, tz: string | undefined): Zones {
  const read = (path: string): Uint8Array | undefined => {
    const bytes = files.readBytes(path, sizeMaxBytes)
    return bytes.ok ? bytes.value : undefined
  }
  const known = new Map<string, Zone | undefined>()
  let local: Zone | undefined
  return {
    get local(): Zone {
      local ??=
        tz === undefined
          ? zoneOfVariable(':/etc/localtime', read)
          : zoneOfVariable(tz, name => (isZoneName(name) ? read(`${folder}/${name}`) : undefined))
      return local
    },
    find(name) {
      if (!known.has(name)) {
        const bytes = isZoneName(name) ? read(`${folder}/${name}`) : undefined
        known.set(name, bytes === undefined ? undefined : parseZoneFile(bytes))
      }
      return known.get(name)
    },
  }
}
