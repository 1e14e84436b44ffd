/** Answers to what can be asked instead of giving a command: --help, --version, `-t help` and the like. */

import { type Colour, colourEnd, colourStart, paint } from '#cli/render/colour.ts'
import type { Look } from '#cli/render/look.ts'
import { renderTable } from '#cli/render/table.ts'
import type { Streams } from '#cli/streams.ts'
import { signalName } from '#core/base/linux/signal.ts'
import { features, ownVersion, systemdVersion } from '#core/base/version.ts'
import { unitTypes } from '#core/unit/unit-type.ts'
import { helpText } from './help.ts'
import { type Options, outputModes } from './options.ts'
import { presetModes, type Question, resources, timestampFormats } from './read-option.ts'
import { stateLists } from './states.ts'

/** What an answer depends on. */
interface Asked {
  readonly argv: readonly string[]
  readonly streams: Streams
  readonly look: Look
  readonly options: Options
}

/** Prints the answer to a question; the exit status. */
export function answer(about: Question, asked: Asked): number {
  asked.streams.output.write(answerText(about, asked))
  return 0
}

function answerText(about: Question, { argv, look, options }: Asked): string {
  const legend = options.legend ?? !options.quiet
  const lines = (words: readonly string[]): string => words.map(word => `${word}\n`).join('')
  switch (about) {
    case 'help':
      return helpText(baseName(argv[0] ?? 'systemctl'), look)
    case 'version':
      return versionText(look)
    case 'types':
      return `${legend ? 'Available unit types:\n' : ''}${lines(unitTypes)}`
    case 'states':
      return stateText(legend)
    case 'outputs':
      return lines(outputModes)
    case 'signals':
      return lines(['0', ...signals.map(signalName)])
    case 'signal-table':
      return signalTable(look)
    case 'resources':
      return lines(resources)
    case 'timestamps':
      return lines(timestampFormats)
    case 'preset-modes':
      return lines(presetModes)
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Two lines: the first ends in our own version, the second says what was compiled in. */
function versionText(look: Look): string {
  const words = features.map(feature => {
    const [sign, colour, word]: [string, Colour, Colour] = feature.startsWith('+')
      ? ['+', 'green', 'plain-green']
      : ['-', 'red', 'plain-red']
    const name = feature.slice(1)
    if (look.colours === 'none') {
      return feature
    }
    return `${colourStart(colour, look)}${sign}${colourStart(word, look)}${name}${colourEnd}`
  })
  return `${paint(`systemd ${systemdVersion}`, 'bold', look)} (berth ${ownVersion()})\n${words.join(' ')}\n`
}

function stateText(legend: boolean): string {
  return stateLists
    .map(([title, states]) => `${legend ? `Available ${title}:\n` : ''}${states.map(state => `${state}\n`).join('')}`)
    .join(legend ? '\n' : '')
}

const signals: readonly number[] = Array.from({ length: 64 }, (_, index) => index + 1)

function signalTable(look: Look): string {
  const columns = [{ title: 'SIGNAL' }, { title: 'NAME' }]
  const rows = signals.map(number => ({ cells: [{ text: `${number}` }, { text: `SIG${signalName(number)}` }] }))
  return renderTable({ columns, rows }, { header: true, width: Number.POSITIVE_INFINITY, look })
}
