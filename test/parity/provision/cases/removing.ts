/** `--remove` and `--purge`, and what `--dry-run` tells. */
import { type Case, tmpfiles } from '../case.ts'

const tree = [
  'mkdir -p a/b/c d e',
  ': > a/1 && : > a/.2 && : > a/b/3 && ln -s ../e a/l && : > e/4 && : > d/5 && ln -s a la',
]
const remove = (
  name: string,
  lines: readonly string[],
  before: readonly string[] = tree,
  ...more: readonly string[]
): Case => tmpfiles(name, lines, { before }, '--remove', ...more)

const removals: readonly Case[] = [
  remove('r of files, folders and links', ['r /a/1', 'r /a/l', 'r /a', 'r /a/b/c', 'r /none', 'r /none/x']),
  remove('r of patterns', ['r /a/*', 'r /a/.*', 'r /{d,e}/*', 'r /n*']),
  remove('R', ['R /a', 'R /d/5', 'R /la', 'R /none']),
  remove('R of patterns', ['R /a/*', 'R /[de]']),
  remove('R of the folder behind a link', ['R /la/']),
  remove('D', ['D /a', 'D /la', 'D /d/5', 'D /none', 'd /e']),
  remove('what is below goes first', ['R /a', 'r /a/1', 'r /a/b/3']),
  remove('without a line', ['f /x', 'L /y - - - - z', 'z /a 0700']),
  remove('remove and create', ['D /a', 'f /a/new', 'R /d', 'd /d', 'r /e/4', 'f /e/4 - - - - x'], tree, '--create'),
  remove('at boot only', ['r! /a/1', 'D! /d', 'R! /e']),
  remove('R of what is not ours to follow', ['R /la/b', 'R /a/l/4']),
  remove('lines with a minus', ['R- /a', 'r- /d']),
]

const made = [
  'mkdir -p d/in q D/in',
  ': > d/in/x && : > f && ln -s x l && mkfifo p && : > C && mkdir -p e1 e2/x && : > w && : > D/x',
]
const purge = (name: string, lines: readonly string[], ...more: readonly string[]): Case => ({
  ...tmpfiles(name, lines, { before: made }),
  runs: [['systemd-tmpfiles', '--root=@ROOT@', '--purge', ...more, 'case.conf']],
})

const purges: readonly Case[] = [
  purge('purge', [
    'd$ /d',
    'f$ /f',
    'L$ /l - - - - x',
    'p$ /p',
    'C$ /C - - - - /etc/passwd',
    'q$ /q',
    'D$ /D',
    'w$ /w - - - - x',
    'e$ /e[12]',
  ]),
  purge('purge without the sign', ['d /d', 'f /f', 'D /D', 'R /q']),
  purge('purge of several levels', ['d$ /d', 'd /d/in', 'f$ /d/in/x']),
  purge('purge and create', ['d$ /d 0700', 'f /f 0600'], '--create'),
  purge('purge, dry', ['d$ /d', 'f$ /f', 'e$ /e[12]', 'f$ /none'], '--dry-run'),
  purge('purge of what is not there', ['d$ /none', 'f$ /none/x', 'L$ /f/x']),
  purge('purge below a user', ['d$ /d', 'f$ /d/in/x']),
]

const everything = [
  'f /f - - - - x',
  'f /f2 - - - - x',
  'f+ /g - - - - y',
  'w /g - - - - z',
  'd /d',
  'd /d2/e',
  'v /v',
  'q /q',
  'Q /Q',
  'e /d',
  'L /l - - - - x',
  'L+ /l2 - - - - y',
  'p /p',
  'p /p2',
  'c /c - - - - 1:3',
  'b /b - - - - 7:0',
  'C /C - - - - /etc/passwd',
  'C /C2 - - - - /a',
  'z /f 0600 ann',
  'Z /a 0700 ann staff',
  'r /a/b/c/1',
  'R /d',
  'D /e',
  'd /old 0700 ann',
  'L /sl - - - - same',
  'C /old2 - - - - /old',
  'L? /none - - - - /nowhere',
  'z /old 2755 - staff',
  'z /e1 - ann',
  'f /old/new 0600 ann',
  'd= /f3',
  'L+ /a - - - - x',
]
// One thing a folder: the order in which folders tell what is in them is nobody's.
const dryTree = [
  'mkdir -p a/b/c d e && : > a/b/c/1 && : > e/4 && : > d/5',
  ': > f && : > g && mkdir e1 && ln -s q l && ln -s q l2 && mkfifo p && : > f3 && mkdir old && ln -s same sl',
]

const rehearsals: readonly Case[] = [
  tmpfiles('dry create', everything, { before: dryTree }, '--create', '--dry-run'),
  tmpfiles('dry remove', everything, { before: dryTree }, '--remove', '--dry-run'),
  tmpfiles('dry remove and create', everything, { before: dryTree }, '--remove', '--create', '--dry-run'),
  tmpfiles(
    'dry clean',
    ['d /a - - - 0', 'x /a/b/c', 'd /d - - - 0', 'e /e - - - m:1d', 'd /a/b/c - - - mM:0'],
    { before: dryTree },
    '--clean',
    '--dry-run',
  ),
]

export const removing: readonly Case[] = [...removals, ...purges, ...rehearsals]
