/** systemctl --help, from the tables of verbs and options. */
import { paint } from '#cli/render/colour.ts'
import { linkTo } from '#cli/render/link.ts'
import type { Look } from '#cli/render/look.ts'
import { type VerbGroup, verbGroups, verbs } from '#cli/systemctl/verbs.ts'
import { type OptionRow, optionTable } from './option-table.ts'

/** Where the explanation of a verb begins, and that of an option. */
const verbColumn = 38
const optionColumn = 25

/** The whole text. */
export function helpText(name: string, look: Look): string {
  const title = (text: string): string => paint(`${text}:`, 'underline', look)
  const groups = verbGroups.map(group => `${title(group)}\n${verbLines(group)}`)
  const options = optionTable.filter(({ help }) => help !== null)
  return [
    `${name} [OPTIONS...] COMMAND ...`,
    paint('Ask and steer the service manager of this container.', 'bold', look),
    ...groups,
    `${title('Options')}\n${options.map(optionLines).join('')}`,
    `See the ${linkTo('man:systemctl(1)', 'systemctl(1) man page', look)} for details.\n`,
  ]
    .join('\n\n')
    .replaceAll('\n\n\n', '\n\n')
}

function verbLines(group: VerbGroup): string {
  return verbs
    .flatMap(({ name, shown }) =>
      shown?.group === group ? [entry(`  ${name} ${shown.usage}`, shown.help, verbColumn)] : [],
    )
    .join('')
}

function optionLines({ long, short, meta, help, value }: OptionRow): string {
  const letter = short === undefined ? '  ' : `-${short}`
  const word = long === undefined ? '' : ` --${long}`
  const what = value === 'none' ? '' : long === undefined ? ` ${meta}` : `=${meta}`
  return entry(`  ${letter}${word}${what}`, help ?? '', optionColumn)
}

/** A term and what it means; a term that is too long has the line to itself. */
function entry(term: string, help: string, column: number): string {
  const [first = '', ...more] = help.split('\n')
  const indent = ' '.repeat(column)
  const head = term.trimEnd()
  const rest = more.map(line => `${indent}${line}\n`).join('')
  if (head.length >= column) {
    return `${head}\n${indent}${first}\n${rest}`
  }
  return `${head.padEnd(column)}${first}\n${rest}`
}
