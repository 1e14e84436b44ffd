// The completions, tried by the shells themselves: systemctl is a function there that answers as our manager would.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { optionTable } from '#cli/command-line/option-table.ts'
import { verbs } from '#cli/systemctl/verbs.ts'
import { completionFiles } from '../../scripts/completions.ts'

const [bash = '', zsh = ''] = completionFiles.values()
const hasZsh = spawnSync('zsh', ['-c', ':']).status === 0
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-completion-'))
  writeFileSync(join(folder, 'bash'), bash)
  writeFileSync(join(folder, 'zsh'), zsh)
  writeFileSync(join(folder, 'photo.jpg'), '')
})

afterAll(() => rmSync(folder, { recursive: true }))

const manager = String.raw`
systemctl() {
  case "$*" in
    *list-units*--state=active*) printf '%s\n' 'nginx.service loaded active running A web server' ;;
    *list-units*--state=failed*) printf '%s\n' 'broken.service loaded failed failed Broken' ;;
    *list-units*) printf '%s\n' 'nginx.service loaded active running A web server' 'dev-a\x2db.device loaded active plugged B' ;;
    *list-unit-files*--type=target*) printf '%s\n' 'multi-user.target static -' ;;
    *--root=/srv*list-unit-files*) printf '%s\n' 'elsewhere.service enabled enabled' ;;
    *list-unit-files*--state=disabled*) printf '%s\n' 'redis.service disabled enabled' ;;
    *list-unit-files*) printf '%s\n' 'nginx.service enabled enabled' 'redis.service disabled enabled' ;;
    *list-jobs*) printf '%s\n' '12 nginx.service start running' ;;
    *show-environment*) printf '%s\n' 'LANG=C' 'PATH=/bin' ;;
    *show*nginx*) printf '%s\n' 'MainPID=12' 'Id=nginx.service' ;;
    *show*) printf '%s\n' 'Version=257' 'Features=+A' ;;
  esac
}
`

/** What bash offers for the last of the words. */
function complete(...words: readonly string[]): readonly string[] {
  const script = `${manager}. ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _systemctl; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'systemctl', ...words], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(line => line !== '')
}

test.each([
  [['sta'], ['start', 'status']],
  [
    ['--no-pager', 'daemon-r'],
    ['daemon-reexec', 'daemon-reload'],
  ],
  [['--no-pa'], ['--no-pager']],
  [['--prop'], ['--property=']],
  [
    ['start', ''],
    ['dev-a\\\\x2db.device', 'nginx.service', 'redis.service'],
  ],
  [['start', 'dev-a\\\\'], ['dev-a\\\\x2db.device']],
  [['stop', ''], ['nginx.service']],
  [['reset-failed', ''], ['broken.service']],
  [['enable', ''], ['redis.service']],
  [['--root=/srv', 'is-enabled', ''], ['elsewhere.service']],
  [['--root', '=', '/srv', 'is-enabled', ''], ['elsewhere.service']],
  [['-t', 'service', 'start', 'ng'], ['nginx.service']],
  [['cancel', ''], ['12']],
  [['set-default', ''], ['multi-user.target']],
  [['unset-environment', 'L'], ['LANG=']],
  [
    ['log-level', 'e'],
    ['emerg', 'err'],
  ],
  [['link', 'pho'], ['photo.jpg']],
  [['daemon-reload', ''], []],
  [['-t', 'sl'], ['slice']],
  [['-t', 'service,ti'], ['service,timer']],
  [['--type', '=', 'sl'], ['slice']],
  [
    ['--type', '='],
    ['help', 'service', 'socket', 'target', 'timer'],
  ],
  [['--type=sl'], ['--type=slice']],
  [
    ['--job-mode', '=', 'repl'],
    ['replace', 'replace-irreversibly'],
  ],
  [['--root=pho'], ['--root=photo.jpg']],
  [['-s', 'SIGK'], ['SIGKILL']],
  [['show', '-p', 'V'], ['Version']],
  [['show', 'nginx', '-p', 'M'], ['MainPID']],
  [['status', '--nonsense'], []],
])('bash offers for %j: %j', (words, expected) => {
  const offered = complete(...words)
  if (words.at(-1) === '=') {
    expect(offered).toEqual(expect.arrayContaining(expected))
  } else {
    expect(offered).toEqual(expected)
  }
})

test('every verb and option of the help is offered', () => {
  expect(complete('')).toEqual(verbs.flatMap(({ name, shown }) => (shown === undefined ? [] : [name])).sort())
  const long = optionTable.filter(({ help, long: name }) => help !== null && name !== undefined)
  const offered = complete('--').map(word => word.replace('=', ''))
  expect(offered.sort()).toEqual(long.map(({ long: name }) => `--${name}`).sort())
})

;(hasZsh ? test : test.skip)('zsh can read its completion, and its specifications', () => {
  expect(spawnSync('zsh', ['-n', join(folder, 'zsh')], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
})

test('the completion of zsh has every verb and option with its help', () => {
  for (const { name, shown } of verbs) {
    if (shown !== undefined) {
      expect(zsh).toContain(`        '${name}:`)
    }
  }
  for (const { long, help } of optionTable) {
    if (help !== null && long !== undefined) {
      expect(zsh).toContain(`--${long}`)
    }
  }
})
