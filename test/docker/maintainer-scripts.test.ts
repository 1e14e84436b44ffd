// Debian's maintainer scripts with our systemctl: packages come and go in a running container and in docker build, and their
// services with them, as with real systemd.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { bootOracle, build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

const base = 'berth-test/systemd'
const debs = 'berth-test/maintainer'
const ours = `${debs}-berth`
const oracle = 'berth-test-maintainer-oracle'

/** What is installed, and the service that comes with it; uwsgi has a script in init.d only. */
const packages = {
  'redis-server': 'redis-server',
  tinyproxy: 'tinyproxy',
  uwsgi: 'uwsgi',
  cron: 'cron',
  'openssh-server': 'ssh',
}
const names = Object.keys(packages).join(' ')
const services = Object.values(packages)

/** Without a network: the packages lie in the image. */
const apt =
  'DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends --no-download -o Dir::Cache::archives=/debs/'
const steps = {
  install: `${apt} install ${names}`,
  reinstall: `${apt} install --reinstall ${names}`,
  remove: `${apt} remove ${names}`,
  'install again': `${apt} install ${names}`,
  purge: `${apt} purge ${names}`,
}

/** How the services are, and what links are left of them. */
const show = [
  ...services.map(name => `echo ${name} $(systemctl is-enabled ${name} 2>&1) $(systemctl is-active ${name} 2>&1)`),
  `cd /etc/systemd/system && find . -type l -printf '%P -> %l\\n' | grep -E '${services.join('|')}' | sort`,
].join('; ')

let berth: Container

beforeAll(async () => {
  makeImage(base, 'trixie', 'systemd', 'systemd-sysv', 'dbus', 'procps', 'less')
  buildBerth()
  const fetch = `mkdir -p /debs/partial && apt-get update && apt-get install -y --no-install-recommends --download-only -o Dir::Cache::archives=/debs/ ${names}`
  // What apt would throw away is needed again.
  build(debs, `FROM ${base}\nRUN ${fetch} && rm -f /etc/apt/apt.conf.d/docker-clean && : > /etc/machine-id\n`)
  build(ours, `FROM ${debs}\nCOPY --from=berth / /\nCMD ["/usr/bin/systemctl"]\n`)
  berth = start('berth-test-maintainer', ours, ['--tmpfs', '/run'])
  bootOracle(oracle, debs)
  await berth.line(/Reached target graphical\.target/)
}, 600_000)

afterAll(() => {
  berth?.remove()
  tryDocker('rm', '-f', '-v', oracle)
  tryDocker('rmi', '-f', ours, `${debs}-built`, `${debs}-built-real`)
})

const inside = (container: string, script: string) => tryDocker('exec', container, 'sh', '-c', script)

/** Does a step in a container; how the services are then. */
function take(container: string, step: keyof typeof steps): readonly string[] {
  const { code, out, err } = inside(container, steps[step])
  if (code !== 0) {
    throw new Error(`${step} in ${container}: ${out}${err}`)
  }
  return inside(container, show).out.trim().split('\n')
}

/** What is-enabled says of a script of init.d comes with a line about who was asked. */
const isUp = services.map(name => expect.stringMatching(new RegExp(`^${name} (?:.* )?enabled active$`)))

const mainPids = () => berth.run('systemctl', 'show', '--value', '-p', 'MainPID', 'redis-server', 'cron').out

test('installing starts and enables, in a running container', () => {
  const mine = take(berth.name, 'install')
  expect(mine.slice(0, services.length)).toEqual(isUp)
  expect(mine).toEqual(take(oracle, 'install'))
}, 120_000)

test('reinstalling restarts', () => {
  const before = mainPids()
  const mine = take(berth.name, 'reinstall')
  expect(mine).toEqual(take(oracle, 'reinstall'))
  expect(mine.slice(0, services.length)).toEqual(isUp)
  expect(mainPids()).not.toBe(before)
}, 120_000)

test('removing stops, and what is installed again is as it was', () => {
  const mine = take(berth.name, 'remove')
  expect(mine).toEqual(take(oracle, 'remove'))
  for (const line of mine.slice(0, services.length)) {
    expect(line).toMatch(/ inactive$/)
  }
  expect(take(berth.name, 'install again')).toEqual(take(oracle, 'install again'))
}, 120_000)

test('purging leaves nothing behind', () => {
  const mine = take(berth.name, 'purge')
  expect(mine).toEqual(take(oracle, 'purge'))
  expect(mine.slice(services.length)).toEqual([])
  expect(berth.run('pgrep', '-c', 'redis-server|cron|sshd|tinyproxy').out.trim()).toBe('0')
  expect(berth.run('systemctl', '--failed', '--no-legend', '--plain').out).toBe('')
}, 120_000)

test('in docker build packages are installed, reinstalled, removed and purged as with the stock systemctl', () => {
  const marked = Object.values(steps).map(step => `${step} && echo "[[" && (${show}); echo "]]"`)
  // Where nobody has booted, stock says so; we answer what is so beside any PID 1.
  const notBooted = /System has not been booted.*$/gm
  const states = (name: string, from: string): readonly string[] => {
    const printed = build(name, `FROM ${from}\nRUN ${marked.join(' && ')}\n`).replace(notBooted, 'inactive')
    return [...printed.matchAll(/^\[\[$(.*?)^\]\]$/gms)].map(([, text = '']) => text.trim())
  }
  const mine = states(`${debs}-built`, ours)
  expect(mine).toHaveLength(Object.keys(steps).length)
  expect(mine[0]).toMatch(/^redis-server enabled /m)
  expect(mine).toEqual(states(`${debs}-built-real`, debs))
}, 300_000)
