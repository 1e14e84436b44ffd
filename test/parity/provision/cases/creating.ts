/** What each type of line makes. */
import { type Case, tmpfiles } from '../case.ts'

/** One of everything. */
const zoo = [
  'mkdir -p z/dir/sub z/empty && echo old > z/file && : > z/bare && ln -s file z/link && ln -s nowhere z/broken',
  'ln -s dir z/to-dir && mkfifo z/fifo && echo in > z/dir/in && chmod 700 z/dir && chmod 600 z/file',
]

/** The same line for everything there is. */
const onZoo = (name: string, type: string, rest: string): Case =>
  tmpfiles(
    name,
    ['dir', 'empty', 'file', 'bare', 'link', 'broken', 'to-dir', 'fifo', 'none', 'new/deep'].map(
      node => `${type} /z/${node} ${rest}`,
    ),
    { before: zoo },
  )

const makers: readonly Case[] = [
  onZoo('f', 'f', '0640 ann staff - text'),
  onZoo('f+', 'f+', '0640 ann staff - text'),
  onZoo('F', 'F', '0640 ann staff - text'),
  onZoo('f=', 'f=', '0640 ann staff - text'),
  onZoo('f without anything', 'f', ''),
  onZoo('f+ without argument', 'f+', '-'),
  onZoo('w', 'w', '- - - - text'),
  onZoo('w+', 'w+', '- - - - text'),
  onZoo('w with marks', 'w', '0640 ann staff - text'),
  onZoo('d', 'd', '0750 ann staff'),
  onZoo('d=', 'd=', '0750 ann staff'),
  onZoo('D', 'D', '0750 ann staff'),
  onZoo('D=', 'D=', '0750 ann staff'),
  onZoo('e', 'e', '0750 ann staff'),
  onZoo('v', 'v', '0750 ann staff'),
  onZoo('q', 'q', '0750 ann staff'),
  onZoo('Q', 'Q', '0750 ann staff'),
  onZoo('Q=', 'Q=', '0750 ann staff'),
  onZoo('d without anything', 'd', ''),
  onZoo('p', 'p', '0620 ann staff'),
  onZoo('p+', 'p+', '0620 ann staff'),
  onZoo('p=', 'p=', '0620 ann staff'),
  onZoo('L', 'L', '- - - - dir'),
  onZoo('L+', 'L+', '- - - - dir'),
  onZoo('L=', 'L=', '- - - - dir'),
  onZoo('L?', 'L?', '- - - - /z/dir'),
  onZoo('L? to nothing', 'L?', '- - - - /z/nothing'),
  onZoo('L+? with owner', 'L+?', '- ann staff - /z/dir'),
  onZoo('L with mode and owner', 'L', '0600 ann staff - dir'),
  onZoo('c', 'c', '0620 ann staff - 1:3'),
  onZoo('c+', 'c+', '0620 ann staff - 1:3'),
  onZoo('c=', 'c=', '0620 ann staff - 1:3'),
  onZoo('b', 'b', '0620 ann staff - 7:200'),
  onZoo('b+', 'b+', '0620 ann staff - 7:200'),
  onZoo('C', 'C', '- - - - /etc/passwd'),
  onZoo('C with marks', 'C', '0640 ann staff - /etc/passwd'),
  onZoo('C+', 'C+', '- - - - /etc/passwd'),
  onZoo('C=', 'C=', '- - - - /etc/passwd'),
  onZoo('z', 'z', '0640 ann staff'),
  onZoo('m', 'm', '0640 ann staff'),
  onZoo('Z', 'Z', '0640 ann staff'),
  onZoo('Z with a masked mode', 'Z', '~0770 - staff'),
  onZoo('z with a masked mode', 'z', '~2775 ann -'),
  onZoo('x, X', 'x', '- - - 1d'),
  onZoo('r', 'r', ''),
  onZoo('R', 'R', ''),
]

const copySource = [
  'mkdir -p src/a/b src/c && echo 1 > src/a/1 && echo 2 > src/a/b/2 && ln -s 1 src/a/l && chmod 2750 src/a/b',
  'chmod 4711 src/a/1 && chown -R 4711:50 src/a && mkfifo src/fifo && touch -d 2020-02-02 src/a/1 src/a/b',
  'mkdir -p full/a && echo kept > full/a/1 && chmod 711 full && mkdir bare && ln -s src tosrc && ln -s nowhere broken',
]

const copies: readonly Case[] = [
  ...['C', 'C+', 'C='].flatMap(type => [
    tmpfiles(
      `${type} of a folder`,
      ['full', 'bare', 'none', 'in/deep'].map(to => `${type} /${to} - - - - /src`),
      {
        before: copySource,
      },
    ),
    tmpfiles(
      `${type} of a folder with marks`,
      ['full', 'bare', 'none'].map(to => `${type} /${to} 0701 ann staff - /src`),
      { before: copySource },
    ),
    tmpfiles(
      `${type} of links`,
      [`${type} /x - - - - /tosrc`, `${type} /y - - - - /broken`, `${type} /bare - - - - /tosrc`],
      { before: copySource },
    ),
  ]),
  tmpfiles('C of what is not there', ['C /x - - - - /nothing', 'C /y', 'C /etc/z'], { before: copySource }),
  tmpfiles('C and L from the factory', ['C /etc/x', 'L /etc/y', 'C /etc/d', 'L? /etc/n'], {
    before: ['mkdir -p usr/share/factory/etc/d/e', 'echo x > usr/share/factory/etc/x'],
  }),
  tmpfiles('C into a file from a folder and back', ['C /file - - - - /src', 'C /bare - - - - /etc/passwd'], {
    before: [...copySource, 'echo > file'],
  }),
]

const contents: readonly Case[] = [
  tmpfiles('escapes and specifiers in contents', [
    'f /a - - - - one\\ntwo\\tthree',
    'f /b - - - - "quoted text"',
    'f /c - - - -   spaces  inside  and  after   ',
    'f /d - - - - 100%%',
    'f /e - - - - \\x41\\101\\\\',
    'f /f - - - - -',
    'f /g - - - - ""',
    'f /h - - - - bad\\q',
    'f /i - - - - %Z',
    'f /j - - - - \\x00z',
    'f /k - - - - ü\\u00fc',
    'f "/l m" - - - - x',
    'f /n\\x20o - - - - x',
    'f+ /p',
  ]),
  tmpfiles('base64', [
    'f~ /a - - - - aGVsbG8K',
    'f+~ /b - - - - aGVs bG8K',
    'w~ /etc/passwd - - - - aGVsbG8K',
    'w+~ /etc/group - - - - aGVsbG8K',
    'f~ /e',
  ]),
  tmpfiles('base64 that is none', ['f /before', 'f~ /a - - - - aGV$', 'f /after']),
  ...['L', 'c', 'b', 'C', 't', 'a', 'h', 'd'].map(type =>
    tmpfiles(`base64 for ${type}`, ['f /before', `${type}~ /x - - - - aGVsbG8K`]),
  ),
  tmpfiles('credentials', ['f^ /a - - - - cred', 'f^ /b - - - - none', 'f^~ /c - - - - coded', 'L^ /l - - - - cred'], {
    before: ['mkdir cred', 'printf "se%%cret\\n" > cred/cred', 'printf aGVsbG8K > cred/coded'],
    environment: { CREDENTIALS_DIRECTORY: '@ROOT@/cred' },
  }),
  tmpfiles('credentials nobody has', ['f /before', 'f^ /a - - - - cred']),
  tmpfiles('a credential without name', ['f /before', 'f^ /a']),
  tmpfiles('a credential with a bad name', ['f /before', 'f^ /a - - - - a/b']),
]

const modes: readonly Case[] = [
  tmpfiles('modes', [
    'd /a 1777',
    'd /b 2755',
    'd /c 4755',
    'f /d 4755',
    'd /e 7',
    'd /f 00755',
    'd /g :0700',
    'd /h ~0700',
    'd /i :~0700',
    'd /j ~:0700',
    'f /k 06755 ann staff',
    'd /l 02770 ann staff',
  ]),
  tmpfiles(
    'marks for new ones only',
    ['d /old :0700 :ann :staff', 'd /new :0700 :ann :staff', 'f /f :0600 :ann :staff'],
    {
      before: ['mkdir old', 'echo > f'],
    },
  ),
  tmpfiles(
    'masked modes',
    [...'abcdef'].map(name => `z /m/${name} ~7777`),
    {
      before: [
        'mkdir m && cd m && : > a && : > b && : > c && mkdir d e && : > f',
        'chmod 000 a && chmod 400 b && chmod 755 c && chmod 700 d && chmod 000 e && chmod 200 f',
      ],
    },
  ),
  tmpfiles('owners by number', ['d /a 0755 123 456', 'd /b - 4711', 'd /c - - 50', 'd /d - 4294967294', 'f /e - 0 0']),
  tmpfiles('set-uid bits after a change of owner', ['z /s - ann', 'z /t 4755 ann staff', 'd /u - ann'], {
    before: [': > s && chmod 4755 s', ': > t && chmod 4755 t', 'mkdir u && chmod 2755 u'],
  }),
  tmpfiles('hard links', ['z /a 0600 ann', 'f /b 0644 ann', 'Z /d 0700 ann'], {
    before: ['echo > a && ln a a2', 'echo > b && ln b b2', 'mkdir d && echo > d/x && ln d/x d/y'],
  }),
  tmpfiles('a umask that does not count', ['d /a 0777', 'f /b 0666', 'p /c 0666', 'd /d', 'f /e', 'd /f/g']),
]

export const creating: readonly Case[] = [...makers, ...copies, ...contents, ...modes]
