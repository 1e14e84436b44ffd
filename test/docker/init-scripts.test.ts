// Init scripts of Debian beside units of the same name, in an image without the systemd package.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

const image = 'berth-test/init-scripts'
const script = `#!/bin/sh
### BEGIN INIT INFO
# Provides: own
# Required-Start:
# Required-Stop:
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
### END INIT INFO
set -e
. /lib/lsb/init-functions
echo "the script itself: $1"
`
let container: Container

beforeAll(async () => {
  makeImage('berth-test/python', 'trixie', 'procps', 'python3')
  buildBerth()
  const files = {
    own: script,
    alone: script.replace('own', 'alone'),
    'own.service': '[Service]\nExecStart=/bin/sleep 1000\n',
  }
  build(
    image,
    'FROM berth-test/python\nCOPY --from=berth / /\nCOPY own alone /etc/init.d/\nRUN chmod 755 /etc/init.d/*\nCOPY own.service /etc/systemd/system/\n',
    { files },
  )
  container = start('berth-test-init-scripts', image, [], ['/usr/bin/systemctl'])
  await container.line(/Reached target .*(?:Multi-User|Graphical|default)/i)
}, 600_000)

afterAll(() => {
  container?.remove()
  tryDocker('rmi', '-f', image)
})

const status = (): string | undefined =>
  /\[ ([-+?]) \] {2}own$/m.exec(container.run('service', '--status-all').out)?.[1]

test('an init script hands over to the manager, and tells what the manager knows', () => {
  expect([status(), container.run('/etc/init.d/own', 'status').code]).toEqual(['-', 3])
  for (const verb of ['start', 'restart', 'force-reload']) {
    const { code, out } = container.run('/etc/init.d/own', verb)
    expect([code, out]).toEqual([0, `Asking the service manager to ${verb}: own.service.\n`])
    expect(container.run('systemctl', 'is-active', 'own').out).toBe('active\n')
    expect([status(), container.run('/etc/init.d/own', 'status').code]).toEqual(['+', 0])
  }
  expect(container.run('/etc/init.d/own', 'stop').code).toBe(0)
  expect(container.run('systemctl', 'is-active', 'own').out).toBe('inactive\n')
}, 60_000)

test('what the unit cannot do, and what the script is asked to do itself, the script does', () => {
  expect(container.run('/etc/init.d/own', 'reload').out).toBe('the script itself: reload\n')
  expect(container.run('/etc/init.d/own', 'other').out).toBe('the script itself: other\n')
  expect(container.run('env', 'SYSTEMCTL_SKIP_REDIRECT=1', '/etc/init.d/own', 'start').out).toBe(
    'the script itself: start\n',
  )
})

test('a script without a unit of its own is run by the manager itself, once', async () => {
  expect(container.run('systemctl', 'start', 'alone').code).toBe(0)
  expect(await container.line(/alone\[\d+\]: the script itself: start/)).toContain('start')
}, 60_000)
