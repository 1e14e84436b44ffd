/** What systemctl says of an error: the peer's own words, but for one that all of them word differently. */
import type { BusError } from '#control/errors.ts'

export function describeError({ name, message }: BusError): string {
  return name === 'org.freedesktop.DBus.Error.AccessDenied' ? 'Access denied' : message
}
