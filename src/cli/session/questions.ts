/**
 * Verbs that change nothing where nothing runs: they ask, or end, or speak of what is there. Beside a foreign PID 1 no manager is
 * started for them (docs/decisions/0011-a-manager-beside-a-foreign-pid-1.md).
 */
const questions: ReadonlySet<string> = new Set([
  'list-units',
  'list-unit-files',
  'list-automounts',
  'list-paths',
  'list-sockets',
  'list-timers',
  'list-jobs',
  'list-machines',
  'list-dependencies',
  'is-active',
  'check',
  'is-failed',
  'is-enabled',
  'is-system-running',
  'show',
  'status',
  'cat',
  'help',
  'whoami',
  'show-environment',
  'get-default',
  // Where nothing runs there is nothing to stop, to reload or to forget.
  'stop',
  'condstop',
  'reload',
  'try-restart',
  'condrestart',
  'try-reload-or-restart',
  'reload-or-try-restart',
  'force-reload',
  'condreload',
  'kill',
  'freeze',
  'thaw',
  'reset-failed',
  'cancel',
  'clear-jobs',
  'daemon-reload',
  'daemon-reexec',
  'halt',
  'poweroff',
  'reboot',
  'kexec',
  'soft-reboot',
  'shutdown',
  'exit',
])

export function isQuestion(verb: string): boolean {
  return questions.has(verb)
}
