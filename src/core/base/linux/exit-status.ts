/** Names of exit statuses (systemd.exec(5), "Process exit codes"). */
import { type NumberError, parseUint8 } from '#core/base/numbers.ts'
import { ok, type Result } from '#core/base/result.ts'

/** Who gave an exit status its meaning. */
export type ExitStatusClass = 'libc' | 'systemd' | 'LSB' | 'BSD'

const rows = [
  [0, 'SUCCESS', 'libc'],
  [1, 'FAILURE', 'libc'],
  [2, 'INVALIDARGUMENT', 'LSB'],
  [3, 'NOTIMPLEMENTED', 'LSB'],
  [4, 'NOPERMISSION', 'LSB'],
  [5, 'NOTINSTALLED', 'LSB'],
  [6, 'NOTCONFIGURED', 'LSB'],
  [7, 'NOTRUNNING', 'LSB'],
  [64, 'USAGE', 'BSD'],
  [65, 'DATAERR', 'BSD'],
  [66, 'NOINPUT', 'BSD'],
  [67, 'NOUSER', 'BSD'],
  [68, 'NOHOST', 'BSD'],
  [69, 'UNAVAILABLE', 'BSD'],
  [70, 'SOFTWARE', 'BSD'],
  [71, 'OSERR', 'BSD'],
  [72, 'OSFILE', 'BSD'],
  [73, 'CANTCREAT', 'BSD'],
  [74, 'IOERR', 'BSD'],
  [75, 'TEMPFAIL', 'BSD'],
  [76, 'PROTOCOL', 'BSD'],
  [77, 'NOPERM', 'BSD'],
  [78, 'CONFIG', 'BSD'],
  [200, 'CHDIR', 'systemd'],
  [201, 'NICE', 'systemd'],
  [202, 'FDS', 'systemd'],
  [203, 'EXEC', 'systemd'],
  [204, 'MEMORY', 'systemd'],
  [205, 'LIMITS', 'systemd'],
  [206, 'OOM_ADJUST', 'systemd'],
  [207, 'SIGNAL_MASK', 'systemd'],
  [208, 'STDIN', 'systemd'],
  [209, 'STDOUT', 'systemd'],
  [210, 'CHROOT', 'systemd'],
  [211, 'IOPRIO', 'systemd'],
  [212, 'TIMERSLACK', 'systemd'],
  [213, 'SECUREBITS', 'systemd'],
  [214, 'SETSCHEDULER', 'systemd'],
  [215, 'CPUAFFINITY', 'systemd'],
  [216, 'GROUP', 'systemd'],
  [217, 'USER', 'systemd'],
  [218, 'CAPABILITIES', 'systemd'],
  [219, 'CGROUP', 'systemd'],
  [220, 'SETSID', 'systemd'],
  [221, 'CONFIRM', 'systemd'],
  [222, 'STDERR', 'systemd'],
  [224, 'PAM', 'systemd'],
  [225, 'NETWORK', 'systemd'],
  [226, 'NAMESPACE', 'systemd'],
  [227, 'NO_NEW_PRIVILEGES', 'systemd'],
  [228, 'SECCOMP', 'systemd'],
  [229, 'SELINUX_CONTEXT', 'systemd'],
  [230, 'PERSONALITY', 'systemd'],
  [231, 'APPARMOR', 'systemd'],
  [232, 'ADDRESS_FAMILIES', 'systemd'],
  [233, 'RUNTIME_DIRECTORY', 'systemd'],
  [235, 'CHOWN', 'systemd'],
  [236, 'SMACK_PROCESS_LABEL', 'systemd'],
  [237, 'KEYRING', 'systemd'],
  [238, 'STATE_DIRECTORY', 'systemd'],
  [239, 'CACHE_DIRECTORY', 'systemd'],
  [240, 'LOGS_DIRECTORY', 'systemd'],
  [241, 'CONFIGURATION_DIRECTORY', 'systemd'],
  [242, 'NUMA_POLICY', 'systemd'],
  [243, 'CREDENTIALS', 'systemd'],
  [244, 'BPF', 'systemd'],
  [245, 'KSM', 'systemd'],
  [255, 'EXCEPTION', 'systemd'],
] as const satisfies readonly (readonly [number, string, ExitStatusClass])[]

/** The name of an exit status that somebody defined. */
export type ExitStatusName = (typeof rows)[number][1]

/** One defined exit status. */
export interface ExitStatus {
  readonly code: number
  readonly name: ExitStatusName
  readonly class: ExitStatusClass
}

/** Every defined exit status, by number (`systemd-analyze exit-status`). */
export const exitStatuses: readonly ExitStatus[] = rows.map(([code, name, definer]) => ({ code, name, class: definer }))

const byCode = new Map(exitStatuses.map(status => [status.code, status]))
const byName = new Map<string, ExitStatus>(exitStatuses.map(status => [status.name, status]))

/** What is known about an exit status; undefined when nobody defined it, or none of the given classes did. */
export function exitStatus(code: number, classes?: readonly ExitStatusClass[]): ExitStatus | undefined {
  const status = byCode.get(code)
  return status !== undefined && (classes?.includes(status.class) ?? true) ? status : undefined
}

/** An exit status as the log and `systemctl status` print it: `203/EXEC`, or `42/n/a`. */
export function formatExitStatus(code: number): string {
  return `${code}/${exitStatus(code)?.name ?? 'n/a'}`
}

/** Reads an exit status by name or number (SuccessExitStatus=, RestartPreventExitStatus=). */
export function parseExitStatus(text: string): Result<number, NumberError> {
  const status = byName.get(text)
  return status === undefined ? parseUint8(text) : ok(status.code)
}
