/**
 * Whether this process is the init or a command. `systemctl` as PID 1 without a verb is the init of a container; with any other
 * verb it is that command, so that `RUN systemctl enable x` in a Dockerfile, which runs as PID 1, does what it says. Where a small
 * init is PID 1, `systemctl` alone is the same when that one runs it.
 */

export interface Invocation {
  /** The name we were called by, with or without a path. */
  readonly argv0: string
  readonly argv: readonly string[]
  readonly pid: number
  /** Whether we are what a container's small init runs (`docker run --init`): its child, and all there is besides. */
  isRunByInit(): boolean
}

export type Role =
  | { readonly is: 'command' }
  /** What its arguments say is read by the manager (manager/life/arguments.ts). */
  | { readonly is: 'init' }

/**
 * Options whose value may stand as a word of its own, which is then no verb. The rows of cli/command-line/option-table.ts that
 * take one, by name only, since every start reads this file; test/cli/role.test.ts holds the two together.
 */
export const optionsWithValue = new Set([
  '-t',
  '-p',
  '-P',
  '-H',
  '-M',
  '-C',
  '-n',
  '-o',
  '-s',
  '--type',
  '--state',
  '--property',
  '--root',
  '--image',
  '--image-policy',
  '--host',
  '--machine',
  '--capsule',
  '--lines',
  '--output',
  '--signal',
  '--kill-whom',
  '--kill-value',
  '--job-mode',
  '--preset-mode',
  '--what',
  '--message',
  '--timestamp',
  '--drop-in',
  '--when',
  '--legend',
  '--boot-loader-menu',
  '--boot-loader-entry',
  '--reboot-argument',
  '--check-inhibitors',
])

const initOptions = ['-1', '--init']
const helpOptions = ['--help', '-h', '--version']

/** Inits that only reap and hand signals on: what they run is what the container is for. */
export const smallInits = ['docker-init', 'tini', 'tini-static', 'dumb-init', 'catatonit', 'podman-init']

export function chooseRole({ argv0, argv, pid, isRunByInit }: Invocation): Role {
  const name = argv0.split('/').at(-1) ?? ''
  const isPid1 = pid === 1
  if (name === 'init' || name === 'systemd') {
    return isPid1 || (argv.length === 0 && isRunByInit()) ? { is: 'init' } : { is: 'command' }
  }
  if (name !== 'systemctl') {
    return { is: 'command' }
  }
  const { words, options } = sort(argv)
  const has = (some: readonly string[]): boolean => some.some(option => options.includes(option))
  const [verb] = words
  if (verb === 'init') {
    return { is: 'init' }
  }
  const namesNoOther = verb === undefined || verb === 'default'
  return namesNoOther && (has(initOptions) || (!has(helpOptions) && (isPid1 || (argv.length === 0 && isRunByInit()))))
    ? { is: 'init' }
    : { is: 'command' }
}

/** Words and options, without the options' values. */
function sort(argv: readonly string[]): { readonly words: readonly string[]; readonly options: readonly string[] } {
  const words: string[] = []
  const options: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? ''
    if (argument === '--') {
      return { words: [...words, ...argv.slice(at + 1)], options }
    }
    const isOption = argument.startsWith('-') && argument !== '-'
    ;(isOption ? options : words).push(argument)
    if (optionsWithValue.has(argument)) {
      at += 1
    }
  }
  return { words, options }
}
