// Users who lay links for root, in a real container, with real systemd beside it: what is root's stays root's.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  bootOracle,
  build,
  buildBerth,
  type Container,
  docker,
  makeImage,
  type Ran,
  start,
  tryDocker,
} from './docker.ts'

const image = 'berth-test/safety-paths'
const oracle = 'berth-test-safety-oracle'
/** Users by name: one like any other, nobody, and one in root's group, as arbitrary users of some platforms are. */
const users = ['user', 'nobody', 'grouped'] as const
const directories = [
  ['Runtime', '/run', 233],
  ['State', '/var/lib', 238],
  ['Cache', '/var/cache', 239],
  ['Logs', '/var/log', 240],
] as const

const unit = (lines: string): string => `[Service]\nType=oneshot\nUser=%i\n${lines}\n`
const files: Record<string, string> = {
  ...Object.fromEntries(
    directories.flatMap(([kind]) => [
      [`${kind}@.service`, unit(`${kind}Directory=of-%i of-%i/sub\nRuntimeDirectoryPreserve=yes\nExecStart=/bin/true`)],
      [
        `${kind}-deep@.service`,
        unit(`${kind}Directory=of-%i/sub/deep\nRuntimeDirectoryPreserve=yes\nExecStart=/bin/true`),
      ],
    ]),
  ),
  'output@.service': unit('StandardOutput=truncate:/home/%i/log\nExecStart=/bin/echo written'),
  'fifo@.service': unit('StandardOutput=append:/root/fifo\nExecStart=/bin/echo written'),
  'listens@.socket': '[Socket]\nListenStream=/home/%i/link/socket\nSocketUser=%i\n',
  'listens@.service': '[Service]\nExecStart=/bin/true\n',
  // Swaps names for links to what is root's, as fast as it can.
  'swaps@.service': `[Service]
User=%i
ExecStart=/bin/sh -c 'cd /home/%i; while :; do for name in d f p c; do rm -rf $name; ln -s /root/victim $name; rm -f $name; done; done'
`,
}

const account =
  'RUN useradd -m -u 1000 user; useradd -m -u 1001 -g 0 grouped; mkdir /home/nobody; chown nobody: /home/nobody'
let container: Container

beforeAll(async () => {
  makeImage('berth-test/python', 'trixie', 'procps', 'python3')
  makeImage('berth-test/systemd', 'trixie', 'systemd', 'systemd-sysv', 'dbus', 'procps', 'less')
  buildBerth()
  build(
    image,
    `FROM berth-test/python\n${account}\nCOPY --from=berth / /\nCOPY *.service *.socket /etc/systemd/system/\n`,
    {
      files,
    },
  )
  bootOracle(oracle, 'berth-test/systemd')
  docker('exec', oracle, 'sh', '-c', account.slice('RUN '.length))
  for (const [name, text] of Object.entries(files)) {
    write(oracle, `/etc/systemd/system/${name}`, text)
  }
  docker('exec', oracle, 'systemctl', 'daemon-reload')
  container = start('berth-test-safety-paths', image, [], ['/usr/bin/systemctl'])
  await container.line(/Reached target .*(?:Multi-User|Graphical|default)/i)
}, 600_000)

afterAll(() => {
  container?.remove()
  tryDocker('rm', '-f', '-v', oracle)
  tryDocker('rmi', '-f', image)
})

function write(where: string, path: string, text: string): void {
  docker('exec', where, 'sh', '-c', 'printf %s "$1" > "$2"', 'sh', text, path)
}

const inside = (where: string, script: string): Ran => tryDocker('exec', where, 'sh', '-c', script)

/** A folder and a file that only root may touch, as they were when they still are. */
const victim =
  'rm -rf /root/victim; mkdir -m 700 /root/victim; echo root > /root/victim/file; chmod 600 /root/victim/file; '
const look = '(cd /root/victim; stat -c "%n %u %a" . file; ls -A; cat file)'
const untouched = '. 0 700\nfile 0 600\nfile\nroot\n'

/** Starts a unit; gives the exit status of its main process, and how what is root's looks then. */
function startIn(where: string, name: string): { readonly status: string; readonly after: string } {
  inside(where, `systemctl start '${name}' 2>/dev/null`)
  const status = inside(where, `systemctl show -p ExecMainStatus --value '${name}'`).out.trim()
  inside(where, `systemctl reset-failed '${name}' 2>/dev/null`)
  return { status, after: inside(where, look).out }
}

describe.each(users)('of the user %s', user => {
  test.each(directories)(
    'a link in place of %sDirectory= is refused',
    (kind, base, status) => {
      for (const where of [container.name, oracle]) {
        expect(startIn(where, `${kind}@${user}.service`).status).toBe('0')
        const lay = `${victim} rm -rf ${base}/of-${user}/sub; ln -s /root/victim ${base}/of-${user}/sub; chown -h ${user} ${base}/of-${user}/sub`
        expect(inside(where, lay).code).toBe(0)
        expect(startIn(where, `${kind}@${user}.service`)).toEqual({ status: `${status}`, after: untouched })
      }
      // On the way systemd follows it, and makes root's folder the user's; here it is refused like the other.
      expect(startIn(container.name, `${kind}-deep@${user}.service`)).toEqual({ status: `${status}`, after: untouched })
    },
    60_000,
  )

  test('a link in place of an output file is refused', () => {
    inside(container.name, `${victim} ln -sfn /root/victim/file /home/${user}/log; chown -h ${user} /home/${user}/log`)
    expect(startIn(container.name, `output@${user}.service`)).toEqual({ status: '209', after: untouched })
  })

  test("a FIFO of root's stays root's", () => {
    for (const where of [container.name, oracle]) {
      inside(where, 'rm -f /root/fifo; mkfifo -m 600 /root/fifo')
      docker('exec', '-d', where, 'sh', '-c', 'exec sleep 1000 <> /root/fifo')
      inside(where, `systemctl start fifo@${user}.service`)
      expect(inside(where, 'stat -c "%u %a" /root/fifo').out).toBe('0 600\n')
    }
  })

  test("a socket behind a user's link is not made", () => {
    inside(container.name, `${victim} ln -sfn /root/victim /home/${user}/link; chown -h ${user} /home/${user}/link`)
    expect(inside(container.name, `systemctl start listens@${user}.socket`).code).toBe(1)
    expect(inside(container.name, look).out).toBe(untouched)
  })

  test('tmpfiles below a folder in which names are swapped for links change nothing of root', () => {
    const path = (name: string): string => `/home/${user}/${name}`
    const lines = [
      `d ${path('d')} 0777 ${user} ${user === 'grouped' ? 'root' : '-'}`,
      `f ${path('f')} 0666 ${user} -`,
      `p ${path('p')} 0666 ${user} -`,
      `C ${path('c')} 0777 ${user} - - /etc/pam.d`,
      `z ${path('*')} 0777 ${user} -`,
      `w ${path('f')} - - - - written`,
    ]
    write(container.name, '/etc/swapped.conf', `${lines.join('\n')}\n`)
    inside(container.name, `${victim} systemctl start swaps@${user}.service`)
    inside(
      container.name,
      'for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do systemd-tmpfiles --create /etc/swapped.conf; done',
    )
    expect(inside(container.name, `systemctl is-active swaps@${user}.service`).out).toBe('active\n')
    inside(container.name, `systemctl stop swaps@${user}.service`)
    expect(inside(container.name, look).out).toBe(untouched)
  }, 120_000)
})
