/** What a unit's end may do to the whole system, and with which job others are started (systemd.unit(5)). */

import { parseBoolean } from '#core/base/boolean.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'

export const emergencyActions = [
  'none',
  'exit',
  'exit-force',
  'reboot',
  'reboot-force',
  'reboot-immediate',
  'poweroff',
  'poweroff-force',
  'poweroff-immediate',
  'soft-reboot',
  'soft-reboot-force',
  'kexec',
  'kexec-force',
  'halt',
  'halt-force',
  'halt-immediate',
] as const
export type EmergencyAction = (typeof emergencyActions)[number]

/** FailureAction= and its siblings. A user manager can only end itself. */
export function emergencyAction(): Kind<EmergencyAction> {
  return {
    initial: 'none',
    take(before, text, place) {
      const action = emergencyActions.find(name => name === text)
      if (action === undefined) {
        place.warn(`Failed to parse ${place.key}=, ignoring: ${text}`)
        return before
      }
      if (place.host.mode === 'user' && !['none', 'exit', 'exit-force'].includes(action)) {
        place.warn(`${place.key}= specified as user mode action, ignoring: ${text}`)
        return before
      }
      return action
    },
  }
}

/** OnFailureIsolate=: an older way to say OnFailureJobMode=. */
export function isolateMode(before: JobMode, text: string, place: Place): JobMode {
  const truth = parseBoolean(text)
  if (!truth.ok) {
    place.warn(`Failed to parse boolean, ignoring: ${text}`)
    return before
  }
  place.warn(`${place.key} is deprecated. Please use OnFailureJobMode= instead`)
  return truth.value ? 'isolate' : 'replace'
}

const argumentMax = 255

/** RebootArgument= and JobTimeoutRebootArgument=: ASCII, for the firmware. */
export function rebootArgument(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (text === '') {
        return ''
      }
      const argument = place.expand(text)
      if (argument === undefined) {
        return before
      }
      if (/^[\x01-\x7f]*$/.test(argument) && argument.length <= argumentMax) {
        return argument
      }
      place.warn(`Invalid reboot parameter '${argument}', ignoring.`)
      return before
    },
  }
}
