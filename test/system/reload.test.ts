// What daemon-reload and re-execution take up, and what they leave alone.
import { afterEach, expect, test } from '@jest/globals'
import { boot, type Machine, type MachineOptions } from './machine.ts'

let machine: Machine | undefined

afterEach(async () => {
  await machine?.end()
  machine = undefined
})

async function booted(options: MachineOptions): Promise<Machine> {
  machine = boot(options)
  await machine.line(/Reached target default\.target/)
  return machine
}

const sleeps = '[Service]\nExecStart=/bin/sleep infinity\n'

test('JobRunningTimeoutSec= goes on through a re-execution', async () => {
  const slow = `[Unit]\nJobRunningTimeoutSec=3\n[Service]\nType=oneshot\nExecStart=/bin/sleep infinity\n`
  const m = await booted({ units: { 'slow.service': slow } })
  m.ctl('start', '--no-block', 'slow')
  expect(m.ctl('daemon-reexec').code).toBe(0)
  expect(m.show('ActiveState', 'slow')).toBe('activating')
  await m.line(/Job slow\.service\/start timed out/)
})

test('DefaultLimitNOFILE=, DefaultStartLimitBurst= and DefaultEnvironment= follow daemon-reload', async () => {
  const tells = '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo $(ulimit -Sn), $WORD"\n'
  const m = await booted({ units: { 'tells.service': tells, 'fails.service': `[Service]\nExecStart=/nonexistent\n` } })
  const config = '[Manager]\\nDefaultLimitNOFILE=321:654\\nDefaultStartLimitBurst=1\\nDefaultEnvironment=WORD=new\\n'
  m.run('sh', '-c', `mkdir -p /etc/systemd/system.conf.d; printf '${config}' > /etc/systemd/system.conf.d/a.conf`)
  expect(m.ctl('daemon-reload').code).toBe(0)
  m.ctl('start', 'tells')
  await m.line(/tells\[\d+\]: 321, new/)
  m.ctl('start', 'fails')
  m.ctl('start', 'fails')
  await m.line(/fails\.service: Start request repeated too quickly/)
})

test('list-jobs says that none runs, or that none fits', async () => {
  const slow = '[Service]\nType=oneshot\nExecStart=/bin/sleep infinity\n'
  const m = await booted({ units: { 'slow.service': slow } })
  expect(m.ctl('list-jobs').out).toBe('No jobs running.\n')
  expect(m.ctl('list-jobs', 'nothing').out).toBe('No jobs running.\n')
  m.ctl('start', '--no-block', 'slow')
  expect(m.ctl('list-jobs', 'nothing').out).toBe('No jobs listed.\n')
})

test.each([
  ['daemon-reload', 'added', ['W', 'b', 'c'], 'wbc'],
  ['daemon-reload', 'gone', ['b', 'c'], 'w'],
  ['daemon-reexec', 'moved', ['a', 'W', 'b'], 'wb'],
])(
  '%s amid a oneshot whose list changed (%s) goes on where the running command stands',
  async (verb, _what, after, ran) => {
    const waits = 'ExecStart=/bin/sh -c "echo w >> /run/ran; echo waiting; read line < /mnt/go"\n'
    const lines = (letters: readonly string[]) =>
      letters.map(letter => (letter === 'W' ? waits : `ExecStart=/bin/sh -c "echo ${letter} >> /run/ran"\n`)).join('')
    const head = '[Service]\nType=oneshot\n'
    const m = await booted({
      units: { 'multi.service': head + lines(['W', 'b']) },
      files: { '/etc/after': head + lines(after) },
      before: 'mkfifo $FILES/go',
    })
    m.ctl('start', '--no-block', 'multi')
    await m.line(/multi\[\d+\]: waiting/)
    m.run('cp', '/etc/after', '/etc/systemd/system/multi.service')
    expect(m.ctl(verb).code).toBe(0)
    m.run('sh', '-c', 'echo > /mnt/go')
    await m.line(/Finished multi\.service/)
    expect(m.run('cat', '/run/ran').out.replaceAll('\n', '')).toBe(ran)
  },
)

test('NeedDaemonReload is yes once a unit has a drop-in that it had not, of its own or of its type', async () => {
  const m = await booted({ boots: ['a.service'], units: { 'a.service': sleeps } })
  const after = (script: string) => {
    m.run('sh', '-c', `cd /etc/systemd/system; ${script}`)
    return m.show('NeedDaemonReload', 'a')
  }
  expect(after('true')).toBe('no')
  expect(after('mkdir a.service.d')).toBe('no')
  expect(after('printf "[Unit]\\n" > a.service.d/x.conf')).toBe('yes')
  expect(after('rm -r a.service.d')).toBe('no')
  expect(after('mkdir service.d; printf "[Unit]\\n" > service.d/x.conf')).toBe('yes')
  m.ctl('daemon-reload')
  expect(after('true')).toBe('no')
})

test.each(['start', 'restart'])(
  '%s takes up what was not there when it was first wanted, without daemon-reload',
  async verb => {
    const m = await booted({ boots: ['wants.target'], units: { 'wants.target': '[Unit]\nWants=new.service\n' } })
    expect(m.show('LoadState', 'new')).toBe('not-found')
    m.run('sh', '-c', `printf '${sleeps.replaceAll('\n', '\\n')}' > /etc/systemd/system/new.service`)
    if (verb === 'start') {
      m.ctl('stop', 'wants.target')
    }
    expect(m.ctl(verb, 'wants.target').code).toBe(0)
    expect(m.ctl('is-active', 'new').out).toBe('active\n')
  },
)

test('ReloadLimitBurst= refuses reloads and re-executions beyond it, told as by systemd', async () => {
  const config = '[Manager]\nReloadLimitIntervalSec=1h\nReloadLimitBurst=1\n'
  const m = await booted({ files: { '/etc/systemd/system.conf.d/a.conf': config } })
  expect(m.ctl('daemon-reload').code).toBe(0)
  expect(m.ctl('daemon-reload')).toEqual({
    code: 1,
    out: '',
    err: 'Reload daemon failed: Reload() request rejected due to rate limit.\n',
  })
  expect(m.ctl('daemon-reexec').err).toBe('Reexecute daemon failed: Reexecute() request rejected due to rate limit.\n')
  await m.line(/Reloading request rejected due to rate limit\./)
})

test('a running service whose file is gone, or is masked, ends well by SIGTERM', async () => {
  const m = await booted({
    boots: ['gone.service', 'masked.service'],
    units: { 'gone.service': sleeps },
    files: { '/run/systemd/system/masked.service': sleeps },
  })
  await m.line(/Started masked\.service/)
  m.run('rm', '/etc/systemd/system/gone.service')
  m.ctl('daemon-reload')
  expect(m.ctl('show', '-p', 'LoadState', '-p', 'ActiveState', '-p', 'Type', 'gone').out).toBe(
    'Type=\nLoadState=not-found\nActiveState=active\n',
  )
  expect(m.ctl('stop', 'gone').code).toBe(0)
  expect(m.ctl('mask', '--now', 'masked').code).toBe(0)
  expect(m.ctl('is-failed', 'gone', 'masked').out).toBe('inactive\ninactive\n')
  expect(m.ctl('is-system-running').out).toBe('running\n')
})
