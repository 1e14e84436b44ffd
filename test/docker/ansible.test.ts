// Debian's Ansible over its Docker connection, against our manager and, with the same playbook, against real systemd.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { bootOracle, build, buildBerth, type Container, makeImage, start, tryDocker } from './docker.ts'

const base = 'berth-test/ansible-target'
const ours = `${base}-berth`
const control = 'berth-test/ansible'
const oracle = 'berth-test-ansible-oracle'

let folder: string
let berth: Container

/** nginx has a unit, redis-server one that notifies, uwsgi only a script in init.d. */
const site = `
- hosts: all
  gather_facts: true
  gather_subset: ['!all', service_mgr]
  tasks:
    - {name: nginx, service: {name: nginx, state: started, enabled: true}}
    - {name: redis, systemd_service: {name: redis-server, state: started, enabled: true, daemon_reload: true}}
    - {name: app, service: {name: uwsgi, state: started, enabled: true}}
    - {name: mask, systemd_service: {name: hello.service, masked: true}}
    - name: site
      copy: {dest: /etc/nginx/conf.d/site.conf, content: "client_max_body_size 8m;\\n"}
      notify: [reload nginx, restart app]
    - name: unit
      copy: {dest: /etc/systemd/system/greets.service, content: "[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n"}
      notify: reload units
    - meta: flush_handlers
    - {name: greets, systemd_service: {name: greets, state: started, enabled: true}}
    - {name: facts, service_facts: {}}
    - name: seen
      debug:
        msg: "{{ [ansible_facts.service_mgr] + (['nginx', 'redis-server', 'uwsgi', 'greets', 'hello'] | map('regex_replace', '$', '.service') | map('extract', ansible_facts.services) | map('dict2items') | map('items2dict') | list) }}"
  handlers:
    - {name: reload nginx, service: {name: nginx, state: reloaded}}
    - {name: restart app, service: {name: uwsgi, state: restarted}}
    - {name: reload units, systemd_service: {daemon_reload: true}}
`

/** What is asked of services that run by now, and what cannot be done. */
const later = `
- hosts: all
  gather_facts: true
  gather_subset: ['!all', service_mgr]
  tasks:
    - {name: restarted, service: {name: redis-server, state: restarted}}
    - {name: stopped, service: {name: uwsgi, state: stopped, enabled: false}}
    - {name: stopped again, service: {name: uwsgi, state: stopped, enabled: false}}
    - {name: disabled, systemd_service: {name: greets, state: stopped, enabled: false}}
    - {name: unmask, systemd_service: {name: hello, masked: false}}
    - {name: reexec, systemd_service: {daemon_reexec: true}}
    - {name: nowhere, service: {name: nowhere, state: started}, ignore_errors: true}
    - {name: nowhere enabled, systemd_service: {name: nowhere, enabled: true}, ignore_errors: true}
    - {name: fails, systemd_service: {name: fails, state: started}, ignore_errors: true}
    - {name: gone, systemd_service: {name: nowhere, state: stopped}, ignore_errors: true}
`

interface Outcome {
  readonly task: string
  readonly changed: boolean
  readonly failed: boolean
  readonly msg: unknown
}

beforeAll(async () => {
  makeImage(control, 'trixie', 'ansible', 'docker-cli')
  const services = ['nginx-light', 'redis-server', 'uwsgi']
  makeImage(base, 'trixie', ...services, 'systemd', 'systemd-sysv', 'dbus', 'procps', 'python3')
  buildBerth()
  const set = [
    "RUN cd /usr/local/lib && mkdir -p systemd/system && printf '[Service]\\nExecStart=/bin/true\\n' > systemd/system/hello.service",
    "RUN printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' > /etc/systemd/system/fails.service",
    // Its script looks at /proc/PID/exe, which root without CAP_SYS_PTRACE sees of its own processes only.
    "RUN printf '[uwsgi]\\nuid = root\\ngid = root\\n' > /etc/uwsgi/apps-enabled/empty.ini",
    'RUN systemctl disable nginx redis-server uwsgi && : > /etc/machine-id',
  ]
  build(`${base}-set`, `FROM ${base}\n${set.join('\n')}\n`)
  build(ours, `FROM ${base}-set\nCOPY --from=berth / /\nCMD ["/usr/bin/systemctl"]\n`)
  folder = mkdtempSync(join(tmpdir(), 'berth-ansible-'))
  writeFileSync(join(folder, 'site.yml'), site)
  writeFileSync(join(folder, 'later.yml'), later)
  berth = start('berth-test-ansible', ours, ['--tmpfs', '/run'])
  bootOracle(oracle, `${base}-set`)
  await berth.line(/Reached target graphical\.target/)
}, 900_000)

afterAll(() => {
  berth?.remove()
  tryDocker('rm', '-f', '-v', oracle)
  tryDocker('rmi', '-f', ours, `${base}-set`)
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a playbook against both; how each task ended at each. */
function play(playbook: string, ...options: readonly string[]) {
  const { out, err } = tryDocker(
    ...[
      'run',
      '--rm',
      '--network',
      'none',
      '-v',
      '/var/run/docker.sock:/var/run/docker.sock',
      '-v',
      `${folder}:/play:ro`,
    ],
    ...['-e', 'ANSIBLE_STDOUT_CALLBACK=ansible.posix.json', '-e', 'ANSIBLE_PYTHON_INTERPRETER=/usr/bin/python3'],
    ...['-e', 'ANSIBLE_PIPELINING=True', '-e', 'LC_ALL=C.UTF-8', control],
    ...[
      'ansible-playbook',
      '-i',
      `${berth.name},${oracle},`,
      '-c',
      'community.docker.docker',
      ...options,
      `/play/${playbook}`,
    ],
  )
  const begin = out.indexOf('{')
  if (begin < 0) {
    throw new Error(`ansible-playbook ${playbook}: ${out}${err}`)
  }
  const report = JSON.parse(out.slice(begin)) as Report
  const of = (host: string): readonly Outcome[] =>
    report.plays.flatMap(({ tasks }) =>
      tasks.flatMap(({ task, hosts }) => {
        const { changed = false, failed = false, msg } = hosts[host] ?? {}
        return task.name === 'Gathering Facts' ? [] : [{ task: task.name, changed, failed, msg }]
      }),
    )
  return { mine: of(berth.name), real: of(oracle), stats: report.stats[berth.name] }
}

interface Report {
  readonly plays: readonly {
    readonly tasks: readonly {
      readonly task: { readonly name: string }
      readonly hosts: Readonly<Record<string, { changed?: boolean; failed?: boolean; msg?: unknown }>>
    }[]
  }[]
  readonly stats: Readonly<Record<string, { readonly changed: number; readonly failures: number; readonly ok: number }>>
}

const changedOf = (outcomes: readonly Outcome[]) => outcomes.flatMap(({ task, changed }) => (changed ? [task] : []))
const states = () => berth.run('systemctl', 'is-active', 'nginx', 'redis-server', 'uwsgi').out.split('\n').slice(0, 3)

test('check mode says what would be changed, and changes nothing', () => {
  const { mine, real } = play('site.yml', '--check')
  expect(changedOf(mine).slice(0, 3)).toEqual(['nginx', 'redis', 'app'])
  expect(mine).toEqual(real)
  expect(states()).toEqual(['inactive', 'inactive', 'inactive'])
  expect(berth.run('systemctl', 'is-enabled', 'nginx').out).toBe('disabled\n')
}, 120_000)

test('the first run starts, enables, masks and calls handlers; the facts tell of it', () => {
  const { mine, real, stats } = play('site.yml')
  expect(changedOf(mine)).toEqual(
    expect.arrayContaining(['nginx', 'redis', 'app', 'mask', 'greets', 'reload nginx', 'restart app']),
  )
  expect(stats?.failures).toBe(0)
  expect(mine).toEqual(real)
  const seen = mine.find(({ task }) => task === 'seen')?.msg
  expect(seen).toEqual([
    'systemd',
    { name: 'nginx.service', state: 'running', status: 'enabled', source: 'systemd' },
    { name: 'redis-server.service', state: 'running', status: 'enabled', source: 'systemd' },
    expect.objectContaining({ name: 'uwsgi.service', state: 'running' }),
    { name: 'greets.service', state: 'running', status: 'enabled', source: 'systemd' },
    expect.objectContaining({ name: 'hello.service', status: 'masked' }),
  ])
  expect(states()).toEqual(['active', 'active', 'active'])
}, 120_000)

test('the second run changes nothing', () => {
  const { mine, real, stats } = play('site.yml')
  expect(changedOf(mine)).toEqual([])
  expect(stats).toMatchObject({ changed: 0, failures: 0 })
  expect(mine).toEqual(real)
}, 120_000)

test('what stops, restarts and fails does so as with real systemd, with the same messages', () => {
  const { mine, real } = play('later.yml')
  expect(mine).toEqual(real)
  expect(mine.filter(({ failed }) => failed).map(({ task }) => task)).toEqual([
    'nowhere',
    'nowhere enabled',
    'fails',
    'gone',
  ])
  expect(states()).toEqual(['active', 'active', 'inactive'])
}, 120_000)
