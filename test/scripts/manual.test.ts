// The manual page: groff reads it without a warning where there is groff, and what it names is there.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { chooseRole } from '#cli/role.ts'
import { findVerb } from '#cli/systemctl/verbs.ts'

const path = join(import.meta.dirname, '../../docs/berth.1')
const page = readFileSync(path, 'utf8')
const hasGroff = spawnSync('groff', ['--version']).status === 0

test('it has the sections of a manual page, in their order', () => {
  const sections = [...page.matchAll(/^\.SH "?([A-Z ]+)"?$/gm)].map(([, title]) => title)
  expect(sections).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'THE MANAGER',
    'SIGNALS',
    'EXIT STATUS',
    'ENVIRONMENT',
    'FILES',
    'DIFFERENCES FROM SYSTEMD',
    'EXAMPLES',
    'SEE ALSO',
  ])
  expect(page).toMatch(/^\.TH BERTH 1 /)
  expect(page).toMatch(/^berth \\- \w/m)
})

;(hasGroff ? test : test.skip)('groff formats it without a warning', () => {
  const { status, stdout, stderr } = spawnSync('groff', ['-man', '-ww', '-Tascii', path], { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('service manager and systemctl for containers')
})

test('the commands it tells of as the init are the init, and the others are verbs', () => {
  const role = (pid: number, ...argv: readonly string[]) =>
    chooseRole({ argv0: 'systemctl', argv, pid, isRunByInit: () => false })
  expect(role(1)).toEqual({ is: 'init' })
  expect(role(1, 'default')).toEqual({ is: 'init' })
  expect(role(7, 'default')).toEqual({ is: 'command' })
  expect(role(7, '-1')).toEqual({ is: 'init' })
  expect(role(7, 'init', 'nginx')).toEqual({ is: 'init' })
  expect(role(1, 'enable', 'nginx')).toEqual({ is: 'command' })
  for (const verb of ['exit', 'edit', 'is-active', 'is-enabled', 'status', 'start', 'reload']) {
    expect(page).toContain(verb.replaceAll('-', '\\-'))
    expect(findVerb(verb)).toBeDefined()
  }
})
