/** What `--help` prints under the names of halt(8), shutdown(8), telinit(8) and runlevel(8). */
import { type Colour, paint } from '#cli/render/colour.ts'
import { linkTo } from '#cli/render/link.ts'
import type { Look } from '#cli/render/look.ts'

interface HelpText {
  readonly usage: string
  readonly title: string
  readonly sections: readonly (readonly [title: string, rows: readonly string[]])[]
  /** What to use instead; empty where this is no old interface. */
  readonly instead: string
  readonly page: string
}

const ends = { halt: 'Halt', poweroff: 'Power off', reboot: 'Reboot' } as const

function haltHelp(name: keyof typeof ends): HelpText {
  return {
    usage: name === 'reboot' ? '[OPTIONS...] [ARG]' : '[OPTIONS...]',
    title: `${ends[name]} the system.`,
    sections: [
      [
        'Options',
        [
          '     --help      Print this text',
          '     --halt      Halt the machine',
          '  -p --poweroff  Switch the machine off',
          '     --reboot    Start the machine again',
          '  -f --force     At once, without stopping services',
          '  -w --wtmp-only Do nothing but write a record to wtmp',
          '  -d --no-wtmp   Write no record to wtmp',
          '     --no-wall   Do not tell the users before',
        ],
      ],
    ],
    instead: `This name is kept for old scripts; 'systemctl ${name}' can do more.`,
    page: 'halt(8)',
  }
}

const shutdownHelp: HelpText = {
  usage: '[OPTIONS...] [TIME] [WALL...]',
  title: 'Shut down the system.',
  sections: [
    [
      'Options',
      [
        '     --help      Print this text',
        '  -H --halt      Halt the machine',
        '  -P --poweroff  Switch the machine off',
        '  -r --reboot    Start the machine again',
        '  -h             Same as --poweroff, unless --halt is given',
        '  -k             Only tell the users',
        '     --no-wall   Do not tell the users before',
        '  -c             Cancel a shutdown that was scheduled',
        '     --show      Show the shutdown that is scheduled',
      ],
    ],
  ],
  instead:
    "This name is kept for old scripts; 'systemctl halt', 'systemctl poweroff' and\n'systemctl reboot' can do more.",
  page: 'shutdown(8)',
}

const telinitHelp: HelpText = {
  usage: '[OPTIONS...] COMMAND',
  title: 'Tell the init what to do.',
  sections: [
    [
      'Commands',
      [
        '  0              Switch the machine off',
        '  6              Start the machine again',
        '  2, 3, 4, 5     Start runlevelX.target',
        '  1, s, S        Enter rescue mode',
        '  q, Q           Reload the configuration of the init',
        '  u, U           Let the init execute itself again',
      ],
    ],
    ['Options', ['     --help      Print this text', '     --no-wall   Do not tell the users of a shutdown']],
  ],
  instead: '',
  page: 'telinit(8)',
}

const runlevelHelp: HelpText = {
  usage: '[OPTIONS...]',
  title: 'Print the runlevel before and the one now.',
  sections: [['Options', ['     --help      Print this text']]],
  instead: '',
  page: 'runlevel(8)',
}

export const helpTexts = {
  halt: haltHelp('halt'),
  poweroff: haltHelp('poweroff'),
  reboot: haltHelp('reboot'),
  shutdown: shutdownHelp,
  init: telinitHelp,
  runlevel: runlevelHelp,
} as const satisfies Readonly<Record<string, HelpText>>

export function helpOf(role: keyof typeof helpTexts, name: string, look: Look): string {
  const { usage, title, sections, instead, page }: HelpText = helpTexts[role]
  const show = (text: string, colour: Colour): string => paint(text, colour, look)
  const parts = sections.map(([heading, rows]) => `\n${show(`${heading}:`, 'underline')}\n${rows.join('\n')}\n`)
  const more = instead === '' ? '' : `\n${instead}\n`
  const see = `\nSee the ${linkTo(`man:${page}`, `${page} man page`, look)} for details.\n`
  return `${name} ${usage}\n\n${show(title, 'bold')}\n${parts.join('')}${more}${see}`
}
