// Who services are, what they see, and where their output goes (systemd.exec(5)).
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { boot, type Machine } from './machine.ts'

const run = (settings: string, command: string): string =>
  `[Service]\nType=oneshot\n${settings}ExecStart=/bin/sh -c '${command}'\n`
let machine: Machine

beforeAll(async () => {
  machine = boot({
    environment: { FROM_OUTSIDE: 'yes', NODE_OPTIONS: '--no-such-option', BERTH_LEDGER: 'nonsense' },
    files: {
      '/etc/default/thing': '# words\nA=1\nB="two words"\nC=\'$A\'\n',
      '/etc/systemd/system/dropped.service.d/10-more.conf': '[Service]\nEnvironment="MORE=dropped in"\n',
      '/etc/systemd/system/each@.service': run('', 'echo instance %i of %p'),
      '/run/systemd/system/overridden.service': run('', 'echo from run'),
    },
    units: {
      'user.service': run(
        'User=nobody\nGroup=mail\nUMask=0027\nNice=5\n',
        'echo $$(id -un) $$(id -gn) $$(umask) $$(nice)',
      ),
      'environment.service': run(
        'Environment=X=1 "Y=2 3"\nEnvironmentFile=/etc/default/thing\nEnvironmentFile=-/nowhere\n',
        'echo "$$X|$$Y|$$A|$$B|$$C"',
      ),
      'outside.service': run('', 'echo "$$FROM_OUTSIDE|$$NODE_OPTIONS|$$BERTH_LEDGER"'),
      'unset.service': run('UnsetEnvironment=FROM_OUTSIDE\n', 'echo "[$$FROM_OUTSIDE]"'),
      'limits.service': run('LimitNOFILE=77:99\nLimitCORE=0\n', 'echo $$(ulimit -Sn) $$(ulimit -Hn) $$(ulimit -c)'),
      'place.service': run(
        'WorkingDirectory=/var/log\nRuntimeDirectory=one two/three\nStateDirectory=kept\n',
        'pwd; stat -c "%%n %%U %%a" /run/one /run/two/three; echo $$RUNTIME_DIRECTORY $$STATE_DIRECTORY',
      ),
      'stays.service': '[Service]\nRuntimeDirectory=while-it-runs\nExecStart=/bin/sleep infinity\n',
      'file.service': run('StandardOutput=file:/run/out\nStandardError=append:/run/err\n', 'echo out; echo err >&2'),
      'truncates.service': run('StandardOutput=truncate:/run/truncated\n', 'echo new'),
      'silent.service': run('StandardOutput=null\n', 'echo nothing'),
      'reads.service': run('StandardInput=file:/etc/default/thing\n', 'read line; echo "read: $$line"'),
      'data.service': run(
        'StandardInput=data\nStandardInputText=one %%p\nStandardInputData=dHdvCg==\n',
        'while read line; do echo "read: $$line"; done',
      ),
      'dynamic.service': run(
        'DynamicUser=yes\nStateDirectory=made-up\nSupplementaryGroups=mail\n',
        'touch /var/lib/made-up/file && stat -c %%u /var/lib/made-up/file && id -u && id -G && echo $$USER $$HOME',
      ),
      'search.service': run('ExecSearchPath=/opt:/bin\n', 'echo $$PATH'),
      'tmp.mount': '[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\n',
      'in-tmp.service': run('WorkingDirectory=/tmp\n', 'pwd'),
      'nobody.service': run('User=no-such-user\n', 'true'),
      'nogroup.service': run('Group=no-such-group\n', 'true'),
      'nowhere.service': run('WorkingDirectory=/no/such/folder\n', 'true'),
      'odd.service': run('Frobnicate=yes\n', 'true'),
      'dropped.service': run('', 'echo "$$MORE"'),
      'overridden.service': run('', 'echo from etc'),
    },
  })
  await machine.line(/Reached target default\.target/)
})

afterAll(() => machine.end())

/** Starts a oneshot; the lines it printed. */
async function outputOf(unit: string, lines: number): Promise<readonly string[]> {
  const name = unit.replace('.service', '')
  const pattern = new RegExp(`^${name}\\[\\d+\\]: `)
  expect(machine.ctl('start', unit)).toMatchObject({ code: 0 })
  const mine = (): readonly string[] => machine.console.filter(line => pattern.test(line))
  while (mine().length < lines) {
    await machine.line(pattern, machine.console.length)
  }
  return mine().map(line => line.replace(pattern, ''))
}

test('User=, Group=, UMask= and Nice=', async () => {
  expect(await outputOf('user', 1)).toEqual(['nobody mail 0027 5'])
})

test('Environment= and EnvironmentFile=', async () => {
  expect(await outputOf('environment', 1)).toEqual(['1|2 3|1|two words|$A'])
})

test("the container's environment reaches services, what was meant for Node and for us does not", async () => {
  expect(await outputOf('outside', 1)).toEqual(['yes||'])
  expect(await outputOf('unset', 1)).toEqual(['[]'])
})

test('Limit*=', async () => {
  expect(await outputOf('limits', 1)).toEqual(['77 99 0'])
})

test('WorkingDirectory=, RuntimeDirectory= and StateDirectory=', async () => {
  expect(await outputOf('place', 4)).toEqual([
    '/var/log',
    '/run/one root 755',
    '/run/two/three root 755',
    '/run/one:/run/two/three /var/lib/kept',
  ])
})

test('a runtime directory goes with its service', () => {
  machine.ctl('start', 'stays')
  expect(machine.run('test', '-d', '/run/while-it-runs').code).toBe(0)
  machine.ctl('stop', 'stays')
  expect(machine.run('test', '-e', '/run/while-it-runs').code).toBe(1)
})

test('output goes to files, is appended, truncates, or goes nowhere', () => {
  machine.run('sh', '-c', 'echo old > /run/err; echo a long old line > /run/truncated')
  machine.ctl('start', 'file', 'truncates', 'silent')
  expect(machine.run('cat', '/run/out', '/run/err', '/run/truncated').out).toBe('out\nold\nerr\nnew\n')
  expect(machine.console.join('\n')).not.toMatch(/silent\[\d+\]: nothing/)
})

test('StandardInput=file:', async () => {
  expect(await outputOf('reads', 1)).toEqual(['read: # words'])
})

test.each([
  ['nobody', '217'],
  ['nogroup', '216'],
  ['nowhere', '200'],
])('what %s.service asks for does not exist: status %s', (name, status) => {
  expect(machine.ctl('start', name).code).toBe(1)
  expect(machine.show('ExecMainStatus', name)).toBe(status)
})

test('a key nobody knows is told with file and line, and does no harm', async () => {
  expect(machine.ctl('start', 'odd').code).toBe(0)
  expect(await machine.line(/Frobnicate/)).toContain(
    "/etc/systemd/system/odd.service:3: Unknown key 'Frobnicate' in section [Service], ignoring.",
  )
})

test('drop-ins add to a unit, /etc goes before /run, templates have instances', async () => {
  expect(await outputOf('dropped', 1)).toEqual(['dropped in'])
  expect(await outputOf('overridden', 1)).toEqual(['from etc'])
  const since = machine.console.length
  machine.ctl('start', 'each@blue.service')
  expect(await machine.line(/each@blue\[\d+\]: instance blue of each/, since)).toBeDefined()
})

test('StandardInputText= and StandardInputData= are what the command reads', async () => {
  expect(await outputOf('data.service', 2)).toEqual(['read: one %p', 'read: two'])
})

test('DynamicUser= is a number nobody has, which owns what the service makes', async () => {
  const [owner, uid, groups = '', names] = await outputOf('dynamic.service', 4)
  expect(Number(uid)).toBeGreaterThanOrEqual(61_184)
  expect([owner, groups.split(' ')[0], names]).toEqual([uid, uid, 'dynamic'])
  expect(groups.split(' ')).toHaveLength(2)
})

test('ExecSearchPath= is the PATH', async () => {
  expect(await outputOf('search.service', 1)).toEqual(['/opt:/bin'])
})

test('what requires a file system in memory gets the folder as it is', async () => {
  expect(machine.show('Requires', 'in-tmp')).toContain('tmp.mount')
  expect(await outputOf('in-tmp.service', 1)).toEqual(['/tmp'])
  expect(machine.show('ActiveState', 'tmp.mount')).toBe('active')
})
