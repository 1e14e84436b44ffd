/**
 * What the manager's own arguments say: `systemctl init [OPTION...] [UNIT...] [-- COMMAND...]`, `/sbin/init [OPTION...]`. As
 * systemd does as PID 1, it passes over what it does not know, but says so.
 */

import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSpan } from '#core/calendar/span.ts'
import { mangleUnitName } from '#core/unit/name/mangle.ts'

export interface Arguments {
  /** What is started instead of the default target. */
  readonly units: readonly string[]
  /** What is run in the foreground once the boot is done; empty without a command. */
  readonly command: readonly string[]
  /** The unit the command waits for instead of the default target. */
  readonly waitFor: string | null
  /** The container ends with this unit, and with its exit status. */
  readonly exitWith: string | null
  /** How long a stop may take in all. */
  readonly stopTimeoutUs: number | null
  readonly showStatus: boolean | null
  readonly logLevel: string | null
  /** Options we do not know. */
  readonly unknown: readonly string[]
}

/** Options with a value, `--name=value` or `--name value`. */
const valued = ['--wait-for', '--exit-with', '--stop-timeout', '--show-status', '--log-level'] as const
type Valued = (typeof valued)[number]

/** Options that choose the role (cli/role.ts), and those that mean nothing to a manager. */
const passedOver = ['-1', '--init', '--system']

/** @returns the arguments, or a sentence that says which of them cannot be. */
export function readArguments(argv: readonly string[]): Result<Arguments, string> {
  const end = argv.indexOf('--')
  const [own, command] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end + 1)]
  const { values, words, unknown } = sortArguments(own)
  const [verb, ...units] = words
  const stopTimeout = values.get('--stop-timeout')
  const stopTimeoutUs = stopTimeout === undefined ? null : microseconds(stopTimeout)
  if (stopTimeoutUs === undefined) {
    return fail(`--stop-timeout=${stopTimeout} is no span of time: say 30s, or 2min`)
  }
  const showStatus = values.get('--show-status')
  return ok({
    units: verb === 'init' ? units.map(fullName) : [],
    command,
    waitFor: unitOf(values.get('--wait-for')),
    exitWith: unitOf(values.get('--exit-with')),
    stopTimeoutUs,
    showStatus: showStatus === undefined ? null : isYes(showStatus),
    logLevel: values.get('--log-level') ?? null,
    unknown,
  })
}

/** `nginx` means nginx.service. */
function fullName(name: string): string {
  const mangled = mangleUnitName(name, '.service')
  return mangled.ok ? mangled.value.name : name
}

function unitOf(name: string | undefined): string | null {
  return name === undefined ? null : fullName(name)
}

interface Sorted {
  readonly values: ReadonlyMap<Valued, string>
  readonly words: readonly string[]
  readonly unknown: readonly string[]
}

function sortArguments(argv: readonly string[]): Sorted {
  const values = new Map<Valued, string>()
  const [words, unknown]: [string[], string[]] = [[], []]
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? ''
    const [name, ...rest] = argument.split('=')
    const option = valued.find(known => known === name)
    if (option !== undefined && argument.includes('=')) {
      values.set(option, rest.join('='))
    } else if (option !== undefined) {
      at += 1
      values.set(option, argv[at] ?? '')
    } else if (!argument.startsWith('-')) {
      words.push(argument)
    } else if (!passedOver.includes(argument)) {
      unknown.push(argument)
    }
  }
  return { values, words, unknown }
}

/** A span as in unit files, more than nothing; undefined for any other text. */
export function microseconds(text: string): number | undefined {
  const span = parseSpan(text)
  return span.ok && span.value > 0n && span.value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(span.value) : undefined
}

function isYes(word: string): boolean {
  return ['1', 'yes', 'y', 'true', 't', 'on', 'auto'].includes(word)
}
