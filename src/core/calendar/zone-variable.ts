import { parsePosixZone } from './posix-zone.ts'
import { utc, type Zone } from './zone.ts'
import { parseZoneFile } from './zone-file.ts'

/**
 * The zone a TZ variable means (tzset(3)): `:name` or `name` of a file, else a rule, else UTC. `read` gives the bytes of a
 * zone's file by its name or absolute path, or undefined.
 */
export function zoneOfVariable(value: string, read: (name: string) => Uint8Array | undefined): Zone {
  const name = value.replace(/^:/, '')
  const bytes = name === '' ? undefined : read(name)
  return (bytes === undefined ? undefined : parseZoneFile(bytes)) ?? parsePosixZone(name) ?? utc
}
