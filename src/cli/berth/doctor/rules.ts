/** What `berth doctor` makes of what it found: facts become sentences, a row a subject. */

/** What was found of the container. */
export interface Facts {
  /** `other`: somebody else's, by its name. */
  readonly pid1: { readonly is: 'berth' | 'systemd' | 'other'; readonly name: string }
  /** Whether a manager answers. */
  readonly answers: boolean
  /** `docker`, `podman`; `none` outside of a container. */
  readonly container: string
  readonly cgroup: { readonly version: 'v1' | 'v2' | 'none'; readonly writable: boolean }
  readonly uid: number
  readonly noNewPrivileges: boolean
  /** Names of capabilities that services commonly need and that are missing. */
  readonly missingCapabilities: readonly string[]
  readonly rootReadOnly: boolean
  readonly run: { readonly writable: boolean; readonly noexec: boolean }
  /** Null where there is no limit. */
  readonly pidsMax: number | null
  readonly memoryMaxBytes: number | null
  readonly hasMachineId: boolean
  /** What /usr/sbin/policy-rc.d says of starting services; null where there is none. */
  readonly policy: 'allows' | 'forbids' | 'decides' | null
  /** Files of a manager that is not there. */
  readonly stale: readonly string[]
  readonly directives: readonly UnitDirective[]
}

/** A directive of an enabled unit that does not do here what it does under systemd. */
export interface UnitDirective {
  readonly unit: string
  readonly directive: string
  readonly effect: 'degrades' | 'inert'
  /** When, or why: half a sentence. */
  readonly why: string
}

export interface Finding {
  readonly id: string
  /** `attention`: somebody should do something about it. */
  readonly level: 'fine' | 'note' | 'attention'
  readonly text: string
}

type Said = readonly [level: Finding['level'], text: string]

/** Fewer processes than these hold little more than the manager's own threads. */
const fewProcesses = 50
/** The manager alone takes about 50 MB. */
const littleMemoryBytes = 96 * 1024 * 1024

/** One row a subject: what is said of it, null where there is nothing to say. */
const rules: Readonly<Record<string, (facts: Facts) => Said | null>> = {
  'pid-1': ({ pid1, answers }) => {
    if (pid1.is === 'systemd') {
      return ['attention', 'PID 1 is the real systemd: berth has nothing to do here.']
    }
    if (pid1.is === 'berth') {
      return ['fine', 'PID 1 is berth.']
    }
    const who = `PID 1 is ${pid1.name}, somebody else's program`
    return answers
      ? ['fine', `${who}; a manager of ours runs beside it.`]
      : ['note', `${who}, and no manager runs: the first command that needs one starts it beside it.`]
  },
  answer: ({ pid1, answers }) =>
    pid1.is === 'berth' && !answers ? ['attention', 'The manager does not answer.'] : null,
  container: ({ container }) =>
    container === 'none'
      ? ['note', 'This does not look like a container.']
      : ['fine', `The container is of ${container}.`],
  cgroup: ({ cgroup: { version, writable } }) =>
    version === 'none'
      ? ['note', 'There are no control groups: limits of units on memory, CPU and tasks have no effect.']
      : writable
        ? ['fine', `Control groups are ${version}, and may be made.`]
        : [
            'note',
            `Control groups are ${version} and may not be made: processes are told apart by a mark, and limits of units on memory, CPU and tasks have no effect.`,
          ],
  root: ({ uid }) => (uid === 0 ? null : ['note', `This is user ${uid}, not root: services with another User= fail.`]),
  'no-new-privileges': ({ noNewPrivileges }) =>
    noNewPrivileges
      ? ['note', 'no_new_privs is set: sudo, su and other set-user-ID programs do not work in services.']
      : null,
  capabilities: ({ missingCapabilities: names }) =>
    names.length === 0
      ? null
      : ['note', `These capabilities are missing, which services may need: ${names.join(', ')}.`],
  'read-only-root': ({ rootReadOnly }) =>
    rootReadOnly
      ? ['note', 'The root is read-only: units cannot be enabled, and services can write only to what is mounted.']
      : null,
  run: ({ run }) => {
    if (!run.writable) {
      return ['attention', '/run cannot be written: mount it with --tmpfs /run, else services have no runtime folders.']
    }
    return run.noexec ? ['note', '/run is mounted noexec: nothing that lies there can be executed.'] : null
  },
  processes: ({ pidsMax }) =>
    pidsMax !== null && pidsMax < fewProcesses
      ? [
          'attention',
          `At most ${pidsMax} processes and threads may run: raise --pids-limit, berth alone takes about ten.`,
        ]
      : null,
  memory: ({ memoryMaxBytes: max }) =>
    max !== null && max < littleMemoryBytes
      ? [
          'attention',
          `The limit of memory is ${Math.round(max / 1024 / 1024)} MiB: raise --memory, berth alone takes about 50.`,
        ]
      : null,
  'machine-id': ({ hasMachineId }) =>
    hasMachineId ? null : ['note', '/etc/machine-id is missing or empty: it is made when the container boots.'],
  'policy-rc.d': ({ policy }) => {
    switch (policy) {
      case 'forbids':
        return [
          'attention',
          '/usr/sbin/policy-rc.d forbids package scripts to start services: remove it if apt shall start what it installs.',
        ]
      case 'decides':
        return ['note', '/usr/sbin/policy-rc.d decides case by case which services package scripts may start.']
      case 'allows':
      case null:
        return null
    }
  },
  stale: ({ stale }) =>
    stale.length === 0
      ? null
      : [
          'attention',
          `No manager answers, but there is what one leaves behind: ${stale.join(', ')}. Do not put /run into an image.`,
        ],
}

/** Everything there is to say, in the order of the rows; directives come last. */
export function judge(facts: Facts): readonly Finding[] {
  const general = Object.entries(rules).flatMap(([id, rule]) => {
    const said = rule(facts)
    return said === null ? [] : [{ id, level: said[0], text: said[1] }]
  })
  const directives = facts.directives.map(({ unit, directive, effect, why }) => ({
    id: 'directive',
    level: 'note' as const,
    text: `${unit}: ${directive}= ${effect === 'inert' ? `has no effect here: ${why}` : `does less here: ${why}`}.`,
  }))
  return [...general, ...directives]
}
