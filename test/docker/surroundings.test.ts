// The surroundings that people run containers in: each boots, restarts a service, and stops.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

const image = 'berth-test/surroundings'
let container: Container | undefined

const units = {
  'web.service': '[Service]\nType=notify\nExecStart=/usr/bin/ready\n[Install]\nWantedBy=multi-user.target\n',
  'own.service': '[Service]\nType=oneshot\nUser=1000\nExecStart=/bin/true\n',
  'other.service': '[Service]\nType=oneshot\nUser=nobody\nExecStart=/bin/true\n',
  // Perl is in every Debian.
  ready:
    '#!/usr/bin/perl\nuse Socket;\nsocket(my $s, AF_UNIX, SOCK_DGRAM, 0);\nsend($s, "READY=1", 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or die $!;\nsleep 1000 while 1;\n',
}
const dockerfile = `FROM berth-test/bash
COPY --from=berth / /
COPY web.service own.service other.service /etc/systemd/system/
COPY ready /usr/bin/
RUN chmod +x /usr/bin/ready && systemctl enable web
CMD ["/usr/bin/systemctl"]
`

beforeAll(() => {
  makeImage('berth-test/bash', 'trixie', 'procps')
  buildBerth()
  build(image, dockerfile, { files: units })
}, 600_000)

afterAll(() => void tryDocker('rmi', '-f', image))

afterEach(() => {
  container?.remove()
  container = undefined
})

const user = ['-u', '1000']
const surroundings: readonly (readonly [string, readonly string[]])[] = [
  ['as it comes', []],
  ['a small init', ['--init']],
  ['a read-only root with a /run', ['--read-only', '--tmpfs', '/run']],
  ['a read-only root', ['--read-only']],
  ['a /run on which nothing may be executed', ['--tmpfs', '/run:noexec']],
  ['no capabilities', ['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']],
  ['any user, in no passwd', ['-u', '12345:0']],
  ['a user without capabilities', [...user, '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']],
  ['a user, and a read-only root', [...user, '--read-only']],
  ['forty processes', ['--pids-limit', '40']],
  ['64 MB', ['--memory', '64m']],
]

test.each(surroundings)(
  '%s: boots, restarts, stops',
  async (_, options) => {
    container = start('berth-test-around', image, [...options, '-e', 'BERTH_CONSOLE=prefix'])
    await container.line(/Started web\.service/)
    expect(container.run('systemctl', 'is-system-running', '--wait').out).toMatch(/^(running|degraded)$/m)
    expect(container.run('systemctl', 'restart', 'web')).toEqual({ code: 0, out: '', err: '' })
    expect(container.run('systemctl', 'is-active', 'web').out).toBe('active\n')
    const { seconds, code } = container.stop()
    expect(code).toBe(0)
    expect(seconds).toBeLessThan(10)
  },
  60_000,
)

test('without root: services of our own user run, others say why not, and root reaches the manager', async () => {
  container = start('berth-test-around', image, user)
  await container.line(/Started web\.service/)
  expect(container.run('systemctl', 'start', 'own').code).toBe(0)
  const other = container.run('systemctl', 'start', 'other')
  expect(other.code).toBe(1)
  expect(container.run('systemctl', 'status', 'other').out).toMatch(/Operation not permitted/)
  const asRoot = tryDocker('exec', '-u', '0', container.name, 'systemctl', 'is-active', 'web')
  expect(asRoot).toEqual({ code: 0, out: 'active\n', err: '' })
  const asNobody = tryDocker('exec', '-u', '65534', container.name, 'systemctl', 'stop', 'web')
  expect(asNobody.code).not.toBe(0)
  expect(container.run('systemctl', 'is-active', 'web').out).toBe('active\n')
}, 60_000)
