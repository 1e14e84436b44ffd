/** Which lines count, in which order, and which ways are safe. */
import { type Case, tmpfiles } from '../case.ts'

const two = (name: string, first: readonly string[], second: readonly string[], more: Partial<Case> = {}): Case =>
  tmpfiles(name, first, { ...more, files: { 'usr/lib/tmpfiles.d/other.conf': second, ...more.files } })

const conflicts: readonly Case[] = [
  tmpfiles('two folders', ['d /x 0755', 'd /x 0700', 'd /x']),
  tmpfiles('the same twice', ['d /x 0755', 'd /x 0755', 'f /y - - - - a', 'f /y - - - - a', 'f /y - - - - b']),
  tmpfiles('a folder and a file', ['d /x', 'f /x', 'L /x - - - - y', 'p /x']),
  tmpfiles('folders of several types', ['d /x', 'D /x', 'q /x', 'v /x', 'Q /x', 'e /x']),
  tmpfiles('usual and said modes', ['d /x', 'd /x 0755', 'f /y', 'f /y 0644']),
  tmpfiles('ages', ['d /x - - - 1d', 'd /x - - - 24h', 'd /x - - - ~1d', 'd /x - - - m:1d', 'd /x']),
  tmpfiles('owners', ['d /x - root root', 'd /x - 0 0', 'd /x', 'd /x - :root']),
  tmpfiles('modes with signs', ['d /x 0755', 'd /x :0755', 'd /x ~0755']),
  tmpfiles('several writes', ['f /x', 'w+ /x - - - - a', 'w+ /x - - - - b', 'w /x - - - - c', 'w /x - - - - d']),
  tmpfiles('several adjustments', ['d /x', 'z /x 0700', 'z /x 0711', 'Z /x - ann', 'm /x 0701', 'e /x 0705']),
  tmpfiles('removal and creation', ['r /x', 'f /x', 'R /x'], { before: ['echo > x'] }, '--create', '--remove'),
  two('of two files', ['d /x 0700'], ['d /x 0711', 'd /y']),
  tmpfiles('a file in etc over one in usr', ['d /x'], { files: { 'etc/tmpfiles.d/case.conf': ['d /y'] } }),
  tmpfiles('all folders of configuration', ['d /a'], {
    files: {
      'etc/tmpfiles.d/e.conf': ['d /e'],
      'run/tmpfiles.d/r.conf': ['d /r'],
      'usr/local/lib/tmpfiles.d/l.conf': ['d /l'],
      'lib/tmpfiles.d/o.conf': ['d /o'],
      'usr/lib/tmpfiles.d/no-extension': ['d /n'],
      'run/tmpfiles.d/case.conf': ['d /run-wins'],
    },
  }),
  tmpfiles('a masked file', ['d /x'], {
    before: ['mkdir -p etc/tmpfiles.d', 'ln -s /dev/null etc/tmpfiles.d/case.conf'],
  }),
  tmpfiles('an empty file masks', ['d /x'], { files: { 'etc/tmpfiles.d/case.conf': [] } }),
  tmpfiles('a folder as file of rules', ['d /x'], { before: ['mkdir -p etc/tmpfiles.d/a.conf'] }),
  tmpfiles('a link to a file of rules', ['d /x'], {
    before: [
      'mkdir -p etc/tmpfiles.d',
      'echo "d /y" > rules',
      'ln -s ../../rules etc/tmpfiles.d/y.conf',
      'ln -s gone etc/tmpfiles.d/z.conf',
    ],
  }),
]

const orders: readonly Case[] = [
  tmpfiles('what is above comes first', ['f /a/b/c 0600', 'd /a/b 0700', 'd /a 0711 ann']),
  tmpfiles('a link on the way', ['L /a - - - - b', 'f /a/x', 'd /b']),
  tmpfiles('patterns come after', ['z /x/* 0600', 'f /x/a', 'f /x/b', 'f /x/.c', 'Z /x 0700 ann']),
  tmpfiles(
    'patterns',
    ['z /p/[ab] 0600', 'z /p/?c 0611', 'z /p/{x,y}* 0622', 'z /p/*/in 0633', 'z /p/\\* 0644', 'w /p/d* - - - - t'],
    {
      before: [
        "mkdir -p p/s p/.h && cd p && : > a && : > b && : > cc && : > x1 && : > y2 && : > '*' && : > d1 && : > s/in && : > .h/in",
      ],
    },
  ),
  tmpfiles('patterns of e', ['e /e/* 0700', 'e /e/a 0711'], { before: ['mkdir -p e/a e/b && : > e/f'] }),
  tmpfiles('a missing parent has usual marks', ['f /a/b/c 0600 ann staff', 'L /d/e/f - - - - x', 'p /g/h']),
  tmpfiles('a parent that is a file', ['f /a/b', 'd /a/c', 'L /a/d - - - - x', 'r /a/e', 'z /a/f 0600'], {
    before: ['echo > a'],
  }),
  tmpfiles('a parent that is a file, replaced', ['f= /a/b', 'd= /a/c/d'], { before: ['echo > a'] }),
  ...[
    'd /a/b',
    'q /a/b',
    'f+ /a/b',
    'p /a/b',
    'c /a/b - - - - 1:3',
    'C /a/b - - - - /etc',
    'f /a/b/c',
    'd /a/b/c',
    'r /a/b',
    'R /a/b',
    'D /a/b',
    'e /a/b',
    'Z /a/b 0600',
    'w /a/b - - - - x',
  ].map(line => tmpfiles(`in a file: ${line}`, [line], { before: ['echo > a'] }, '--create', '--remove')),
  tmpfiles('e of a link to a folder', ['e /l 0700', 'e /l/in 0701'], { before: ['mkdir -p d/in && ln -s d l'] }),
  tmpfiles('a parent that is a broken link', ['f /a/b', 'd /a/c'], { before: ['ln -s nowhere a'] }),
  tmpfiles('a parent that is a circle of links', ['f /a/b'], { before: ['ln -s b a', 'ln -s a b'] }),
  tmpfiles('absolute links stay in the root', ['f /a/x', 'd /a/y'], {
    before: ['mkdir -p in/here', 'ln -s /in/here a'],
  }),
  tmpfiles('links out of the root', ['f /a/x', 'f /b/y'], {
    before: ['mkdir in', 'ln -s ../../../../../in a', 'ln -s /../../in b'],
  }),
  tmpfiles('failures that may be', ['d- /f/x', 'f- /f/y', 'd /z'], { before: ['echo > f'] }),
  tmpfiles('only at boot', ['d! /x', 'f+! /y - - - - t', 'r! /z', 'd /w'], { before: ['echo > z'] }),
  tmpfiles(
    'at boot',
    ['d! /x', 'f+! /y - - - - t', 'r! /z', 'd /w'],
    { before: ['echo > z'] },
    '--create',
    '--remove',
    '--boot',
  ),
  tmpfiles(
    'prefixes',
    ['d /a', 'd /a/b', 'd /ab', 'd /c', 'd /c/d'],
    {},
    '--create',
    '--prefix=/a',
    '--exclude-prefix=/a/b',
  ),
  tmpfiles(
    'several prefixes',
    ['d /a', 'd /b', 'd /c'],
    {},
    '--create',
    '--prefix=/a',
    '--prefix=/b/',
    '--exclude-prefix=/b',
  ),
  tmpfiles('prefixes and bad lines', ['d /a', 'dd /b', 'd /c 9999', 'd /a/x 9999'], {}, '--create', '--prefix=/a'),
  tmpfiles(
    'without what is volatile',
    ['d /dev/x', 'd /proc/x', 'd /run/x', 'd /sys/x', 'd /var/run/x', 'd /x'],
    {},
    '--create',
    '-E',
  ),
  tmpfiles(
    'what attributes ask for',
    ['t /x - - - - user.a=b', 'a /x - - - - u:ann:r', 'h /x - - - - +i', 'd /y'],
    {},
    '--create',
  ),
]

const unsafe: readonly Case[] = [
  tmpfiles('a folder of a user leads to root', ['f /home/ann/x/y', 'd /z'], {
    before: ['mkdir -p home/ann/x', 'chown 4711 home/ann'],
  }),
  tmpfiles('a folder of a user leads to the user', ['f /home/ann/x/y - ann'], {
    before: ['mkdir -p home/ann/x', 'chown -R 4711 home/ann'],
  }),
  tmpfiles(
    'a folder of a user leads to another',
    ['f /a/b/c', 'd /a/b/d', 'z /a/b/e 0600', 'r /a/b/e', 'R /a/b/e'],
    {
      before: ['mkdir -p a/b', ': > a/b/e', 'chown 4711 a', 'chown 1 a/b'],
    },
    '--create',
    '--remove',
  ),
  tmpfiles('a link of a user', ['f /a/l/x', 'z /a/l 0600'], {
    before: ['mkdir -p a t', 'ln -s ../t a/l', 'chown -h 4711 a a/l'],
  }),
  tmpfiles('a link of a user to root', ['f /a/l/x'], {
    before: ['mkdir -p a', 'ln -s /etc a/l', 'chown -h 4711 a a/l'],
  }),
  tmpfiles('new folders in that of a user', ['f /a/b/c', 'd /a/d', 'f /a/d/e'], {
    before: ['mkdir a', 'chown 4711 a'],
  }),
  tmpfiles('new folders in that of a user, of the user', ['d /a/d - ann', 'f /a/d/e - ann'], {
    before: ['mkdir a', 'chown 4711 a'],
  }),
  tmpfiles(
    'the last step counts too',
    ['z /a/f 0600', 'w /a/f - - - - x', 'f+ /a/f - - - - y', 'd /a/d 0700', 'L+ /a/l - - - - z'],
    {
      before: ['mkdir -p a/d', ': > a/f', 'ln -s x a/l', 'chown 4711 a'],
    },
  ),
  tmpfiles('Z below a folder of a user', ['Z /a 0700 root'], {
    before: ['mkdir -p a/b/c', ': > a/b/f', 'chown -R 4711 a', 'chown 1 a/b/c'],
  }),
]

export const plans: readonly Case[] = [...conflicts, ...orders, ...unsafe]
