/** The options of systemd-analyze(1), and what is wrong with one by itself. */

import type { Call } from '#cli/call.ts'
import type { OptionShape } from '#cli/command-line/getopt.ts'
import type { Given } from '#cli/tools/tool.ts'
import { parseBoolean } from '#core/base/boolean.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import { parseSpan } from '#core/calendar/span.ts'
import { parseTimestamp } from '#core/calendar/timestamp-parse.ts'
import { present, zonesOf } from './clock.ts'

const flags = 'order require no-pager system user global table detailed tldr no-legend'.split(' ')
const withValue = [
  ...'root image image-policy recursive-errors offline threshold security-policy json from-pattern to-pattern'.split(
    ' ',
  ),
  ...'fuzz instance iterations base-time profile unit scale-svg'.split(' '),
]

export const analyzeOptions: readonly OptionShape[] = [
  ...flags.map((long): OptionShape => ({ long, value: 'none' })),
  ...withValue.map((long): OptionShape => ({ long, value: 'required' })),
  { long: 'man', value: 'optional' },
  { long: 'generators', value: 'optional' },
  { long: 'quiet', short: 'q', value: 'none' },
  { long: 'mask', short: 'm', value: 'none' },
  { long: 'host', short: 'H', value: 'required' },
  { long: 'machine', short: 'M', value: 'required' },
]

export function checkOption({ name, value }: Given, call: Call): string | undefined {
  switch (name) {
    case 'man':
    case 'generators':
      return value === undefined || parseBoolean(value).ok
        ? undefined
        : `Failed to parse boolean argument to --${name}: ${value}.`
    case 'offline':
      return parseBoolean(value ?? '').ok ? undefined : `Failed to parse boolean argument to --offline: ${value}.`
    case 'recursive-errors':
      return ['yes', 'no', 'one'].includes(value ?? '')
        ? undefined
        : `Unknown mode passed to --recursive-errors='${value}'.`
    case 'json':
      return ['pretty', 'short', 'off'].includes(value ?? '')
        ? undefined
        : `Unknown argument to --json= switch: ${value}`
    case 'iterations':
      return parseUint32(value ?? '').ok ? undefined : `Failed to parse iterations: ${value}`
    case 'base-time':
      return parseTimestamp(value ?? '', present(call), zonesOf(call)).ok
        ? undefined
        : `Failed to parse --base-time= parameter: ${value}`
    case 'threshold':
      return parseUint32(value ?? '').ok ? undefined : `Failed to parse threshold: ${value}`
    case 'fuzz':
      // systemd says nothing here, and fails.
      return parseSpan(value ?? '').ok ? undefined : ''
    default:
      return undefined
  }
}
