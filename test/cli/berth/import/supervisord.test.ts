import { expect, test } from '@jest/globals'
import { importSupervisor } from '#cli/berth/import/supervisord.ts'
import { readSupervisorConfig } from '#cli/berth/import/supervisord-config.ts'

const imported = (text: string) => importSupervisor(readSupervisorConfig(text))
const unit = (text: string) => imported(text).units[0]?.text ?? ''

test('a program becomes a service that restarts after a failure', () => {
  const { units, notes } = imported('[program:web]\ncommand=/usr/bin/web --port 80\nuser=www-data\ndirectory=/srv\n')
  expect(notes).toEqual([])
  expect(units).toEqual([
    {
      name: 'web.service',
      text: `[Unit]
Description=web

[Service]
Type=exec
ExecStart=/usr/bin/web --port 80
Restart=on-failure
TimeoutStopSec=10
StandardOutput=journal
User=www-data
WorkingDirectory=/srv
KillMode=mixed

[Install]
WantedBy=multi-user.target
`,
    },
  ])
})

test('quotes, semicolons and comments are read as Python reads them', () => {
  const text = `[program:a.b]
command=/bin/sh -c "echo hi; echo $HOME" ; a comment
; another
environment=A="x y",
  B='z%%',C=d#e
`
  expect(unit(text)).toContain('ExecStart=/bin/sh -c "echo hi; echo $$HOME"\n')
  expect(unit(text)).toContain('Environment="A=x y"\nEnvironment=B=z%%%%\nEnvironment=C=d#e\n')
  expect(imported(text).units[0]?.name).toBe('a.b.service')
})

test('restarts, exit codes, signals, logs and autostart', () => {
  const text = `[program:x]
command=/bin/x
autostart=false
autorestart=true
startretries=4
exitcodes=0,2
stopsignal=QUIT
stopwaitsecs=30
stopasgroup=true
redirect_stderr=true
stdout_logfile=/var/log/x.log
umask=022
`
  const expected = [
    'StartLimitBurst=5',
    'Restart=always',
    'SuccessExitStatus=0 2',
    'KillSignal=SIGQUIT',
    'TimeoutStopSec=30',
    'KillMode=control-group',
    'StandardOutput=append:/var/log/x.log',
    'StandardError=inherit',
    'UMask=022',
  ]
  for (const line of expected) {
    expect(unit(text)).toContain(`${line}\n`)
  }
  expect(unit(text)).not.toContain('[Install]')
})

test('several processes become several services, a group a target', () => {
  const text = `[program:w]
command=/bin/w --id %(process_num)02d
numprocs=2
[group:all]
programs=w-0,w-1
`
  const { units } = imported(text)
  expect(units.map(({ name }) => name)).toEqual(['w-0.service', 'w-1.service', 'all.target'])
  expect(units[1]?.text).toContain('ExecStart=/bin/w --id 01\n')
  expect(units[2]?.text).toContain('Wants=w-0.service w-1.service\n')
})

test('what has no equal is told, not left out in silence', () => {
  const text = `[supervisord]
environment=LANG=C
[program:p]
command=/bin/p %(ENV_HOME)s
priority=10
nonsense=1
[eventlistener:l]
command=/bin/l
`
  const { notes } = imported(text)
  expect(notes).toEqual([
    'p: %(ENV_HOME)s is not known here: write its value.',
    'p: priority: 10: the order of starts is by After= here; priorities are not taken over.',
    'p: nonsense: nonsense= is not known and was not taken over.',
    '[eventlistener:l] has no equal and was not taken over.',
  ])
  expect(unit(text)).toContain('Environment=LANG=C\n')
})
