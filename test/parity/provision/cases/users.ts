/** Which users and groups are made. */
import { type Case, sysusers } from '../case.ts'

const shadows = {
  'etc/shadow': ['root:*:19000:0:99999:7:::', 'daemon:*:19000:0:99999:7:::', 'ann:x:19000::::::'],
  'etc/gshadow': ['root:*::', 'daemon:*::', 'staff:*::', 'ann:!::'],
}

const forms: readonly Case[] = [
  sysusers('a user', ['u foo']),
  sysusers('a user with everything', ['u foo 321 "Foo User" /var/foo /bin/sh']),
  sysusers('a locked user', ['u! foo - "Foo"', 'u! bar 400']),
  sysusers('a user with its group', ['u foo 321:50', 'u bar 322:staff', 'u baz -:staff', 'u qux -:50']),
  sysusers('a user with a group that is none', ['u foo 321:999']),
  sysusers('a user with a group of no name', ['u foo 321:nothere']),
  sysusers('a user with a group made here', ['g grp 777', 'u foo 321:grp', 'u bar 322:777']),
  sysusers('a user with a group made later', ['u foo 321:grp', 'g grp 777']),
  sysusers('a user by the owner of a file', ['u foo /file', 'u bar /none', 'u baz /rootfile', 'u qux /annfile'], {
    before: [': > file && chown 432:433 file', ': > rootfile', ': > annfile && chown 4711:4711 annfile'],
  }),
  sysusers('a group', ['g foo', 'g bar 400', 'g baz /file', 'g qux /none'], {
    before: [': > file && chown 432:433 file'],
  }),
  sysusers('a member', ['m ann staff', 'm daemon staff']),
  sysusers('a member of a new group', ['m ann newgroup']),
  sysusers('a member who is new', ['m newbie staff', 'm newbie2 newgroup']),
  sysusers('members and users together', ['u foo 321', 'g grp 400', 'm foo grp', 'm ann grp', 'm foo staff']),
  sysusers('a member twice, and one that is there', ['m ann staff', 'm ann staff', 'm daemon daemon']),
  sysusers('root', ['u root 0 "Super" /root', 'g root 0'], { before: ['rm etc/passwd etc/group'] }),
  sysusers('nothing there at all', ['u root 0 - /root', 'u foo', 'g bar', 'm foo bar'], { before: ['rm -rf etc'] }),
  sysusers('those that are there', ['u ann', 'u ann 5', 'g staff 7', 'u daemon 1 - /x']),
  sysusers('with shadow files', ['u foo 321', 'g bar 400', 'm ann bar', 'm foo staff'], { files: shadows }),
  sysusers('left over secrets', ['u foo 321', 'g foo 321'], {
    files: { ...shadows, 'etc/shadow': ['foo:old:1::::::', 'ann:x:19000::::::'], 'etc/gshadow': ['foo:old::'] },
  }),
  sysusers('a left over password', ['u foo 321', 'g bar 322'], {
    files: { ...shadows, 'etc/shadow': ['foo:old:1::::::', 'ann:x:19000::::::'] },
  }),
  sysusers('no gshadow, and new members', ['m ann staff', 'u foo 321'], {
    files: { 'etc/shadow': shadows['etc/shadow'] },
  }),
  sysusers('modes of the files', ['u foo 321', 'm foo staff'], {
    files: shadows,
    before: [
      'chmod 640 etc/shadow etc/gshadow',
      'chown 0:50 etc/shadow',
      'chmod 600 etc/passwd',
      'touch -d 2020-01-01 etc/*',
    ],
  }),
  sysusers('entries for NIS', ['u foo 321', 'g bar 400', 'm ann staff'], {
    before: ['echo "+::::::" >> etc/passwd', 'echo "+:::" >> etc/group'],
  }),
  sysusers('passwords and shells as credentials', ['u foo 321', 'u bar 322 - - /bin/x'], {
    before: [
      'mkdir cred',
      'printf /bin/zsh > cred/passwd.shell.foo',
      'printf "hash" > cred/passwd.hashed-password.foo',
    ],
    environment: { CREDENTIALS_DIRECTORY: '@ROOT@/cred' },
  }),
  sysusers('lines of odd files', ['u foo 321', 'g bar 400'], {
    before: [
      'printf "# comment\\n\\nbad line\\nx:y\\nlast:x:500:500::/:/bin/sh" >> etc/passwd',
      'printf "\\nno:x\\nlast:x:500:" >> etc/group',
    ],
  }),
]

const numbers: readonly Case[] = [
  sysusers('numbers come from above', ['u a', 'u b', 'g c', 'u d', 'g e', 'u f']),
  sysusers('a number that is taken', ['u foo 4711', 'u bar 1', 'g baz 50', 'g qux 4711']),
  sysusers('a number wanted twice', ['u foo 400', 'u bar 400', 'g baz 401', 'g qux 401']),
  sysusers('a number of a group of another name', ['u foo 50', 'g bar 4711', 'u baz 4711']),
  sysusers('user and group of one name', ['u foo 400', 'g foo 401']),
  sysusers('user and group of one name, the other way', ['g foo 401', 'u foo 400', 'u bar', 'g bar 402']),
  sysusers('user and group of one name, one number', ['g foo 401', 'u foo 401', 'g bar', 'u bar']),
  sysusers('a range', ['r - 500-510', 'u a', 'u b', 'g c']),
  sysusers('ranges', ['r - 500-501', 'r - 600-601', 'u a', 'u b', 'u c', 'u d', 'u e']),
  sysusers('a range of one', ['r - 500', 'u a', 'u b']),
  sysusers('ranges that meet', ['r - 500-502', 'r - 502-504', 'u a', 'u b', 'u c', 'u d', 'u e', 'u f']),
  sysusers('a range that is full', ['r - 4711', 'u a', 'g b']),
  sysusers('a range with root', ['r - 0-1', 'u a']),
  sysusers('a range with numbers nobody may have', ['r - 65534-65536', 'u a', 'u b', 'u c']),
  sysusers('login.defs', ['u a', 'u b', 'g c'], {
    files: { 'etc/login.defs': ['SYS_UID_MIN 200', 'SYS_UID_MAX 205', 'SYS_GID_MIN 300', 'SYS_GID_MAX 301'] },
  }),
  sysusers('login.defs with odd lines', ['u a', 'g c'], {
    files: { 'etc/login.defs': ['# SYS_UID_MAX 100', '\tSYS_UID_MAX\t 700 ', 'SYS_GID_MAX 0x10', 'UID_MAX 3'] },
  }),
  sysusers('numbers that others have', ['u a', 'u b 998'], {
    before: ['echo "z:x:999:50::/:/bin/sh" >> etc/passwd', 'echo "y:x:998:" >> etc/group'],
  }),
  sysusers('high numbers', ['u a 65533', 'u b 65534', 'u c 100000', 'u d 4294967294', 'g e 2147483648']),
]

const several: readonly Case[] = [
  sysusers('conflicts', ['u foo 321', 'u foo 322', 'u foo 321', 'g bar', 'g bar 5', 'u foo - "x"', 'u! foo 321']),
  sysusers('the same twice', ['u foo 321 - /x', 'u foo 321 - /x/', 'g bar 400', 'g bar 400']),
  sysusers('of two files', ['u foo 321'], { files: { 'usr/lib/sysusers.d/other.conf': ['u foo 322', 'u bar 323'] } }),
  sysusers('a masked file', ['u foo 321'], {
    before: ['mkdir -p etc/sysusers.d', 'ln -s /dev/null etc/sysusers.d/case.conf'],
  }),
  sysusers('a file in etc over one in usr', ['u foo 321'], { files: { 'etc/sysusers.d/case.conf': ['u bar 323'] } }),
  sysusers('dry', ['u foo 321', 'g bar 400', 'm ann bar', 'm ann staff'], {}, '--dry-run'),
  sysusers('dry, nothing to do', ['u ann', 'm daemon daemon'], {}, '--dry-run'),
  sysusers('dry, only members', ['m ann staff'], {}, '--dry-run'),
  sysusers('one bad line spoils all', ['u foo 321', 'u !', 'g bar']),
  {
    ...sysusers('a second time', ['u foo', 'm foo staff', 'g bar']),
    runs: [
      ['systemd-sysusers', '--root=@ROOT@'],
      ['systemd-sysusers', '--root=@ROOT@'],
    ],
  },
  sysusers('who is in the group already', ['u foo 321', 'm foo bar'], {
    before: ['echo "bar:x:600:foo" >> etc/group'],
  }),
  sysusers('a group file without the user group', ['u ann', 'u daemon'], { before: ['sed -i /ann/d etc/group'] }),
  sysusers('etc is a link', ['u foo 321'], { before: ['mkdir real && mv etc real/ && ln -s real/etc etc'] }),
  sysusers('passwd is a link', ['u foo 321'], { before: ['mv etc/passwd real && ln -s ../real etc/passwd'] }),
]

export const users: readonly Case[] = [...forms, ...numbers, ...several]
