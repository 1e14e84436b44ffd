/**
 * A Launch is everything that happens between fork and exec, as plain data (systemd.exec(5)).
 *
 * The core decides it, the kernel room encodes it, the executor (src/kernel/native/executor.c) applies it step by step and
 * execs the program. What fails there ends the process with one of systemd's exit codes 200-243 (systemd.exec(5), "Process
 * exit codes"), and one line on the status pipe says what failed. Nothing in a Launch is looked up again: paths are
 * absolute, specifiers and variables are expanded, users are numbers unless only the name service can know them.
 */
export interface Launch {
  /** The program as the unit names it, for what is said of it. */
  readonly command: string
  /** The program, tried in order: the first that exists is run (ExecSearchPath=). An absolute path is its own only candidate. */
  readonly candidates: readonly string[]
  readonly argv: readonly string[]
  /**
   * `NAME=value` strings; names are unique. The executor adds HOME, LOGNAME, USER and SHELL for `lookup` identities that name
   * a user, where they are not set here. LISTEN_PID, WATCHDOG_PID and SYSTEMD_EXEC_PID with an empty value get the pid of the
   * process, which nobody knows before.
   */
  readonly environment: readonly string[]

  readonly stdin: InputSource
  readonly stdout: OutputSink
  readonly stderr: OutputSink
  /** Descriptors of the manager handed over as 3, 4, 5 ... in this order; LISTEN_PID is set by the executor when there are any. */
  readonly passed: readonly number[]
  /** NonBlocking=: set O_NONBLOCK on the passed descriptors, else clear it. */
  readonly nonBlocking: boolean

  readonly identity: Identity
  readonly directories: readonly LaunchDirectory[]
  readonly workingDirectory: WorkingDirectory
  /** RootDirectory=: chroot there, or null. */
  readonly root: string | null

  readonly umask: number
  readonly limits: readonly LaunchLimit[]
  readonly nice: number | null
  readonly oomScoreAdjust: number | null
  readonly scheduling: { readonly policy: number; readonly priority: number; readonly resetOnFork: boolean } | null
  readonly ioPriority: { readonly class: number; readonly level: number } | null
  readonly cpuAffinity: readonly number[] | null
  readonly timerSlackNs: bigint | null
  readonly personality: number | null
  readonly coredumpFilter: number | null

  readonly ignoreSigpipe: boolean
  readonly noNewPrivileges: boolean
  /** Capability numbers as bit masks; null leaves the set as inherited. */
  readonly capabilityBounding: bigint | null
  readonly capabilityAmbient: bigint | null
  readonly secureBits: number | null
  /** Path of the utmp-free terminal for `tty` inputs and outputs (TTYPath=). */
  readonly tty: string

  /** The number that marks every process of this start, written to RLIMIT_LOCKS (docs/decisions/0003-a-mark-instead-of-control-groups.md). */
  readonly mark: bigint
}

/** A socket for a service, with the name it knows it by (sd_listen_fds(3)). */
export interface PassedSocket {
  readonly fd: number
  readonly name: string
}

/** StandardInput=. A `descriptor` is one of the manager's; the executor duplicates it. */
export type InputSource =
  | { readonly from: 'null' }
  | { readonly from: 'descriptor'; readonly fd: number }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'tty'; readonly steal: 'no' | 'force' | 'fail' }

/**
 * StandardOutput= and StandardError=. A `descriptor` that is a pipe is given to the service's user (fchown), so that a
 * program may open /dev/stdout again, which no socket allows.
 */
export type OutputSink =
  | { readonly to: 'null' }
  | { readonly to: 'inherit-stdin' }
  | { readonly to: 'inherit-stdout' }
  | { readonly to: 'descriptor'; readonly fd: number }
  | { readonly to: 'file'; readonly path: string; readonly mode: 'write' | 'append' | 'truncate' }
  | { readonly to: 'tty' }

/** Who the process becomes. `lookup` is for names that /etc/passwd and /etc/group do not hold: the executor asks getent(1). */
export type Identity =
  | { readonly as: 'manager' }
  | { readonly as: 'ids'; readonly uid: number; readonly gid: number; readonly groups: readonly number[] }
  | {
      readonly as: 'lookup'
      readonly user: string | null
      readonly group: string | null
      readonly supplementary: readonly string[]
    }

/** RuntimeDirectory= and its siblings: made, with parents, before the identity changes. */
export interface LaunchDirectory {
  /** Where those of its kind are: /run. */
  readonly base: string
  readonly path: string
  readonly mode: number
  /** Who owns it: the service's user, or root for commands with `+`. */
  readonly owner: 'service' | 'manager'
  /** One that is there already keeps mode and owner (ConfigurationDirectory=). */
  readonly isLeftAsFound: boolean
  /** The exit code to end with when it cannot be made (233, 238, 239, 240, 241). */
  readonly exitStatus: number
  /** Absolute paths of symbolic links to make to it. */
  readonly links: readonly string[]
}

/** WorkingDirectory=: `home` is the HOME of the environment (`~`); `optional` is the `-` prefix: any failure is ignored. */
export type WorkingDirectory =
  | { readonly at: 'path'; readonly path: string; readonly optional: boolean }
  | { readonly at: 'home'; readonly optional: boolean }

/** One resource limit; the resource is Linux' own number (RLIMIT_*), 2^64-1 means infinity. */
export interface LaunchLimit {
  readonly resource: number
  readonly soft: bigint
  readonly hard: bigint
}

/** A Launch that runs a program as the manager itself and changes nothing, but for what is given. */
export function plainLaunch(argv: readonly string[], given: Partial<Launch> & Pick<Launch, 'mark'>): Launch {
  const [path = ''] = argv
  return {
    command: path,
    candidates: [path],
    argv,
    environment: [],
    stdin: { from: 'null' },
    stdout: { to: 'null' },
    stderr: { to: 'null' },
    passed: [],
    nonBlocking: false,
    identity: { as: 'manager' },
    directories: [],
    workingDirectory: { at: 'path', path: '/', optional: false },
    root: null,
    umask: 0o022,
    limits: [],
    nice: null,
    oomScoreAdjust: null,
    scheduling: null,
    ioPriority: null,
    cpuAffinity: null,
    timerSlackNs: null,
    personality: null,
    coredumpFilter: null,
    ignoreSigpipe: true,
    noNewPrivileges: false,
    capabilityBounding: null,
    capabilityAmbient: null,
    secureBits: null,
    tty: '',
    ...given,
  }
}
