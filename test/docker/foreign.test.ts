// Real containers whose PID 1 is somebody else's: sleep, docker's own init, a step of a build.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, docker, makeImage, start, tryDocker } from './docker.ts'

const base = 'berth-test/foreign-base'
const image = 'berth-test/foreign'
const name = 'berth-test-foreign'
const service = `[Service]
Type=exec
ExecStart=/bin/sh -c "echo %n >> /ran; exec sleep infinity"
`
let container: Container | undefined

beforeAll(() => {
  makeImage(base, 'trixie', 'procps')
  buildBerth()
  build(image, `FROM ${base}\nCOPY --from=berth / /\nCOPY a.service /etc/systemd/system/\n`, {
    files: { 'a.service': service },
  })
}, 600_000)

afterEach(() => {
  container?.remove()
  container = undefined
})

afterAll(() => void tryDocker('rmi', '-f', image))

test.each([
  ['sleep', []],
  ["docker's init", ['--init']],
])(
  'beside %s: 20 commands at once, a kill, and a restart of the container',
  (_who, options) => {
    const c = start(name, image, options, ['sleep', 'infinity'])
    container = c
    expect(c.run('systemctl', 'is-active', 'a').out).toBe('inactive\n')
    // Read through a pipe, whose end only comes when nobody has it open any more.
    expect(c.run('sh', '-c', 'for i in $(seq 20); do systemctl start a & done; wait').code).toBe(0)
    expect(c.run('cat', '/ran').out).toBe('a.service\n')
    expect(c.run('sh', '-c', 'pgrep -r S,R,D -xc systemd').out).toBe('1\n')
    const pid = c.run('systemctl', 'show', '-P', 'MainPID', 'a').out
    c.run('sh', '-c', 'kill -KILL $(pgrep -xo systemd)')
    expect(c.run('systemctl', 'is-active', 'a').out).toBe('active\n')
    expect(c.run('systemctl', 'show', '-P', 'MainPID', 'a').out).toBe(pid)
    docker('restart', '-t', '0', name)
    expect(c.run('systemctl', 'is-active', 'a').out).toBe('inactive\n')
    expect(c.run('systemctl', 'start', 'a').code).toBe(0)
    expect(c.run('systemctl', 'halt').code).toBe(0)
  },
  120_000,
)

test('steps of a build start and stop services, and what they leave is not believed', () => {
  const steps = [
    'systemctl start a && systemctl is-active a && systemctl stop a',
    'systemctl start a',
    'test "$(systemctl is-active a)" = inactive && test "$(cat /ran | wc -l)" = 2 && ! ls /run/systemd/*.ledger',
  ]
  const built = `${image}-steps`
  build(built, [`FROM ${image}`, ...steps.map(step => `RUN ${step}`)].join('\n'))
  tryDocker('rmi', '-f', built)
}, 120_000)
