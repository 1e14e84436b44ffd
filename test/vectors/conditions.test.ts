/** Conditions as `systemd-analyze condition` reports them, on the machine they were recorded on as far as they ask for it. */
import { judgeConditions } from '#catalog/condition/judge.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { conditionsHold, formatCondition } from '#core/unit/condition.ts'
import { conditionSubjects } from '#core/unit/directives/condition.ts'
import { loadUnit } from '#core/unit/read/load.ts'
import { configured, sources } from '../fake/load.ts'
import { surroundings } from '../fake/surroundings.ts'
import { vectorTest } from './vectors.ts'

const capabilities = 'a82425fb'
const vechost = surroundings({
  host: { hostname: 'vechost', pid: 7, kernelRelease: '5.10.0', environment: new Map() },
  variables: { A: '1', E: '', B: 'x y', PATH: '/usr/bin' },
  files: {
    '/.dockerenv': '',
    '/bin': { to: '/usr/bin' },
    '/usr/bin/sh': { to: '/usr/bin/dash' },
    '/usr/bin/dash': { text: 'x', mode: 0o755 },
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\n',
    '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
    '/etc/machine-id': 'fedcba9876543210fedcba9876543210\n',
    '/etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    '/dev/null': { kind: 'character-device', mode: 0o666 },
    '/proc/1/cmdline': 'sleep\0infinity\0',
    '/proc/meminfo': 'MemTotal:       24684096 kB\n',
    '/proc/self/status': `Groups:\t0 \nCapBnd:\t00000000${capabilities}\nCpus_allowed_list:\t0-3\n`,
    '/proc/self/uid_map': '         0          0 4294967295\n',
    '/proc/self/gid_map': '         0          0 4294967295\n',
    '/proc/self/setgroups': 'allow\n',
    '/proc/self/loginuid': '4294967295',
    '/proc/self/mountinfo': '1 2 0:1 / /proc rw - proc proc rw\n',
    '/sys/fs/cgroup/memory': null,
  },
})

const conditionNames = new Set(conditionSubjects.flatMap(subject => [`Condition${subject}`, `Assert${subject}`]))
const context = configured('')

vectorTest<{ readonly conditions: readonly string[] }>('conditions', 'conditions are judged as by systemd', given => {
  const strange = given.conditions.find(line => !conditionNames.has(line.slice(0, line.indexOf('='))))
  if (strange !== undefined) {
    return { ok: false, lines: [`Cannot parse "${strange}".`] }
  }
  const text = `[Unit]\n${given.conditions.join('\n')}\n[Service]\nType=oneshot\nExecStart=/bin/true\n`
  const { unit, diagnostics } = loadUnit(sources('test.service', text), context)
  const judged = judgeConditions(unit.conditions, vechost)
  const ok = conditionsHold(judged)
  const tested = judged.filter(({ outcome }) => outcome !== 'untested')
  const lines = tested.map(({ condition, outcome, error }) =>
    error === null
      ? `test.service: ${formatCondition(condition)} ${outcome}.`
      : `test.service: Couldn't determine result for ${formatCondition(condition)}, assuming failed: ${errnoText(error)}`,
  )
  const verdict = judged.length === 0 ? [] : [ok ? 'Conditions succeeded.' : 'Conditions failed.']
  return { ok, lines: [...diagnostics.map(({ message }) => `(cmdline): ${message}`), ...lines, ...verdict] }
})
