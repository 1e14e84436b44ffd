/** The units that stand for states of the whole system, and the verbs that lead there (systemd.special(7)). */

export interface SystemAction {
  readonly unit: string
  readonly jobMode: 'isolate' | 'replace-irreversibly'
  /** The manager's method that does it at once. */
  readonly method?: 'Halt' | 'PowerOff' | 'Reboot' | 'KExec' | 'SoftReboot' | 'Exit'
  /** The signal that makes PID 1 do it at once (systemd(1), "Signals"), counted from SIGRTMIN. */
  readonly signal?: number
}

const ending = (unit: string, method: Exclude<SystemAction['method'], undefined>, signal?: number): SystemAction => ({
  unit,
  method,
  jobMode: 'replace-irreversibly',
  ...(signal === undefined ? {} : { signal }),
})

const entering = (unit: string): SystemAction => ({ unit, jobMode: 'isolate' })
const sleeping = (unit: string): SystemAction => ({ unit, jobMode: 'replace-irreversibly' })

export const systemActions: Readonly<Record<string, SystemAction>> = {
  halt: ending('halt.target', 'Halt', 13),
  poweroff: ending('poweroff.target', 'PowerOff', 14),
  reboot: ending('reboot.target', 'Reboot', 15),
  kexec: ending('kexec.target', 'KExec', 16),
  'soft-reboot': ending('soft-reboot.target', 'SoftReboot'),
  exit: ending('exit.target', 'Exit'),
  sleep: sleeping('sleep.target'),
  suspend: sleeping('suspend.target'),
  hibernate: sleeping('hibernate.target'),
  'hybrid-sleep': sleeping('hybrid-sleep.target'),
  'suspend-then-hibernate': sleeping('suspend-then-hibernate.target'),
  default: entering('default.target'),
  rescue: entering('rescue.target'),
  emergency: entering('emergency.target'),
}
