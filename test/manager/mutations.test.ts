// The manager's life in memory notices when one of its rules is broken on purpose, one at a time. REPORT=1 tells how.
import { afterAll, expect, test } from '@jest/globals'
import { Copy, type Mutation } from './mutants.ts'
import { scenarios } from './scenarios.ts'

const copy = new Copy()
afterAll(() => copy.remove())

const mutations: readonly Mutation[] = [
  {
    rule: 'an alarm of a unit rings',
    scenario: 'a service is restarted and times out',
    file: 'src/manager/assembly.ts',
    from: 'setAlarm: (owner, at) => timers.set(owner, at)',
    to: 'setAlarm: () => undefined',
  },
  {
    rule: 'timers are armed after each turn',
    scenario: 'a service is restarted and times out',
    file: 'src/manager/run.ts',
    from: '      timers.arm()\n',
    to: '',
  },
  {
    rule: 'what changed is remembered after each turn',
    scenario: 'a crash is survived',
    file: 'src/manager/run.ts',
    from: '      memory.write(manager.world, managerMemory(manager))\n',
    to: '',
  },
  {
    rule: 'the memory is opened once the first units are read',
    scenario: 'a crash is survived',
    file: 'src/manager/run.ts',
    from: '  memory.open(manager.world, managerMemory(manager))\n',
    to: '',
  },
  {
    rule: 'a former life is resumed',
    scenario: 'a crash is survived',
    file: 'src/manager/run.ts',
    from: '    resume(assembly, former)\n',
    to: '',
  },
  {
    rule: 'the environment is remembered',
    scenario: 'a crash is survived',
    file: 'src/manager/assembly.ts',
    from: 'new Map(former.manager.environment)',
    to: 'new Map()',
  },
  {
    rule: 'the reply of the engine is handed on',
    scenario: 'a service runs and stops',
    file: 'src/manager/assembly.ts',
    from: 'reply: (ticket, reply) => manager.takeReply(ticket, reply)',
    to: 'reply: () => undefined',
  },
  {
    rule: 'exits reach the engine',
    scenario: 'a service is restarted and times out',
    file: 'src/manager/run.ts',
    from: '      reaper.take(exit)\n',
    to: '',
  },
  {
    rule: 'all exits of a batch are told',
    scenario: 'a service runs and stops',
    file: 'src/manager/processes/reaper.ts',
    from: 'for (const exit of batch) {',
    to: 'for (const exit of batch.slice(1)) {',
  },
  {
    rule: 'what services notify is taken',
    scenario: 'a crash is survived',
    file: 'src/manager/run.ts',
    from: 'submit: (event: Event) => manager.submit(event),',
    to: 'submit: (_: Event) => undefined,',
  },
  {
    rule: 'jobs are announced',
    scenario: 'a service runs and stops',
    file: 'src/manager/bus/control.ts',
    from: '      watchers.take(effect)\n',
    to: '',
  },
  {
    rule: 'what a client asks for has a reply',
    scenario: 'a service runs and stops',
    file: 'src/manager/manager.ts',
    from: '    this.#replies.set(ticket, reply)\n',
    to: '',
  },
  {
    rule: 'the end is asked for in order',
    scenario: 'SIGTERM ends in order',
    file: 'src/manager/life/ending.ts',
    from: 'if (force || !this.#startTarget(kind)) {',
    to: 'if (force || Number.isNaN(kind.length) || true) {',
  },
  {
    rule: 'the exit code is the one that was asked for',
    scenario: 'the end is in order',
    file: 'src/manager/life/ending.ts',
    from: 'kernel.processes.exit(exitCode)',
    to: 'kernel.processes.exit(exitCode * 0)',
  },
  {
    rule: 'an action of a unit ends the manager',
    scenario: 'the end is in order',
    file: 'src/manager/run.ts',
    from: '() => ending.take(effect)',
    to: '() => undefined',
  },
  {
    rule: 'what is left at the end is waited for',
    scenario: 'the deaf are killed at the end',
    file: 'src/manager/life/ending.ts',
    from: 'const isAlone = this.#survivors().length === 0',
    to: 'const isAlone = true',
  },
  {
    rule: 'what will not end is killed',
    scenario: 'the deaf are killed at the end',
    file: 'src/manager/life/ending.ts',
    from: '      this.#signalAll(SIGKILL)\n',
    to: '',
  },
  {
    rule: 'daemon-reload reads the units anew',
    scenario: 'a reload reads anew',
    file: 'src/manager/run.ts',
    from: '      await reloadUnits(manager, loader, programs)\n',
    to: '',
  },
  {
    rule: 'what is read is loaded',
    scenario: 'a service runs and stops',
    file: 'src/manager/manager.ts',
    from: "      this.submit({ type: 'loaded', units })\n",
    to: '',
  },
  {
    rule: 'the first units are started',
    scenario: 'a service runs and stops',
    file: 'src/manager/run.ts',
    from: '    startFirst(manager, units, foreground.units)\n',
    to: '',
  },
  {
    rule: 'watchers are told at the end of a turn',
    scenario: 'a change without a job is told and remembered',
    file: 'src/manager/run.ts',
    from: '    settled: () => {\n      control.flush()\n',
    to: '    settled: () => {\n',
  },
  {
    rule: 'a unit that changed is remembered',
    scenario: 'a change without a job is told and remembered',
    file: 'src/manager/run.ts',
    from: "    case 'unit-changed':\n      memory.noteUnit(effect.unit)\n",
    to: "    case 'unit-changed':\n",
  },
  {
    rule: 'the socket for notifications is kept',
    scenario: 'what is said amid a crash is heard',
    file: 'src/manager/run.ts',
    from: 'again: fd => kernel.sockets.receiveDatagramsOn(fd, received)',
    to: 'again: () => kernel.sockets.receiveDatagrams("/run/other", 0o666, received)',
  },
  {
    rule: 'conditions that were looked at are told',
    scenario: 'conditions are looked at',
    file: 'src/manager/deeds/checks.ts',
    from: "    this.#manager.submit({ type: 'checked', unit, conditions, asserts })\n",
    to: '',
  },
  {
    rule: 'StartLimitAction= is done',
    scenario: 'limits and successes end everything',
    file: 'src/core/engine/jobs/run.ts',
    from: 'action: unit.unit.StartLimitAction',
    to: "action: 'none'",
  },
  {
    rule: 'SuccessActionExitStatus= is what everything ends with',
    scenario: 'limits and successes end everything',
    file: 'src/manager/life/ending.ts',
    from: "if (kind === 'exit' && exitStatus !== null) {",
    to: "if (kind === 'halt' && exitStatus !== null) {",
  },
]

test.each(Object.keys(scenarios))('with every rule it holds that %s', scenario => {
  expect(copy.run(scenario)).toBeNull()
})

test.each(mutations.map(mutation => [mutation.rule, mutation] as const))(
  'it is noticed unless %s',
  (rule, mutation) => {
    const noticed = copy.live(mutation)
    if (process.env['REPORT'] !== undefined) {
      process.stderr.write(`${rule}: ${noticed}\n`)
    }
    expect(noticed).not.toBeNull()
  },
)
