/** Lives of a manager in memory that end with an exception where something is not as it should be; mutants live them. */
import { deepEqual, equal, match } from 'node:assert/strict'
import { boot } from '../fake/running.ts'

const daemon = '[Service]\nExecStart=/bin/daemon\n'
const slow = '[Service]\nType=notify\nExecStart=/bin/daemon\nTimeoutStartSec=10\n'

export const scenarios = {
  async 'a service runs and stops'() {
    const running = await boot({ units: { 'a.service': daemon } })
    equal(await running.state('default.target'), 'active')
    equal((await running.systemctl('start', 'a')).code, 0)
    equal(await running.state('a'), 'active')
    running.machine.process('/bin/daemon')?.print('hello')
    await running.pass(0)
    match(running.machine.lines.join('\n'), /a\[\d+\]: hello/)
    equal((await running.systemctl('stop', 'a')).code, 0)
    equal(running.machine.processes.all.size, 0)
  },
  async 'a service is restarted and times out'() {
    const running = await boot({ units: { 'a.service': `${daemon}Restart=always\nRestartSec=5\n`, 'b.service': slow } })
    await running.systemctl('start', 'a')
    running.machine.process('/bin/daemon')?.exit(1)
    await running.pass(4)
    equal(await running.state('a'), 'activating')
    await running.pass(2)
    equal(await running.state('a'), 'active')
    await running.systemctl('start', '--no-block', 'b')
    await running.pass(11)
    equal(await running.property('b', 'Result'), 'timeout')
  },
  async 'a crash is survived'() {
    const running = await boot({
      units: {
        'a.service': `${daemon}Restart=always\n`,
        'b.service': slow,
        's.socket': '[Socket]\nListenStream=/run/s\nService=a.service\n',
      },
    })
    await running.systemctl('set-environment', 'X=1')
    await running.systemctl('start', 's.socket', 'a')
    await running.systemctl('start', '--no-block', 'b')
    const pid = await running.property('a', 'MainPID')
    await running.crash()
    equal(await running.property('a', 'MainPID'), pid)
    equal(await running.state('s.socket'), 'active')
    equal(await running.state('b'), 'activating')
    match((await running.systemctl('show-environment')).stdout, /^X=1$/m)
    const b = [...running.machine.processes.all.values()].find(process => process.pid !== Number(pid))
    b?.notify('READY=1')
    await running.pass(0)
    equal(await running.state('b'), 'active')
    running.machine.processes.kill(Number(pid), 9)
    await running.pass(1)
    equal(await running.property('a', 'NRestarts'), '1')
  },
  async 'the end is in order'() {
    const running = await boot({
      units: {
        'a.service': `${daemon}ExecStop=/bin/true a\n`,
        'b.service': `[Unit]\nAfter=a.service\n${daemon}ExecStop=/bin/true b\n`,
      },
    })
    await running.systemctl('start', 'a', 'b')
    running.executed()
    await running.systemctl('exit', '7')
    await running.pass(1)
    deepEqual(running.executed(), ['/bin/true b', '/bin/true a'])
    equal(running.machine.exitStatus, 7)
  },
  async 'SIGTERM ends in order'() {
    const running = await boot({ units: { 'a.service': `${daemon}ExecStop=/bin/true a\n` } })
    await running.systemctl('start', 'a')
    running.executed()
    running.machine.signal(15)
    await running.pass(1)
    deepEqual(running.executed(), ['/bin/true a'])
    equal(running.machine.exitStatus, 0)
  },
  async 'the deaf are killed at the end'() {
    const running = await boot({
      units: { 'a.service': '[Service]\nExecStart=/bin/deaf\n' },
      programs: {
        '/bin/deaf': self => {
          self.onSignal(1)
          self.onSignal(15)
        },
      },
    })
    await running.systemctl('start', 'a')
    running.machine.signal(48)
    await running.pass(1)
    equal(running.machine.exitStatus, null)
    await running.pass(3)
    equal(running.machine.exitStatus, 0)
  },
  async 'a reload reads anew'() {
    const running = await boot({ units: { 'a.service': daemon } })
    await running.systemctl('start', 'a')
    running.unit('a.service', `[Unit]\nDescription=New\n${daemon}`)
    await running.systemctl('daemon-reload')
    equal(await running.property('a', 'Description'), 'New')
    equal(await running.state('a'), 'active')
  },
  async 'a socket starts its service'() {
    const running = await boot({ units: { 'a.socket': '[Socket]\nListenStream=/run/a\n', 'a.service': daemon } })
    await running.systemctl('start', 'a.socket')
    running.machine.descriptors.connect('/run/a', { pid: 9, uid: 0, gid: 0 })
    await running.pass(0)
    equal(await running.state('a'), 'active')
    await running.systemctl('stop', 'a.socket', 'a')
    equal(running.machine.descriptors.connect('/run/a', { pid: 9, uid: 0, gid: 0 }).ok, false)
  },
  async 'a change without a job is told and remembered'() {
    const running = await boot({ units: { 'b.service': slow } })
    await running.systemctl('start', '--no-block', 'b')
    running.machine.process('/bin/daemon')?.notify('READY=1')
    await running.pass(0)
    const client = await running.client()
    const heard: string[] = []
    client.subscribe({ member: 'PropertiesChanged' }, ({ header }) => heard.push(header.path))
    running.machine.process('/bin/daemon')?.notify('RELOADING=1')
    await running.pass(0)
    equal(heard.filter(path => path.endsWith('/b_2eservice')).length, 2)
    await running.crash()
    equal(await running.state('b'), 'reloading')
  },
  async 'what is said amid a crash is heard'() {
    const running = await boot({ units: { 'b.service': slow } })
    await running.systemctl('start', '--no-block', 'b')
    const next = running.machine.life({ type: 'crash', signal: 11, count: 1 })
    running.machine.process('/bin/daemon')?.notify('READY=1')
    await running.resume(next)
    equal(await running.state('b'), 'active')
  },
  async 'conditions are looked at'() {
    const running = await boot({ units: { 'a.service': `[Unit]\nConditionPathExists=/run\n${daemon}` } })
    await running.systemctl('start', '--no-block', 'a')
    equal(await running.state('a'), 'active')
  },
  async 'limits and successes end everything'() {
    const success = '[Unit]\nSuccessAction=exit\nSuccessActionExitStatus=5\n[Service]\nExecStart=/bin/true\n'
    const good = await boot({ units: { 'a.service': success } })
    await good.systemctl('start', '--no-block', 'a')
    await good.pass(1)
    equal(good.machine.exitStatus, 5)
    const limit = '[Unit]\nStartLimitBurst=1\nStartLimitAction=exit-force\n[Service]\nExecStart=/bin/false\n'
    const bad = await boot({ units: { 'a.service': limit } })
    await bad.systemctl('start', '--no-block', 'a')
    await bad.pass(1)
    await bad.systemctl('start', '--no-block', 'a')
    await bad.pass(1)
    equal(bad.machine.exitStatus, 0)
  },
}
