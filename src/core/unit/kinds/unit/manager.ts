/** Values of [Manager] that units do not have (systemd-system.conf(5)). */
import { parseSyslogLevel } from '#core/base/linux/syslog.ts'
import { single } from '#core/unit/kinds/complain.ts'
import { type StandardOutput, standardOutput } from '#core/unit/kinds/exec/stream.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'

/** LogLevel=: null when nothing is said. */
export function logLevel(): Kind<number | null> {
  return single<number, null>(null, parseSyslogLevel, (place, text) =>
    place.warn(`Failed to parse log level '${text}'`),
  )
}

/** DefaultStandardOutput= and DefaultStandardError=: what needs a name or a path makes no sense for all services. */
export function defaultOutput(to: 'journal' | 'inherit'): Kind<StandardOutput> {
  const kind = standardOutput()
  return {
    initial: { to },
    take(before, text, place) {
      const output = kind.take(before, text, place) ?? before
      if (!['socket', 'fd', 'file', 'append', 'truncate'].includes(output.to)) {
        return output
      }
      place.warn(
        `Standard output types socket, fd:, file:, append:, truncate: are not supported as defaults, ignoring: ${text}`,
      )
      return before
    },
  }
}
