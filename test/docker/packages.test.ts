// Real packages in a plain container, held against real systemd on the same image: the main job.
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

const base = 'berth-test/packages'
const ours = 'berth-test/packages-berth'
const oracle = 'berth-test-oracle'
const packages = ['nginx-light', 'redis-server', 'cron', 'openssh-server', 'memcached', 'mini-httpd']
const tools = ['systemd', 'systemd-sysv', 'dbus', 'procps', 'curl', 'netcat-openbsd']

let berth: Container

beforeAll(async () => {
  makeImage(base, 'trixie', ...packages, ...tools)
  buildBerth()
  const memcached = "sed -i 's/^-l .*/-l 127.0.0.1/' /etc/memcached.conf"
  const httpd =
    "sed -i 's/^START=.*/START=1/' /etc/default/mini-httpd; sed -i 's/^port=.*/port=8085/' /etc/mini-httpd.conf"
  build(
    `${base}-set`,
    `FROM ${base}\nRUN ${memcached}; ${httpd}; cp /usr/bin/systemctl /opt/systemctl; : > /etc/machine-id\nCOPY twice.service /etc/systemd/system/twice.service\nRUN ln -s /etc/systemd/system/twice.service /etc/systemd/system/multi-user.target.wants/\n`,
    { files: { 'twice.service': twice } },
  )
  build(ours, `FROM ${base}-set\nCOPY --from=berth / /\nCMD ["/usr/bin/systemctl"]\n`)
  bootOracle(oracle, `${base}-set`)
  berth = start('berth-test-packages', ours, ['--tmpfs', '/run', '-e', 'GREETING=hello from outside'])
  await berth.line(/Reached target graphical\.target/)
}, 600_000)

afterAll(() => {
  berth?.remove()
  tryDocker('rm', '-f', '-v', oracle)
  tryDocker('rmi', '-f', ours, `${base}-set`)
})

/** Forks twice and forgets everything that could tell whose it is. */
const twice = `[Service]
Type=simple
ExecStart=/bin/sh -c '(setsid env -i /bin/sleep 4242 &) ; exec /bin/sleep 4243'
`

/** What stock systemctl says, in both containers. */
function both(...args: readonly string[]) {
  const [real, mine] = [oracle, berth.name].map(name => tryDocker('exec', name, '/opt/systemctl', ...args))
  return { real, mine }
}

const services = ['nginx', 'redis-server', 'cron', 'ssh', 'memcached', 'mini-httpd', 'twice']

test('every package is up', () => {
  const states = services.map(name => berth.run('systemctl', 'is-active', name).out.trim())
  expect(states).toEqual(services.map(() => 'active'))
  expect(berth.run('systemctl', 'is-system-running').out.trim()).toBe('running')
})

test.each([
  ['nginx', 'curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1/', '200'],
  ['redis-server', "printf 'PING\\r\\n' | nc -q1 127.0.0.1 6379", '+PONG'],
  ['memcached', "printf 'version\\r\\nquit\\r\\n' | nc -q1 127.0.0.1 11211", 'VERSION'],
  ['ssh', 'nc -w2 127.0.0.1 22 </dev/null', 'SSH-2.0'],
  ['mini-httpd', 'curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:8085/', '200'],
  ['cron', 'pgrep -x cron', ''],
])('%s serves a request', (_name, command, expected) => {
  const { code, out } = berth.run('sh', '-c', command)
  expect(out).toContain(expected)
  expect(code).toBe(0)
})

describe('stock systemctl says of our manager what it says of real systemd', () => {
  // Pids, times and figures differ on every boot; the container's variables and control groups are told in ARCHITECTURE.md.
  const varies =
    /^(?:.*Timestamp.*|.*PID|InvocationID|ControlGroup.*|CPUUsageNSec|Memory(?:Current|Peak|Available)|CanFreeze|CanLiveMount|CanClean|NFileDescriptorStore|.*PressureWatch|CapabilityBoundingSet)=/
  // Conditions cannot differ: both are containers of the same engine.
  const stable = (text: string) =>
    text
      .split('\n')
      .filter(line => !varies.test(line))
      .map(line => line.replace(/(start_time|stop_time)=\[[^\]]*\]/g, '$1=[]').replace(/ pid=\d+/g, ' pid='))
      .map(line => (/^[A-Z][A-Za-z]+=[^{]* /.test(line) ? sortWords(line) : line))
      .sort()

  /** What only systemd's own generators make of fstab and for ssh, which are not run here. */
  function withoutGenerated(ran: Ran | undefined) {
    const lines = ran?.out.split('\n').filter(line => !/systemd-remount-fs\.service|sshd-unix-local/.test(line)) ?? []
    return { ...ran, out: lines.map(line => line.replace(/ +/g, ' ')) }
  }

  function sortWords(line: string): string {
    const [name, value = ''] = line.split(/=(.*)/s)
    return `${name}=${value.split(' ').sort().join(' ')}`
  }

  test.each(services)('show %s', name => {
    const { real, mine } = both('show', `${name}.service`)
    expect(stable(mine?.out ?? '')).toEqual(stable(real?.out ?? ''))
  })

  test.each([
    ['is-active', 'nginx', 'cron', 'nowhere'],
    ['is-enabled', 'nginx', 'ssh', 'mini-httpd'],
    ['is-failed', 'nginx'],
    ['list-jobs'],
    ['start', 'nginx'],
    ['start', 'nowhere'],
    ['stop', 'cron'],
    ['start', 'cron'],
    ['restart', 'memcached'],
    ['reload', 'nginx'],
    ['reload', 'cron'],
    ['kill', '--signal=CONT', 'cron'],
    ['kill', '--signal=NONSENSE', 'cron'],
    ['reset-failed'],
    ['daemon-reload'],
    ['is-system-running'],
    ['list-dependencies', '--plain', 'nginx.service', '--no-pager'],
    ['list-units', '--no-pager', '--plain', '--no-legend', 'nginx*', 'ssh*', 'redis*', 'cron*', 'memcached*', 'mini*'],
    ['show', '-p', 'ActiveState,SubState,Result,NRestarts', 'cron', 'ssh'],
    ['cat', 'nginx'],
  ])('%s %s %s %s', (...args) => {
    const { real, mine } = both(...args)
    expect(withoutGenerated(mine)).toEqual(withoutGenerated(real))
  })

  test('status, but for pids, times, figures and the log', () => {
    const lines = (text: string) =>
      text
        .split('\n\n')[0]
        ?.split('\n')
        .filter(line => !/^\s+(?:Active|Invocation|CPU|Memory|CGroup|Tasks):/.test(line))
        .map(line => line.replace(/\d+/g, 'N').replace(/─ +N/, '─N'))
        .filter(line => line !== '') ?? []
    for (const name of ['nginx', 'cron', 'mini-httpd']) {
      const { real, mine } = both('status', '--no-pager', name)
      expect(lines(mine?.out ?? '')).toEqual(lines(real?.out ?? ''))
      expect(mine?.code).toBe(real?.code)
    }
  })
})

test('a service that is killed comes back where its unit says so', async () => {
  for (const name of ['ssh', 'redis-server']) {
    const before = berth.run('systemctl', 'show', '-P', 'MainPID', name).out.trim()
    berth.run('kill', '-9', before)
    const after = await eventually(
      () => berth.run('systemctl', 'show', '-P', 'MainPID', name).out.trim(),
      pid => pid !== before && pid !== '0' && berth.run('systemctl', 'is-active', name).out.trim() === 'active',
    )
    expect(after).not.toBe(before)
  }
}, 60_000)

/** Asks again until the answer is right; each question is a whole `docker exec`. */
async function eventually<T>(ask: () => T, right: (answer: T) => boolean): Promise<T> {
  for (let times = 0; times < 200; times++) {
    const answer = ask()
    if (right(answer)) {
      return answer
    }
  }
  return ask()
}

test('a service whose child forked twice and cleared its environment is stopped whole', () => {
  expect(berth.run('pgrep', '-f', 'sleep 424').out.trim().split('\n')).toHaveLength(2)
  expect(berth.run('systemctl', 'stop', 'twice').code).toBe(0)
  expect(berth.run('pgrep', '-f', 'sleep 424').out).toBe('')
})

test("variables of the container reach services, and their output the container's log", async () => {
  const unit = '[Service]\nType=oneshot\nExecStart=/bin/sh -c \'echo "$GREETING"\'\n'
  const script = `cat > /run/systemd/system/greets.service <<'X'\n${unit}X`
  const written = berth.run('sh', '-c', script)
  expect(written.code).toBe(0)
  berth.run('systemctl', 'daemon-reload')
  expect(berth.run('systemctl', 'start', 'greets').code).toBe(0)
  expect(await berth.line(/^greets\[\d+\]: hello from outside$/)).toBeDefined()
}, 30_000)

test('no zombie is left', () => {
  expect(berth.run('sh', '-c', 'ps -eo stat= | grep -c ^Z').out.trim()).toBe('0')
})

test('docker stop stops everything within its patience, and the container ends with 0', () => {
  const { seconds, code } = berth.stop()
  expect(code).toBe(0)
  expect(seconds).toBeLessThan(10)
  const log = berth.log()
  expect(log.lastIndexOf('Stopped nginx.service')).toBeGreaterThan(0)
  expect(log.lastIndexOf('Stopped nginx.service')).toBeLessThan(log.lastIndexOf('Stopped target sysinit.target'))
  expect(docker('ps', '-q', '-f', `name=^${berth.name}$`)).toBe('')
})
