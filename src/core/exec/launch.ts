/**
 * A Launch is everything that happens between fork and exec, as plain data (systemd.exec(5)).
 *
 * The core decides it, the kernel room encodes it, the executor (src/kernel/native/executor.c) applies it step by step and
 * execs the program. What fails there ends the process with one of systemd's exit codes 200-243 (systemd.exec(5), "Process
 * exit codes"), and one line on the status pipe says what failed. Nothing in a Launch is looked up again: paths are
 * absolute, specifiers and variables are expanded, users are numbers unless only the name service can know them.
 *
 * The table below is its one description: the type, what a plain launch has, the order of the bytes and the executor's
 * struct come from it. A field is a row here and its use in build-launch.ts and in the executor; `npm run docs`
 * prints the header for C (native/executor/launch-fields.h).
 */
export const launchFields = {
  process: {
    /** The program as the unit names it, for what is said of it. */
    command: field('text', ''),
    /** The program, tried in order: the first that exists is run (ExecSearchPath=). An absolute path is its own only candidate. */
    candidates: field('list', []),
    argv: field('list', []),
    /**
     * `NAME=value` strings; names are unique. The executor adds HOME, LOGNAME, USER and SHELL for `lookup` identities that
     * name a user, where they are not set here. LISTEN_PID, WATCHDOG_PID and SYSTEMD_EXEC_PID with an empty value get the
     * pid of the process, which nobody knows before.
     */
    environment: field('list', []),
    umask: field('number', 0o022),
    /** Stays in the manager's session, in a process group of its own, which gets the terminal on standard input. */
    inForeground: field('flag', false),
    limits: field('limits', []),
    nice: field('optionalNumber', null),
    oomScoreAdjust: field('optionalNumber', null),
    scheduling: field('scheduling', null),
    ioPriority: field('ioPriority', null),
    cpuAffinity: field('cpus', null),
    timerSlackNs: field('optionalBigNumber', null),
    personality: field('optionalNumber', null),
    coredumpFilter: field('optionalNumber', null),
    ignoreSigpipe: field('flag', true),
    /** The number that marks every process of this start, written to RLIMIT_LOCKS (docs/decisions/0003-a-mark-instead-of-control-groups.md). */
    mark: field('bigNumber', 2n ** 64n - 1n),
  },
  privileges: {
    identity: field('identity', { as: 'manager' }),
    noNewPrivileges: field('flag', false),
    /** Capability numbers as bit masks; null leaves the set as inherited. */
    capabilityBounding: field('optionalBigNumber', null),
    capabilityAmbient: field('optionalBigNumber', null),
    secureBits: field('optionalNumber', null),
  },
  streams: {
    input: field('input', { from: 'null' }),
    output: field('output', { to: 'null' }),
    error: field('output', { to: 'null' }),
    /** Path of the terminal for `tty` inputs and outputs (TTYPath=). */
    tty: field('text', ''),
    /** Descriptors of the manager handed over as 3, 4, 5 ... in this order; LISTEN_PID is set by the executor when there are any. */
    passed: field('descriptors', []),
    /** NonBlocking=: set O_NONBLOCK on the passed descriptors, else clear it. */
    nonBlocking: field('flag', false),
  },
  files: {
    directories: field('directories', []),
    workingDirectory: field('workingDirectory', { at: 'path', path: '/', optional: false }),
  },
  sandbox: {
    /** RootDirectory=: chroot there, or null. */
    root: field('optionalText', null),
  },
} as const

type Fields = typeof launchFields
/** A group of the table with the values in place of the rows. */
type Group<Rows> = { readonly [Name in keyof Rows]: Rows[Name] extends Field<infer Kind> ? LaunchKinds[Kind] : never }

export type Launch = { readonly [Name in keyof Fields]: Group<Fields[Name]> }
/** Some fields of a Launch. */
export type LaunchPart = { readonly [Name in keyof Launch]?: Partial<Launch[Name]> }

/** A Launch that runs a program as the manager itself and changes nothing, but for what is given. */
export function plainLaunch(given: LaunchPart): Launch {
  const groups = Object.entries(launchFields).map(([name, rows]) => {
    const plain = Object.entries(rows).map(([field, { plain: value }]) => [field, value])
    return [name, { ...Object.fromEntries(plain), ...given[name as keyof Launch] }]
  })
  return Object.fromEntries(groups) as Launch
}

/** What fields can hold. Of each kind there is a way to write it (kernel/processes/launch-format.ts), and one to read it in C. */
export interface LaunchKinds {
  readonly text: string
  readonly optionalText: string | null
  readonly list: readonly string[]
  readonly flag: boolean
  readonly number: number
  readonly optionalNumber: number | null
  readonly bigNumber: bigint
  readonly optionalBigNumber: bigint | null
  readonly descriptors: readonly number[]
  readonly limits: readonly LaunchLimit[]
  readonly scheduling: Scheduling | null
  readonly ioPriority: IoPriority | null
  readonly cpus: readonly number[] | null
  readonly identity: Identity
  readonly input: InputSource
  readonly output: OutputSink
  readonly directories: readonly LaunchDirectory[]
  readonly workingDirectory: WorkingDirectory
}

export type LaunchKind = keyof LaunchKinds

export interface Field<Kind extends LaunchKind> {
  readonly kind: Kind
  /** What a launch that changes nothing has. */
  readonly plain: LaunchKinds[Kind]
}

function field<Kind extends LaunchKind>(kind: Kind, plain: LaunchKinds[Kind]): Field<Kind> {
  return { kind, plain }
}

/** CPUSchedulingPolicy= and its like: Linux' own numbers. */
export interface Scheduling {
  readonly policy: number
  readonly priority: number
  readonly resetOnFork: boolean
}

/** IOSchedulingClass= and IOSchedulingPriority=: Linux' own numbers. */
export interface IoPriority {
  readonly class: number
  readonly level: number
}

/** A socket for a service, with the name it knows it by (sd_listen_fds(3)). */
export interface PassedSocket {
  readonly fd: number
  readonly name: string
}

/** Words that are numbers in the format: each its place in the list. */
export const launchWords = {
  streamKind: ['null', 'descriptor', 'file', 'tty', 'inherit-stdin', 'inherit-stdout'],
  steal: ['no', 'force', 'fail'],
  fileMode: ['write', 'append', 'truncate'],
  identityKind: ['manager', 'ids', 'lookup'],
} as const

type Words = typeof launchWords

/** StandardInput=. A `descriptor` is one of the manager's; the executor duplicates it. */
export type InputSource =
  | { readonly from: 'null' }
  | { readonly from: 'descriptor'; readonly fd: number }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'tty'; readonly steal: Words['steal'][number] }

/**
 * StandardOutput= and StandardError=. A `descriptor` that is a pipe is given to the service's user (fchown), so that a
 * program may open /dev/stdout again, which no socket allows.
 */
export type OutputSink =
  | { readonly to: 'null' }
  | { readonly to: 'inherit-stdin' }
  | { readonly to: 'inherit-stdout' }
  | { readonly to: 'descriptor'; readonly fd: number }
  | { readonly to: 'file'; readonly path: string; readonly mode: Words['fileMode'][number] }
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
