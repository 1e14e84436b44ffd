/**
 * From arguments to options and words. getopt.ts makes the arguments plain (one spelling, options in front), of options that
 * rule each other out the last one stays, yargs collects what was given for each, and the option's row says what that means.
 */

import { type OptionShape, readArguments, type Token } from './getopt.ts'
import type { Given } from './given.ts'
import { type OptionRow, optionName, optionTable } from './option-table.ts'
import { defaultOptions, type Options } from './options.ts'
import type { Question } from './read-option.ts'

/** What a command line asks for. */
export type Settled =
  | { readonly is: 'command'; readonly options: Options; readonly words: readonly string[] }
  | { readonly is: 'question'; readonly about: Question; readonly options: Options }
  /** Lines for standard error, `error` for those that are coloured as errors on a terminal. */
  | { readonly is: 'usage'; readonly lines: readonly string[] }
  | { readonly is: 'fault'; readonly lines: readonly string[] }

/** Reads the arguments of systemctl, which was called by `name`. */
export async function settleArguments(name: string, args: readonly string[]): Promise<Settled> {
  const { tokens, words, error } = readArguments(name, args, optionTable)
  const lasting = dropOverruled(tokens)
  const given = lasting.some(({ value }) => value !== undefined) ? await collect(lasting) : countSwitches(lasting)
  const settled = applyAll(given)
  if (settled.is !== 'command') {
    return settled
  }
  return error === undefined ? { ...settled, words } : { is: 'usage', lines: [error, ...hintOf(name, args, error)] }
}

/** Of the options of one group the last one counts. */
function dropOverruled(tokens: readonly Token<OptionRow>[]): readonly Token<OptionRow>[] {
  return tokens.filter(({ option }, index) => {
    if (option.group === undefined) {
      return true
    }
    return !tokens.slice(index + 1).some(later => later.option.group === option.group)
  })
}

async function collect(tokens: readonly Token<OptionRow>[]): Promise<Given> {
  const { collectGiven } = await import('./yargs.ts')
  return collectGiven(tokens)
}

/** Switches alone need no library: most calls of scripts are such, and yargs takes as long to load as Node itself. */
export function countSwitches(tokens: readonly Token<OptionShape>[]): Given {
  const given = new Map<string, readonly string[]>()
  for (const { option } of tokens) {
    const name = optionName(option)
    given.set(name, [...(given.get(name) ?? []), ''])
  }
  return given
}

function applyAll(given: Given): Settled {
  let options = defaultOptions
  for (const [name, values] of given) {
    const row = optionTable.find(option => optionName(option) === name)
    for (const value of row === undefined ? [] : values) {
      const reading = row?.read(options, value) ?? { is: 'read', change: {} }
      if (reading.is === 'question') {
        return { ...reading, options }
      }
      if (reading.is === 'fault') {
        return reading
      }
      options = { ...options, ...reading.change }
    }
  }
  return { is: 'command', options, words: [] }
}

/** A unit whose name starts with a dash, as that of the root mount does, looks like an option. */
function hintOf(name: string, args: readonly string[], error: string): readonly string[] {
  if (!error.endsWith("invalid option -- '.'")) {
    return []
  }
  const typed = args.find(arg => /^-[^-]?.*\./.test(arg)) ?? ''
  const rest = typed.slice(typed.indexOf('.') + 1)
  return [
    'Hint: to specify units starting with a dash, use "--":',
    `      ${name.slice(name.lastIndexOf('/') + 1)} [OPTIONS...] COMMAND -- -.${rest === '' ? 'mount' : rest} ...`,
  ]
}
