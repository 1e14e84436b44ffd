// berth in images: how it gets there, and what works in a Dockerfile.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

const base = 'berth-test/packages'
const cron = 'FROM berth-test/packages\nCOPY --from=berth / /\n'
let container: Container | undefined

beforeAll(() => {
  makeImage(
    base,
    'trixie',
    ...['nginx-light', 'redis-server', 'cron', 'openssh-server', 'memcached', 'mini-httpd'],
    ...['systemd', 'systemd-sysv', 'dbus', 'procps', 'curl', 'netcat-openbsd'],
  )
  buildBerth()
}, 600_000)

afterAll(() => {
  tryDocker('rmi', '-f', ...['classic', 'buildkit', 'enabled', 'scripts', 'limited'].map(name => `berth-test/${name}`))
})

afterEach(() => {
  container?.remove()
  container = undefined
})

test.each(['classic', 'buildkit'] as const)('COPY --from=berth / / works with the %s builder', builder => {
  const printed = build(`berth-test/${builder}`, `${cron}RUN test -L /sbin && systemctl --version\n`, { builder })
  // Each has a manner of its own to tell what it does.
  expect(/^Step 1\/3/m.test(printed)).toBe(builder === 'classic')
  expect(tryDocker('image', 'inspect', `berth-test/${builder}`).code).toBe(0)
})

test('enable, disable, mask and is-enabled work while an image is built', () => {
  const printed = build(
    'berth-test/enabled',
    `${cron}RUN systemctl disable redis-server && systemctl enable redis-server && systemctl mask memcached; systemctl is-enabled redis-server memcached; true\n`,
  )
  expect(printed).toContain('multi-user.target.wants/redis-server.service')
  expect(printed).toMatch(/enabled$/m)
  expect(printed).toMatch(/masked$/m)
})

test("packages' own scripts run while an image is built: install, reinstall, remove, purge", () => {
  const apt = 'apt-get -qq update && apt-get -qq install -y --no-install-recommends dnsmasq'
  const again =
    'apt-get -qq install -y --reinstall cron && apt-get -qq remove -y mini-httpd && apt-get -qq purge -y memcached'
  const printed = build('berth-test/scripts', `${cron}RUN ${apt} && ${again}\nRUN systemctl is-enabled dnsmasq cron\n`)
  expect(printed).toMatch(/enabled\nenabled\n/)
}, 300_000)

test('systemctl init starts the units it names and no others, and ends with the code of exit', async () => {
  container = start('berth-test-init', 'berth-test/classic', ['--tmpfs', '/run'], ['systemctl', 'init', 'cron'])
  await container.line(/Started cron\.service/)
  expect(container.run('systemctl', 'is-active', 'cron', 'nginx').out).toBe('active\ninactive\n')
  container.run('systemctl', 'exit', '7')
  tryDocker('wait', container.name)
  expect(container.exitCode()).toBe(7)
}, 60_000)

/** Takes all processes there may be, then says that it is ready. */
const hog = `#!/usr/bin/perl
use IO::Socket::UNIX;
while (defined(my $child = fork)) { sleep while $child == 0 }
IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => $ENV{NOTIFY_SOCKET})->send('READY=1');
sleep;
`
const limited = {
  hog,
  'hog.service': '[Unit]\nAfter=graphical.target\n[Service]\nType=notify\nExecStart=/usr/bin/perl /hog\n',
  'late.service': '[Unit]\nAfter=hog.service graphical.target\n[Service]\nExecStart=/bin/sleep infinity\n',
}

test('with 40 processes at the most what fits runs, what does not fails alone, and everything stops in order', async () => {
  const system = '/etc/systemd/system'
  const enable = `RUN systemctl add-wants default.target hog.service late.service\n`
  build('berth-test/limited', `${cron}COPY hog /\nCOPY *.service ${system}/\n${enable}`, { files: limited })
  const args = ['--tmpfs', '/run', '--pids-limit', '40']
  container = start('berth-test-pids', 'berth-test/limited', args, ['/usr/bin/systemctl'])
  await container.line(/Failed to start late\.service/)
  expect(container.log()).toMatch(/late\.service: Failed to spawn 'start' task: Resource temporarily unavailable/)
  expect(container.log()).toMatch(/late\.service: Failed with result 'resources'/)
  expect(container.log()).toMatch(/Started cron\.service/)
  // The engine itself may have no room to execute anything; where it has, the client says what is missing.
  const { code, out, err } = container.run('systemctl', 'is-active', 'cron')
  if (code !== 0) {
    expect(out + err).toMatch(/Failed to start a thread: .*--pids-limit|cannot allocate|unavailable/)
  }
  const { code: end } = container.stop()
  expect(end).toBe(0)
}, 60_000)

test('on a read-only root, and with a /run that may not be executed from, it boots', async () => {
  const args = ['--read-only', '--tmpfs', '/run:noexec']
  container = start('berth-test-read-only', 'berth-test/classic', args, ['/usr/bin/systemctl'])
  await container.line(/Reached target graphical\.target/)
  expect(container.run('systemctl', 'is-active', 'cron').out.trim()).toBe('active')
  expect(container.stop().code).toBe(0)
}, 60_000)

test('as a user without privileges it boots and says what it cannot do', async () => {
  container = start('berth-test-user', 'berth-test/classic', ['--user', '1234:1234'], ['/usr/bin/systemctl'])
  await container.line(
    /\/run\/systemd is not ours to write: sockets and what generators write are in \/tmp\/berth-1234\./,
  )
  await container.line(/Reached target graphical\.target/)
  expect(container.stop().code).toBe(0)
}, 60_000)
