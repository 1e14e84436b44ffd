/** What `--help` prints of the tools beside systemctl(1). */
import { type Colour, paint } from '#cli/render/colour.ts'
import { linkTo } from '#cli/render/link.ts'
import type { Look } from '#cli/render/look.ts'

interface HelpText {
  /** Where the tool is described, when that is not section 1 of the manual under its name. */
  readonly page?: string
  readonly usage: string
  readonly title: string
  readonly sections: readonly (readonly [title: string, rows: readonly string[]])[]
}

const helpTexts = {
  'systemd-escape': {
    usage: '[OPTIONS...] [NAME...]',
    title: 'Turn texts into parts of unit names, and back.',
    sections: [
      [
        'Options',
        [
          '  -h --help               Print this text',
          '     --version            Print the version',
          '     --suffix=TYPE        Put a unit type behind the result',
          '     --template=TEMPLATE  Make the result the instance of a template',
          '     --instance           With --unescape, print the instance alone',
          '  -u --unescape           Turn names back into texts',
          '  -m --mangle             Make unit names as systemctl does',
          '  -p --path               The texts are paths',
        ],
      ],
    ],
  },
  'systemd-analyze': {
    usage: '[OPTIONS...] COMMAND ...',
    title: 'Check unit files, configuration, and what times mean.',
    sections: [
      [
        'Commands',
        [
          '  verify FILE...           Look for mistakes in unit files',
          '  cat-config NAME|PATH...  Print a configuration file and its drop-ins',
          '  unit-paths               Print the folders of unit files',
          '  condition CONDITION...   Tell whether conditions and asserts hold',
          '  calendar EVENT...        Tell when calendar events come',
          '  timestamp TIME...        Tell which moment a text means',
          '  timespan SPAN...         Tell how long a time span is',
        ],
      ],
      [
        'Options',
        [
          '  -h --help                   Print this text',
          '     --version                Print the version',
          '  -q --quiet                  Give the exit status alone (condition)',
          '     --system                 The units of the system',
          '     --user                   The units of a user',
          '     --global                 The units of all users (unit-paths)',
          '     --unit=UNIT              Take the conditions of a unit',
          '     --instance=NAME          The instance of templates (verify)',
          '     --recursive-errors=MODE  Whose mistakes change the exit status (verify):',
          '                              yes, no or one',
          '     --man[=BOOL]             Whether man pages must be there (verify)',
          '     --generators[=BOOL]      Accepted, generators are not run (verify)',
          '     --iterations=N           How many times to print (calendar)',
          '     --base-time=TIME         Count from another moment than now (calendar)',
          '     --tldr                   Without comments and empty lines (cat-config)',
          '     --root=PATH              Another file system root',
          '     --no-pager               Print all at once',
        ],
      ],
    ],
  },
  'systemd-delta': {
    usage: '[OPTIONS...] [SUFFIX...]',
    title: 'Find configuration files that replace or extend others.',
    sections: [
      [
        'Options',
        [
          '  -h --help           Print this text',
          '     --version        Print the version',
          '     --no-pager       Print all at once',
          '     --diff[=BOOL]    Whether differences are printed',
          '  -t --type=LIST      Which kinds: masked, equivalent, redirected,',
          '                      overridden, extended, unchanged, default',
        ],
      ],
    ],
  },
  'systemd-tmpfiles': {
    usage: 'COMMAND [OPTIONS...] [FILE...]',
    title: 'Make, clean up and remove files as tmpfiles.d tells.',
    page: 'systemd-tmpfiles(8)',
    sections: [
      [
        'Commands',
        [
          '     --create               Make what lines ask for, and adjust what is there',
          '     --clean                Remove what is older than lines allow',
          '     --remove               Remove what lines name for that',
          '     --purge                Undo the lines with a dollar sign of the files named',
          '  -h --help                 Print this text',
          '     --version              Print the version',
        ],
      ],
      [
        'Options',
        [
          '     --user                 The rules of a user',
          '     --cat-config           Print the rules',
          '     --tldr                 Print the rules without comments and empty lines',
          '     --boot                 Also lines that are safe only at boot',
          '     --graceful             Pass over users and groups that are not known',
          '     --prefix=PATH          Only what lies below a path',
          '     --exclude-prefix=PATH  All but what lies below a path',
          '  -E                        All but what lies below /dev, /proc, /run and /sys',
          '     --root=PATH            Another file system root',
          '     --replace=PATH         The files named stand for this one of all files',
          '     --dry-run              Only tell what would be done',
          '     --no-pager             Print all at once',
        ],
      ],
    ],
  },
  'systemd-sysusers': {
    usage: '[OPTIONS...] [FILE...]',
    title: 'Make the users and groups that sysusers.d names.',
    page: 'systemd-sysusers.service(8)',
    sections: [
      [
        'Options',
        [
          '  -h --help          Print this text',
          '     --version       Print the version',
          '     --cat-config    Print the rules',
          '     --tldr          Print the rules without comments and empty lines',
          '     --root=PATH     Another file system root',
          '     --replace=PATH  The files named stand for this one of all files',
          '     --dry-run       Only tell what would be done',
          '     --inline        The words are lines of rules themselves',
          '     --no-pager      Print all at once',
        ],
      ],
    ],
  },
} as const satisfies Readonly<Record<string, HelpText>>

export function helpOf(name: keyof typeof helpTexts, look: Look): string {
  const { usage, title, sections, page = `${name}(1)` }: HelpText = helpTexts[name]
  const show = (text: string, colour: Colour): string => paint(text, colour, look)
  const parts = sections.map(([heading, rows]) => `\n${show(`${heading}:`, 'underline')}\n${rows.join('\n')}\n`)
  const see = `\nSee the ${linkTo(`man:${page}`, `${page} man page`, look)} for details.\n`
  return `${name} ${usage}\n\n${show(title, 'bold')}\n${parts.join('')}${see}`
}
