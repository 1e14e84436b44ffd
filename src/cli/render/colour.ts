/** Colours of the terminal, as control sequences of ECMA-48. Each starts from a clean state. */
import type { Look } from './look.ts'

export type Colour =
  | 'red'
  | 'green'
  | 'yellow'
  | 'grey'
  | 'bold'
  | 'bold-grey'
  | 'magenta'
  | 'cyan'
  | 'blue'
  | 'plain-green'
  | 'plain-red'
  | 'underline'
  | 'red-underline'
  | 'green-underline'
  | 'yellow-underline'
  | 'grey-underline'

const basic: Readonly<Record<Colour, string>> = {
  red: '\x1b[0;1;31m',
  green: '\x1b[0;1;32m',
  yellow: '\x1b[0;1;33m',
  grey: '\x1b[0;90m',
  bold: '\x1b[0;1;39m',
  'bold-grey': '\x1b[0;1;90m',
  magenta: '\x1b[0;1;35m',
  cyan: '\x1b[0;1;36m',
  blue: '\x1b[0;1;34m',
  'plain-green': '\x1b[0;32m',
  'plain-red': '\x1b[0;31m',
  underline: '\x1b[0;4m',
  'red-underline': '\x1b[0;1;4;31m',
  'green-underline': '\x1b[0;1;4;32m',
  'yellow-underline': '\x1b[0;1;4;33m',
  'grey-underline': '\x1b[0;4;90m',
}

// Yellow and grey of the sixteen are hard to read on some screens, so they come from the larger palette where there is one.
const palette: Readonly<Record<Colour, string>> = {
  ...basic,
  yellow: '\x1b[0;1;38:5:185m',
  grey: '\x1b[0;38:5:245m',
  'bold-grey': '\x1b[0;1;38:5:245m',
  'yellow-underline': '\x1b[0;1;4;38:5:185m',
  'grey-underline': '\x1b[0;4;38:5:245m',
}

export const colourEnd = '\x1b[0m'

/** The sequence that begins a colour, empty on a terminal without colours. */
export function colourStart(colour: Colour | null, { colours }: Look): string {
  if (colour === null || colours === 'none') {
    return ''
  }
  return colours === '16' ? basic[colour] : palette[colour]
}

/** A text in a colour, as it is without one. */
export function paint(text: string, colour: Colour | null, look: Look): string {
  const start = colourStart(colour, look)
  return start === '' ? text : `${start}${text}${colourEnd}`
}

/** The sequence that underlines; `grey` where the terminal can have a line of another colour than the text. */
export function underlineStart(kind: 'plain' | 'grey', { colours }: Look): string {
  if (colours === 'none') {
    return ''
  }
  return kind === 'grey' ? '\x1b[4m\x1b[58:5:245m' : '\x1b[4m'
}
