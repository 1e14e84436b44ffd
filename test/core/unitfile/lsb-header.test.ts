import { expect, test } from '@jest/globals'
import { parseLsbHeader } from '#core/unitfile/lsb-header.ts'

const debian = `#!/bin/sh
### BEGIN INIT INFO
# Provides:          spam spam-alias
# Required-Start:    $remote_fs "$syslog"
# Required-Stop:     $remote_fs
# Should-Start:      $named
# X-Start-Before:    mail
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: Spam filter
# Description:       Looks at mail
#                    and sighs
### END INIT INFO
# Provides: not-here
case "$1" in *) echo "Usage: $0 {start|stop|reload|restart}" ;; esac
`

test('the block of the LSB is read field by field', () => {
  expect(parseLsbHeader('spam', debian)).toMatchObject({
    hasLsb: true,
    provides: ['spam', 'spam-alias'],
    requiredStart: ['$remote_fs', '$syslog'],
    requiredStop: ['$remote_fs'],
    shouldStart: ['$named'],
    startBefore: ['mail'],
    defaultStart: ['2', '3', '4', '5'],
    defaultStop: ['0', '1', '6'],
    shortDescription: 'Spam filter',
    longDescription: 'Looks at mail and sighs',
    canReload: true,
  })
})

test("outside of it Red Hat's comments count", () => {
  const script = '# chkconfig: 2345 20 80\n# description: One \\\n#   line\n# pidfile: /run/x.pid\n# processname: xd\n'
  expect(parseLsbHeader('x', script)).toMatchObject({
    hasLsb: false,
    chkconfig: { levels: '2345', start: 20, stop: 80 },
    chkconfigDescription: 'One line',
    pidFile: '/run/x.pid',
    processName: 'xd',
  })
})

test('a PID file that is not absolute is complained about', () => {
  const { pidFile, diagnostics } = parseLsbHeader('/etc/init.d/x', '\n# pidfile: x.pid\n')
  expect(pidFile).toBeUndefined()
  expect(diagnostics).toEqual([
    { path: '/etc/init.d/x', line: 2, level: 'err', message: 'PID file not absolute. Ignoring.' },
  ])
})

test('a description ends where a line is not indented enough', () => {
  const script = '### BEGIN INIT INFO\n# Description: a\n#\tb\n# c\n#  d\n### END INIT INFO\n'
  expect(parseLsbHeader('x', script).longDescription).toBe('a b')
})

test.each([
  ['echo "Usage: {start|stop|reload}"', true],
  ['echo "usage: start|reload|stop"', true],
  ['echo usage: "a" \\\n "|reload|"', true],
  ['echo "usage: {start|force-reload}"', false],
  ['echo "usage: start reload"', false],
  ['# Usage: {reload}', false],
  ['echo "{reload}"', false],
])('whether a script can reload is told by its usage line: %j', (script, expected) => {
  expect(parseLsbHeader('x', `${script}\n`).canReload).toBe(expected)
})

test('a script without comments has an empty header', () => {
  expect(parseLsbHeader('x', 'exit 0\n')).toMatchObject({
    hasLsb: false,
    provides: [],
    canReload: false,
    diagnostics: [],
  })
})
