/** Lines that are none, and what is in those that are. */
import { type Case, tmpfiles } from '../case.ts'

/** One bad line between two good ones. */
const bad = (...lines: readonly string[]): readonly Case[] =>
  lines.map(line => tmpfiles(`line ${line}`, ['f /before', line, 'f /after']))

export const lines: readonly Case[] = [
  ...bad('d', 'dd /x', 'K /x', 'd! /x', 'd!! /x', 'd-= /x', 'd+ /x', 'r+ /x', 'L?? /x', 'd? /x', 'f? /x', 'x$ /x'),
  ...bad('r$ /x', 'z$ /x', 'd$ /x', 'f$ /x', 'w$ /x', 'C$ /etc/passwd', '! /x', '- /x', 'd^ /x', 'z^ /x', 'd~ /x'),
  ...bad('d x', 'd ./x', 'd /../x', 'd /a/../x', 'd //x//y/', 'd /', 'f /', 'd /x/.', 'd "/x y"', "d '/x y'", 'd "/x'),
  ...bad('d /x\\', 'd /x\\y', 'd /x 0755 root root - argument', 'd /x - - - - -', 'p /x - - - - y', 'r /x - - - - y'),
  ...bad('d /x 0999', 'd /x 99999', 'd /x rwx', 'd /x -1', 'd /x 0755x', 'd /x ""', 'd /x 0o755', 'd /x ::0755'),
  ...bad('d /x 0755 nobody-there', 'd /x 0755 root nobody-there', 'd /x - 4294967295', 'd /x - -1', 'd /x - : :'),
  ...bad('d /x - :nobody-there', 'd /x - 65535', 'd /x - 99999999999', 'd /x - 0x10', 'd /x - 010', 'd /x - +5'),
  ...bad('d /x - - - 10', 'd /x - - - 1y2w', 'd /x - - - foo', 'd /x - - - ~', 'd /x - - - ~1d', 'd /x - - - 1d:'),
  ...bad(
    'd /x - - - abcmABCM:1d',
    'd /x - - - aa:1d',
    'd /x - - - q:1d',
    'd /x - - - :1d',
    'd /x - - - m:',
    'd /x - - - 0',
  ),
  ...bad('d /x - - - infinity', 'd /x - - - -1d', 'd /x - - - ~m:1d', 'd /x - - - m:~1d', 'd /x - - - "1d 2h"'),
  ...bad('L /x', 'c /x', 'c /x - - - - 1', 'c /x - - - - a:b', 'c /x - - - - 1:2:3', 'c /x - - - - 99999:1', 'b /x'),
  ...bad('c /x - - - - 1:9999999', 'c /x - - - - 4095:1048575', 'c /x - - - - 01:0x3', 'c /x - - - - "1:3"'),
  ...bad('w /x', 'w /etc/passwd', 't /x', 't /x - - - - bad', 'a /x', 'a /x - - - - bad', 'h /x', 'h /x - - - - +?'),
  ...bad('h /x - - - - +C', 'h /x - - - - =', 'h /x - - - - +', 'H /x', 'T /x', 'A /x', 'C /x - - - - relative'),
  ...bad('d /x%', 'd /x%%', 'd /x%Z', 'd /%u', 'd /%U-%g-%G', 'd /x%h', 'd %t/x', 'd %S/x', 'd %C/x', 'd %L/x'),
  ...bad(
    'd %T/x',
    'd %V/x',
    'd /%m',
    'd /%o-%w',
    'd /%A',
    'd /%B',
    'd /%M',
    'd /%W',
    'd /%q',
    'd /x %Z',
    'd /x - %u %g',
  ),
  ...bad('d /x - %Z', 'd /x - - %Z', 'd /x - - - %Z', 'L /x - - - - %Z', 'L /x - - - - %t/y', 'L /x - - - - %%'),
  ...bad('d /var/run/x', 'd /var/run', 'd /var/run/', 'd /var/runx', 'L /x - - - - /var/run/y', 'r /var/run/*'),
  ...bad('  d   /x\t0700  ', '#d /x', ';d /x', '\t# comment', 'd /x # comment', 'd /x 0755 root root 1d extra more'),
  ...bad('d /ünï', 'd /x\u0001y', 'f /x - - - - \u0001', 'd /{a,b}', 'd /*', 'f /?', 'z /{etc,run}/pass*', 'd /[x]'),
  ...bad(
    `d /${'n'.repeat(255)}`,
    `d /${'n'.repeat(256)}`,
    `d /${'n/'.repeat(2100)}`,
    `f /x - - - - ${'y'.repeat(5000)}`,
  ),
  ...[
    ['f~ /a - - - - aGV$'],
    ['f^ /a'],
    ['d /a 9999'],
    ['d /%Z'],
    ['d^ /x'],
    ['K x', 'K /x', 'd. /y', 'dd y', 'L? y'],
  ].map(some => ({
    ...tmpfiles(`named file with ${some[0]}`, ['f /before', ...some, 'f /after']),
    runs: [['systemd-tmpfiles', '--root=@ROOT@', '--create', 'case.conf']],
  })),
  tmpfiles('no newline at the end', [], { before: ['printf "d /x" >> usr/lib/tmpfiles.d/case.conf'] }),
  tmpfiles('line ends of Windows', ['d /x\r', 'd /y 0700\r', 'f /z - - - - text\r', '\r']),
  tmpfiles('lines that go on', ['d /x \\', '0700', 'f /y - - - - a\\', 'b', 'd /z']),
  tmpfiles('a NUL byte', ['d /a'], { before: ['printf "d /x\\000y\\nd /z\\n" >> usr/lib/tmpfiles.d/case.conf'] }),
  tmpfiles('a byte order mark', ['\ufeffd /a', 'd /b']),
  tmpfiles('bytes that are no UTF-8', ['d /a'], {
    before: ['printf "d /x\\377y\\nf /z - - - - \\377\\n" >> usr/lib/tmpfiles.d/case.conf'],
  }),
  tmpfiles('an empty file and one of comments', ['# nothing', '', '   '], { files: { 'etc/tmpfiles.d/b.conf': [] } }),
  tmpfiles('what os-release says', ['d /%o/%w/%W/%M/%A/%B'], {
    files: {
      'etc/os-release': ['ID=debian', 'VERSION_ID="13"', 'VARIANT_ID=x', 'IMAGE_ID=i', 'IMAGE_VERSION=7', 'BUILD_ID=b'],
    },
  }),
  tmpfiles('what os-release does not say', ['d /%o/%w/%W/%M/%A/%B', 'd /x'], {
    files: { 'etc/os-release': ['ID=debian'] },
  }),
  tmpfiles('the machine', ['d /%m', 'd /q%q'], {
    files: { 'etc/machine-id': ['0123456789abcdef0123456789abcdef'], 'etc/machine-info': ['PRETTY_HOSTNAME="My Box"'] },
  }),
  tmpfiles('a machine that has no name yet', ['d /a%m', 'd /b'], { files: { 'etc/machine-id': ['uninitialized'] } }),
  tmpfiles('temporary folders', ['d %T/x', 'd %V/x'], { environment: { TMPDIR: '/elsewhere' } }),
  tmpfiles(
    'graceful',
    ['d /x - nobody-there no-group', 'd /y - nobody-there', 'f /z 0600 - no-group', 'd /%Z'],
    {},
    '--create',
    '--graceful',
  ),
]
