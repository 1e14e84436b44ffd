/** Files and users that rules name are there before services start (tmpfiles.d(5), sysusers.d(5)). */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { boot, type Machine, systemctl } from './machine.ts'

// Only root may give files away.
const testAsRoot = process.getuid?.() === 0 ? test : test.skip
const program = (name: string, options = '') => `[Service]\nExecStart=\nExecStart=@${systemctl} ${name} ${options}\n`
let machine: Machine

beforeAll(async () => {
  machine = boot({
    boots: ['app.service'],
    units: {
      'app.service':
        '[Unit]\nAfter=systemd-tmpfiles-setup.service\n[Service]\nType=oneshot\nExecStart=/bin/sh -c "stat -c \'%%n %%U:%%G %%a\' /run/app /run/app/file; cat /run/app/file"\n',
    },
    files: {
      '/etc/tmpfiles.d/app.conf':
        'd /run/app 0750 appuser appuser\nK /run/bad\nd /proc/nowhere\nf /run/app/file 0600 - - - made for %b\n',
      '/etc/sysusers.d/app.conf': 'u appuser - "The application" /var/lib/app\nbad\n',
      // The machine has the host's programs in /usr/bin.
      '/etc/systemd/system/systemd-tmpfiles-setup.service.d/ours.conf': program(
        'systemd-tmpfiles',
        '--create --remove --boot',
      ),
      '/etc/systemd/system/systemd-sysusers.service.d/ours.conf': program('systemd-sysusers'),
    },
  })
  await machine.line(/Reached target default\.target/)
})

afterAll(() => machine.end())

testAsRoot('a service finds its user and its files', async () => {
  expect(await machine.line(/\/run\/app appuser/)).toContain('/run/app appuser:appuser 750')
  expect(await machine.line(/\/run\/app\/file /)).toContain('root:root 600')
  expect(await machine.line(/made for/)).toMatch(/made for [0-9a-f]{32}$/)
})

test('bad lines are told, and what cannot be made; the boot goes on', async () => {
  await machine.line(/app\.conf:2: Unknown command type 'K'/)
  await machine.line(/sysusers\.d\/app\.conf:2: /)
  await machine.line(/Failed to create .*\/proc\/nowhere/)
  expect(machine.show('ActiveState', 'systemd-tmpfiles-setup')).toBe('active')
  expect(machine.show('ActiveState', 'systemd-sysusers')).toBe('active')
})

testAsRoot('beside a PID 1 that is no manager nothing is removed as if the machine had just booted', () => {
  const folder = mkdtempSync('/var/tmp/berth-rules-')
  const [kept, rules] = [join(folder, 'kept'), join(folder, 'rules.conf')]
  writeFileSync(kept, '')
  writeFileSync(rules, `r ${kept}\n`)
  // Under the namespace's PID 1, which is the shell.
  const remove = (environment: Readonly<Record<string, string>>) =>
    spawnSync(
      'unshare',
      [
        '--fork',
        '--pid',
        '--mount-proc',
        'bash',
        '--norc',
        '-c',
        `(exec -a systemd-tmpfiles "$0" --remove --boot "$1"); exit $?`,
        systemctl,
        rules,
      ],
      { encoding: 'utf8', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...environment } },
    )
  const asService = remove({ INVOCATION_ID: 'f00' })
  expect([asService.status, asService.stderr]).toEqual([
    0,
    "PID 1 is 'bash', so this is no boot of the whole: nothing is removed.\n",
  ])
  expect(existsSync(kept)).toBe(true)
  expect(remove({}).status).toBe(0)
  expect(existsSync(kept)).toBe(false)
  rmSync(folder, { recursive: true })
})
