/** `--clean`: ages, and what is left alone. */
import { type Case, tmpfiles } from '../case.ts'

/** Times of access and modification lie far back; those of birth and of the last change are now, always. */
const tree = [
  'mkdir -p t/old/deep t/new t/empty t/.hidden && cd t',
  ': > 1 && : > 2 && : > .3 && : > old/4 && : > old/deep/5 && : > new/6 && ln -s 1 l && mkfifo p && : > .hidden/7',
  'touch -d 2020-01-01 1 .3 old/4 old/deep/5 p .hidden/7 old/deep old empty .hidden && touch -h -d 2020-01-01 l',
  'touch -d 2021-01-01 .',
]
const clean = (
  name: string,
  lines: readonly string[],
  before: readonly string[] = tree,
  ...more: readonly string[]
): Case => tmpfiles(name, lines, { before }, '--clean', ...more)

export const cleaning: readonly Case[] = [
  ...[
    '0',
    '1d',
    'a:1d',
    'm:1d',
    'am:1d',
    'c:1d',
    'b:1d',
    'mM:1d',
    'aAmM:1d',
    'A:1d',
    'M:1d',
    '~0',
    '~mM:1d',
    'c:0',
    'bBcC:0',
    'mM:100y',
    'infinity',
  ].map(age => clean(`age ${age}`, [`d /t - - - ${age}`])),
  ...['d', 'D', 'v', 'q', 'Q', 'C', 'e'].map(type => clean(`${type} is cleaned`, [`${type} /t - - - mM:1d /t`])),
  ...['f', 'z', 'Z', 'r', 'R', 'L'].map(type => clean(`${type} is not cleaned`, [`${type} /t - - - mM:1d`])),
  clean('no age', ['d /t', 'D /t/old']),
  clean('patterns of e', ['e /t/* - - - mM:1d', 'e /t/.h* - - - mM:1d']),
  clean('x leaves all below', ['d /t - - - mM:1d', 'x /t/old', 'x /t/.3']),
  clean('x with patterns', ['d /t - - - mM:1d', 'x /t/[0-9]', 'x /t/*/deep']),
  clean('X leaves itself only', ['d /t - - - mM:1d', 'X /t/old', 'X /t/empty']),
  clean('X with an age', ['d /t - - - mM:1d', 'X /t/old - - - mM:100y']),
  clean('x with an age', ['d /t - - - mM:100y', 'x /t/old - - - mM:1d']),
  clean('what has a line of its own stays', ['d /t - - - mM:1d', 'd /t/old', 'f /t/1', 'z /t/.3', 'r /t/p', 'L /t/l']),
  clean('lines at several levels', ['d /t - - - mM:1d', 'd /t/old - - - mM:100y', 'd /t/old/deep - - - mM:1d']),
  clean('a folder that is a link', ['d /lt - - - mM:1d', 'd /lt/old - - - mM:1d'], [...tree, 'ln -s t ../lt']),
  clean('a folder that is a file, or none', ['d /t/1 - - - mM:1d', 'd /none - - - 0', 'd /none/x - - - 0']),
  clean('sticky files of root', ['d /t - - - mM:1d'], [...tree, 'chmod 1644 1 old/4', 'chown 4711 old/4']),
  clean(
    'what file systems keep',
    ['d /t - - - mM:1d'],
    [
      ...tree,
      'mkdir -p lost+found old/lost+found && : > aquota.user && : > .journal && : > old/aquota.group && : > quota.user',
      'touch -d 2020-01-01 lost+found aquota.user .journal old/* quota.user old',
    ],
  ),
  clean('a link to a folder is a link', ['d /t - - - mM:1d'], [...tree, 'ln -s old lo', 'touch -h -d 2020-01-01 lo']),
  clean('device nodes', ['d /t - - - mM:1d'], [...tree, 'mknod n c 1 3', 'touch -d 2020-01-01 n']),
  clean('clean, remove and create', ['D /t - - - mM:1d', 'f /t/1 - - - - new', 'r /t/2'], tree, '--remove', '--create'),
  clean('clean and create', ['d /t 0700 - - mM:1d', 'f /t/1 - - - - new'], tree, '--create'),
  clean('a way through a user', ['d /u/t - - - mM:1d'], [...tree, 'cd .. && mkdir u && mv t u/t && chown 4711 u']),
  clean('files of users', ['d /t - - - mM:1d'], [...tree, 'chown -R 4711 .']),
  clean('prefix', ['d /t - - - mM:1d', 'd /t/old - - - mM:1d'], tree, '--prefix=/t/old'),
]
