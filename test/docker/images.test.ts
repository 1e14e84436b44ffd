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
  tryDocker('rmi', '-f', ...['classic', 'buildkit', 'enabled', 'scripts'].map(name => `berth-test/${name}`))
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

test('with 40 processes at the most the services that fit run, and the manager goes on', async () => {
  const args = ['--tmpfs', '/run', '--pids-limit', '40']
  container = start('berth-test-pids', 'berth-test/classic', args, ['/usr/bin/systemctl'])
  await container.line(/Reached target graphical\.target/)
  const { code } = container.stop()
  expect(code).toBe(0)
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
  await container.line(/Cannot listen on \/run\/systemd\/private/)
  await container.line(/Reached target graphical\.target/)
  expect(container.stop().code).toBe(0)
}, 60_000)
