// What users who are not root can do to PID 1 from inside of a container, and what not.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, docker, makeImage, start, tryDocker } from './docker.ts'

const base = 'berth-test/safety'
const image = 'berth-test/safety-berth'

/** A user, the one whom all systems call nobody, and one of root's group. */
const users = ['1000:1000', '65534:65534', '1001:0']

const publicSocket = '/run/systemd/public'

beforeAll(() => {
  makeImage(base, 'trixie', 'dbus', 'procps', 'python3')
  buildBerth()
  build(
    image,
    `FROM ${base}\nRUN useradd -u 1000 one && useradd -u 1001 -g 0 two\nCOPY --from=berth / /\nCMD ["/usr/bin/systemctl"]\n`,
  )
}, 600_000)

afterAll(() => void tryDocker('rmi', '-f', image))

/** Boots a container with what asks in it. */
async function boot(name: string, from = image, args: readonly string[] = ['--tmpfs', '/run']): Promise<Container> {
  const container = start(name, from, args)
  docker('cp', '-q', join(import.meta.dirname, 'asks.py'), `${name}:/usr/local/bin/asks.py`)
  await container.line(/Reached target graphical\.target/)
  return container
}

/** Has a user do something for a while; what it gives back ends that. */
async function meanwhile(container: Container, user: string, ...args: readonly string[]): Promise<() => Promise<void>> {
  const command = ['exec', '-u', user, container.name, 'python3', '/usr/local/bin/asks.py', ...args]
  const child = spawn('docker', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  await new Promise<void>(resolve => createInterface(child.stdout).once('line', () => resolve()))
  return () => ended
}

/** What PID 1 holds: its memory in KiB, and its descriptors. */
function held({ run }: Container): { readonly memory: number; readonly descriptors: number } {
  const { out } = run('sh', '-c', "awk '/^RssAnon/ {print $2}' /proc/1/status; ls /proc/1/fd | wc -l")
  const [memory = Number.NaN, descriptors = Number.NaN] = out.split('\n').map(Number)
  return { memory, descriptors }
}

/** Whether root gets its answer each time; how long it may take is the client's own time limit, far below what users made of it. */
const answersRoot = ({ run }: Container): boolean => {
  const asks = 'for i in $(seq 15); do systemctl is-active --quiet default.target || exit 1; done'
  return run('env', 'SYSTEMD_BUS_TIMEOUT=2s', 'sh', '-c', asks).code === 0
}

describe('what users may ask of the manager', () => {
  let container: Container

  beforeAll(async () => {
    container = await boot('berth-test-safety-asks')
    // What the first answers take for good is not what users make it hold.
    expect(answersRoot(container)).toBe(true)
    await (await meanwhile(container, '0', 'ask', '/run/systemd/private', '2', 'Dump', 'read', '1'))()
  }, 120_000)

  afterAll(() => container?.remove())

  test.each(users)(
    '%s: answers that nobody reads are not computed, and root does not wait',
    async user => {
      const before = held(container)
      const over = await meanwhile(container, user, 'ask', publicSocket, '60', 'Dump', 'unread', '6')
      expect(answersRoot(container)).toBe(true)
      expect(held(container).memory - before.memory).toBeLessThan(8 * 1024)
      await over()
    },
    120_000,
  )

  test.each([
    ['Dump', publicSocket],
    ['ListUnits', publicSocket],
    ['GetAll', publicSocket],
    ['GetAll', '/run/dbus/system_bus_socket'],
  ])(
    'sixty connections that ask for %s at %s leave root its time',
    async (method, path) => {
      const all = await Promise.all(
        users.map(user => meanwhile(container, user, 'ask', path, '20', method, 'read', '6')),
      )
      expect(answersRoot(container)).toBe(true)
      await Promise.all(all.map(over => over()))
    },
    120_000,
  )

  test.each(users)(
    '%s: descriptors of messages without an end are not taken',
    async user => {
      const before = held(container)
      const over = await meanwhile(container, user, 'descriptors', publicSocket, '64', '1')
      expect(container.run('systemctl', 'is-active', 'default.target').code).toBe(0)
      expect(held(container).descriptors - before.descriptors).toBeLessThan(128)
      await over()
    },
    120_000,
  )

  test.each(users)(
    '%s: bad handshakes are counted, and do not fill the log',
    async user => {
      const lines = (): number => container.log().split('\n').length
      const before = lines()
      await (await meanwhile(container, user, 'greet', publicSocket, '3000'))()
      expect(lines() - before).toBeLessThan(5)
    },
    120_000,
  )

  test.each(users)('%s: root keeps a socket of its own', user => {
    const knock = "import socket; socket.socket(socket.AF_UNIX).connect('/run/systemd/private')"
    expect(container.run('true').code).toBe(0)
    const { code, err } = tryDocker('exec', '-u', user, container.name, 'python3', '-c', knock)
    expect([code, err]).toEqual([1, expect.stringMatching(/PermissionError/)])
  })

  // As systemd 257 answers.
  test.each(['a_00b_2eservice', 'a_2fb_2eservice', '_00', 'b_40_2eservice'])('the object of no unit, %s', label => {
    const path = `/org/freedesktop/systemd1/unit/${label}`
    const { out } = tryDocker(
      'exec',
      '-u',
      '65534',
      container.name,
      'python3',
      '/usr/local/bin/asks.py',
      'call',
      publicSocket,
      path,
    )
    expect(out.trim()).toBe('org.freedesktop.DBus.Error.InvalidArgs')
  })

  test('none of this was a bug', () => {
    expect(container.log()).not.toMatch(/This is a bug|Internal error/)
  })

  test.each(users)('%s: without a bus, status and lists work and nothing is changed', user => {
    const bare = start(
      'berth-test-safety-bare',
      image,
      ['--tmpfs', '/run'],
      ['/usr/bin/systemctl', 'init', 'timers.target'],
    )
    try {
      const ask = (...words: readonly string[]) => tryDocker('exec', '-u', user, bare.name, 'systemctl', ...words)
      while (ask('is-active', 'timers.target').code !== 0) {}
      expect(bare.run('test', '-e', '/run/dbus/system_bus_socket').code).toBe(1)
      expect(ask('status', 'timers.target').out).toMatch(/Active: active/)
      expect(ask('list-units').code).toBe(0)
      expect(ask('stop', 'timers.target')).toMatchObject({ code: 4, err: expect.stringMatching(/Access denied/) })
    } finally {
      bare.remove()
    }
  })

  test.each(users)('%s: over the bus they may ask, and not change', user => {
    const name = 'org.freedesktop.systemd1'
    const send = (...words: readonly string[]) =>
      tryDocker(
        'exec',
        '-u',
        user,
        container.name,
        'dbus-send',
        '--system',
        '--print-reply',
        `--dest=${name}`,
        ...words,
      )
    const manager = '/org/freedesktop/systemd1'
    expect(send(manager, `${name}.Manager.GetUnit`, 'string:dbus.service').out).toMatch(/unit\/dbus_2eservice/)
    const stop = send(manager, `${name}.Manager.StopUnit`, 'string:dbus.service', 'string:replace')
    expect(stop).toMatchObject({ code: 1, err: expect.stringMatching(/AccessDenied/) })
  })

  test('a name on the bus starts the service behind it (SystemdService=)', () => {
    const files = `
      printf '[D-BUS Service]\\nName=org.test.Behind\\nExec=/bin/false\\nUser=root\\nSystemdService=behind.service\\n' \\
        > /usr/share/dbus-1/system-services/org.test.Behind.service
      printf '[Service]\\nExecStart=sleep infinity\\n' > /etc/systemd/system/behind.service
      systemctl reload dbus.service
      dbus-send --system --print-reply --reply-timeout=500 --dest=org.freedesktop.DBus / \\
        org.freedesktop.DBus.StartServiceByName string:org.test.Behind uint32:0
      systemctl is-active behind.service`
    expect(container.run('sh', '-c', files).out.trim().split('\n').at(-1)).toBe('active')
  })

  test('a bus that does not let us have our name is told of, and nobody waits for it', async () => {
    const closed = `${image}-closed`
    build(closed, `FROM ${image}\nRUN rm /usr/share/dbus-1/system.d/org.freedesktop.systemd1.conf\n`)
    const shut = await boot('berth-test-safety-closed', closed)
    try {
      await shut.line(/Not on the system bus: /)
      const ask = ['exec', '-u', '65534', shut.name, 'timeout', '5', 'systemctl', 'is-active', 'default.target']
      expect(tryDocker(...ask)).toMatchObject({ code: 0, out: 'active\n' })
    } finally {
      shut.remove()
      tryDocker('rmi', '-f', closed)
    }
  })

  test('a container that runs as somebody else boots at once', async () => {
    const own = await boot('berth-test-safety-own', image, ['-u', '1000', '--tmpfs', '/run:uid=1000'])
    try {
      const times = ['show', '-p', 'UserspaceTimestampMonotonic', '-p', 'FinishTimestampMonotonic', '--value']
      const [begun = 0, finished = 0] = own
        .run('systemctl', ...times)
        .out.split('\n')
        .map(Number)
      expect(Math.abs(finished - begun)).toBeLessThan(5_000_000)
      expect(own.run('systemctl', 'start', 'timers.target').code).toBe(0)
      expect(tryDocker('exec', '-u', '65534', own.name, 'systemctl', 'is-active', 'timers.target').code).toBe(0)
    } finally {
      own.remove()
    }
  })
})
