/**
 * The only file that imports yargs, and knows its traps:
 *
 * - it has no unambiguous prefixes, no errors of getopt's wording, and lets `--no-pag x` swallow x: so getopt.ts comes first,
 *   and what arrives here is plain;
 * - it reads `--no-x` as x off, `a.b` as an object and `5` as a number: all turned off;
 * - it takes quotes off around a value: each value travels behind a letter;
 * - with a list or a fixed number of values it refuses the empty one, so options are texts that may be given again;
 * - loading it asks process.stdout for its width, whereby Node would set O_NONBLOCK on a pipe that others share;
 * - loading it takes as long as Node itself takes to start, so it is loaded only when there is a value to read.
 */
import type { Given } from '#cli/command-line/given.ts'
import type { OptionShape, Token } from './getopt.ts'
import { optionName, optionTable } from './option-table.ts'

/** Collects what was given for each option, in the order in which the options first appear. */
export async function collectGiven(tokens: readonly Token<OptionShape>[]): Promise<Given> {
  const { default: yargs } = await withoutStandardOutput(() => import('yargs'))
  const shapes = optionTable.map(option => [
    optionName(option),
    option.value === 'none' ? { count: true } : { string: true },
  ])
  const parsed: Readonly<Record<string, unknown>> = yargs()
    .help(false)
    .version(false)
    .exitProcess(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'strip-aliased': true,
      'strip-dashed': false,
    })
    .options(Object.fromEntries(shapes))
    .parseSync(tokens.map(spell))
  const names = [...new Set(tokens.map(({ option }) => optionName(option)))]
  return new Map(names.map(name => [name, givenOf(parsed[name])]))
}

/** What stands before each value while yargs has it. */
const guard = '='

function spell({ option, value }: Token<OptionShape>): string {
  return value === undefined ? `--${optionName(option)}` : `--${optionName(option)}=${guard}${value}`
}

/** How often a switch was given, or the value of an option, or its values. */
function givenOf(value: unknown): readonly string[] {
  if (typeof value === 'number') {
    return Array.from({ length: value }, () => '')
  }
  return (Array.isArray(value) ? value : [value ?? '']).map(text => String(text).slice(guard.length))
}

/** Loads a module while process.stdout is nothing that could be touched. */
async function withoutStandardOutput<T>(load: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(process, 'stdout')
  Object.defineProperty(process, 'stdout', { value: { columns: 80 }, configurable: true })
  try {
    return await load()
  } finally {
    if (before !== undefined) {
      Object.defineProperty(process, 'stdout', before)
    }
  }
}
