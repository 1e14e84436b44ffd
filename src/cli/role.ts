/**
 * Whether this process is the init or a command. `systemctl` as PID 1 without a verb is the init of a container; with any other
 * verb it is that command, so that `RUN systemctl enable x` in a Dockerfile, which runs as PID 1, does what it says.
 */

export interface Invocation {
  /** The name we were called by, with or without a path. */
  readonly argv0: string
  readonly argv: readonly string[]
  readonly pid: number
}

export type Role =
  | { readonly is: 'command' }
  /** `units` are those to start instead of the default target (`systemctl init UNIT...`). */
  | { readonly is: 'init'; readonly units: readonly string[] }

/** Options whose value may stand as a word of its own, which is then no verb. */
const withValue = new Set([
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
  '--kill-subgroup',
  '--job-mode',
  '--preset-mode',
  '--what',
  '--message',
  '--timestamp',
  '--drop-in',
  '--when',
  '--legend',
  '--firmware-setup',
  '--boot-loader-menu',
  '--boot-loader-entry',
  '--reboot-argument',
  '--check-inhibitors',
])

const initVerbs = new Set(['init', '-1', '--init'])

export function chooseRole({ argv0, argv, pid }: Invocation): Role {
  const name = argv0.split('/').at(-1) ?? ''
  const isPid1 = pid === 1
  if (name === 'init' || name === 'systemd') {
    return isPid1 ? { is: 'init', units: [] } : { is: 'command' }
  }
  if (name !== 'systemctl') {
    return { is: 'command' }
  }
  const words = wordsOf(argv)
  const verb = words[0]
  if (argv.some(argument => argument === '-1' || argument === '--init')) {
    return { is: 'init', units: [] }
  }
  if (verb !== undefined && initVerbs.has(verb)) {
    return { is: 'init', units: words.slice(1) }
  }
  const asksForHelp = argv.some(argument => argument === '--help' || argument === '-h' || argument === '--version')
  return isPid1 && !asksForHelp && (verb === undefined || verb === 'default')
    ? { is: 'init', units: [] }
    : { is: 'command' }
}

/** What is neither an option nor an option's value. */
function wordsOf(argv: readonly string[]): readonly string[] {
  const words: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? ''
    if (argument === '--') {
      return [...words, ...argv.slice(at + 1)]
    }
    if (withValue.has(argument)) {
      at += 1
    } else if (!argument.startsWith('-') || argument === '-') {
      words.push(argument)
    }
  }
  return words
}
