// Which process belongs to which service, and who may speak for one, where users try to deceive the manager.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

const image = 'berth-test/membership'
const users = [1000, 65_534]

/** Lowers RLIMIT_LOCKS to a number, in a session of its own as an orphan where asked, and may send a notification. */
const lower = `import ctypes, os, re, socket, sys, time
libc = ctypes.CDLL(None)
class Limit(ctypes.Structure): _fields_ = [('soft', ctypes.c_uint64), ('hard', ctypes.c_uint64)]
how, what = sys.argv[1:3]
if how == 'orphan':
    if os.fork(): os._exit(0)
    os.setsid()
    if os.fork(): os._exit(0)
while what.startswith('/') and not os.path.exists(what): time.sleep(0.01)
number = int(what) if not what.startswith('/') else int(re.search(r'Max file locks +(\\d+)', open('/proc/%s/limits' % open(what).read().strip()).read()).group(1))
if libc.setrlimit(10, ctypes.byref(Limit(number, number))): sys.exit('cannot lower')
if what.startswith('/'):
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b'READY=1\\nMAINPID=%d' % os.getpid(), '/run/systemd/notify')
print('lowered', flush=True)
time.sleep(10000)
`
const files = {
  'lower.py': lower,
  'lowers@.service': `[Service]
User=%i
ExecStart=/bin/sh -c 'python3 /lower.py child 0 & python3 /lower.py orphan 0; exec sleep 1000'
`,
  'deceives@.service': `[Service]
User=%i
ExecStart=/bin/sh -c 'python3 /lower.py orphan /run/victim; exec sleep 1000'
`,
  'victim.service': '[Service]\nType=notify\nNotifyAccess=all\nUser=games\nExecStart=/bin/sleep 1000\n',
  'linked@.service': `[Service]
Type=forking
User=%i
RuntimeDirectory=linked
PIDFile=/run/linked/pid
TimeoutStartSec=1s
ExecStart=/bin/sh -c 'ln -sf /foreign.pid /run/linked/pid; sleep 1000 &'
`,
  'named.service': '[Service]\nType=forking\nPIDFile=/foreign.pid\nExecStart=/bin/true\nTimeoutStopSec=60s\n',
}

let container: Container

beforeAll(() => {
  makeImage('berth-test/python', 'trixie', 'procps', 'python3')
  buildBerth()
  build(
    image,
    'FROM berth-test/python\nRUN useradd -u 1000 user\nCOPY --from=berth / /\nCOPY lower.py /\nCOPY *.service /etc/systemd/system/\n',
    { files },
  )
}, 600_000)

afterAll(() => void tryDocker('rmi', '-f', image))

const show = (unit: string, ...properties: string[]) =>
  container
    .run('systemctl', 'show', '--value', ...properties.map(property => `-p${property}`), unit)
    .out.trim()
    .split('\n')
const running = (pattern: string) => container.run('pgrep', '-fc', pattern).out.trim()

/** A process that no unit has started and that is no child of PID 1; its pid stands in /foreign.pid. */
async function foreign(): Promise<string> {
  container.run('rm', '-f', '/foreign.pid')
  tryDocker(
    'exec',
    '-d',
    container.name,
    'sh',
    '-c',
    'sleep 7777 & echo $! > /foreign.new; mv /foreign.new /foreign.pid; wait',
  )
  for (;;) {
    const { code, out } = container.run('cat', '/foreign.pid')
    if (code === 0) {
      return out.trim()
    }
  }
}

describe.each([
  ['with marks', [] as string[]],
  ['without marks (--ulimit locks=30)', ['--ulimit', 'locks=30']],
])('%s', (_, limits) => {
  beforeAll(async () => {
    container = start('berth-test-membership', image, ['--tmpfs', '/run', ...limits], ['/sbin/init'])
    await container.line(/Reached target graphical\.target/)
  })
  afterAll(() => container.remove())

  test.each(users)('what lowers its limit to nobody’s number ends with its unit (user %i)', async uid => {
    container.run('systemctl', 'start', `lowers@${uid}`)
    await container.line(new RegExp(`lowers@${uid}\\[\\d+\\]: lowered`))
    expect(container.run('systemctl', 'stop', `lowers@${uid}`).code).toBe(0)
    expect([show(`lowers@${uid}`, 'Result'), running('[l]ower.py')]).toEqual([['success'], '0'])
    expect(/has changed its RLIMIT_LOCKS; it counts as the unit's by its ancestry/.test(container.log())).toBe(
      limits.length === 0,
    )
  })

  test.each(users)(
    'a PID file that a user links to root’s does not choose the main process (user %i)',
    async uid => {
      const pid = await foreign()
      expect(container.run('systemctl', 'start', `linked@${uid}`).code).toBe(1)
      expect(container.log()).toContain(`Refusing to accept PID ${pid} outside of service control group`)
      expect(container.run('kill', pid).code).toBe(0)
    },
    30_000,
  )

  test('a main process that is no child of ours: named by root, its end is noticed, and a stop waits for it alone', async () => {
    for (const stopsIt of [true, false]) {
      const pid = await foreign()
      expect(container.run('systemctl', 'start', 'named').code).toBe(0)
      expect(show('named', 'ActiveState', 'MainPID')).toEqual([pid, 'active'])
      container.run(...(stopsIt ? ['systemctl', 'stop', 'named'] : ['kill', pid]))
      for (let state = ''; state !== 'inactive'; ) {
        ;[state = ''] = show('named', 'ActiveState')
      }
      expect([show('named', 'Result'), running('[s]leep 7777')]).toEqual([['success'], '0'])
    }
  })
})

describe('deceit', () => {
  beforeAll(async () => {
    container = start('berth-test-membership', image, ['--tmpfs', '/run'], ['/sbin/init'])
    await container.line(/Reached target graphical\.target/)
  })
  afterAll(() => container.remove())

  test.each(users)('who takes the mark of another service cannot speak for it (user %i)', async uid => {
    container.run('systemctl', 'start', `deceives@${uid}`)
    container.run('systemctl', 'start', '--no-block', 'victim')
    container.run(
      'sh',
      '-c',
      'until pgrep -u games sleep > /run/victim.new; do :; done; mv /run/victim.new /run/victim',
    )
    await container.line(new RegExp(`deceives@${uid}\\[\\d+\\]: lowered`))
    await container.line(
      /victim\.service: Got notification message from PID \d+, which is not known to be of this service/,
    )
    expect(show('victim', 'SubState')).toEqual(['start'])
    container.run('systemctl', 'stop', 'victim', `deceives@${uid}`)
    container.run('rm', '/run/victim')
  })
})
