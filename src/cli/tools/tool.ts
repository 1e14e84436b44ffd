/** What the tools beside systemctl have in common: their options, and how they are told from each other. */

import type { Call } from '#cli/call.ts'
import type { OptionShape } from '#cli/command-line/getopt.ts'
import type { Options } from '#cli/command-line/options.ts'
import type { Session } from '#cli/session/session.ts'
import { parseBoolean } from '#core/base/boolean.ts'

/** An option given on the command line. */
export interface Given {
  /** The long name, also where the letter was typed. */
  readonly name: string
  readonly value?: string
}

/** What one tool is: its options, how they are read, and what it does. */
export interface Tool {
  readonly options: readonly OptionShape[]
  /** What is wrong with one option by itself; undefined when it is fine. */
  check(given: Given, call: Call): string | undefined
  /** What the options change in the session. */
  settle(given: readonly Given[]): Partial<Options>
  /** Carries it out; the exit status. */
  run(session: Session, given: readonly Given[]): number | Promise<number>
}

/** Whether an option was given. */
export function has(given: readonly Given[], name: string): boolean {
  return given.some(one => one.name === name)
}

/** The value of the last option of a name. */
export function optionValue(given: readonly Given[], name: string): string | undefined {
  return given.findLast(one => one.name === name)?.value
}

/** Says what went wrong; the exit status. */
export function refuse(session: Session, line: string): number {
  session.say('error', line)
  return 1
}

/** Whether an option that may have a boolean as value says yes; `otherwise` where it was not given. */
export function isOn(given: readonly Given[], name: string, otherwise: boolean): boolean {
  if (!has(given, name)) {
    return otherwise
  }
  const value = optionValue(given, name)
  const said = value === undefined ? undefined : parseBoolean(value)
  return said === undefined || (said.ok && said.value)
}
