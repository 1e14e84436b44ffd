/**
 * The end of everything. Asked for politely, a target that conflicts with all units is started, which stops them in order;
 * asked with force, or when the order has a circle, or when the last unit is down, whatever still lives is ended, and the
 * manager exits with the code it was given.
 */
import type { Effect } from '#core/engine/effect.ts'
import type { Assembly } from '#manager/assembly.ts'
import { leaveRealm } from '#manager/realm.ts'
import type { EndKind } from '#manager/steward.ts'
import { managerMemory } from './resume.ts'

/** The target that leads to each end. What a container cannot do ends it all the same. */
export const endTargets: Readonly<Record<EndKind, string>> = {
  exit: 'exit.target',
  poweroff: 'poweroff.target',
  reboot: 'reboot.target',
  halt: 'halt.target',
  kexec: 'reboot.target',
  'soft-reboot': 'reboot.target',
}

type Emergency = Extract<Effect, { type: 'emergency' }>

/** What is said of an end that a unit brought about, in systemd's words. */
const doing: Readonly<Record<EndKind, string>> = {
  exit: 'Exiting',
  poweroff: 'Powering off',
  reboot: 'Rebooting',
  halt: 'Halting',
  kexec: 'Executing kexec',
  'soft-reboot': 'Soft-rebooting',
}
const doingAtOnce: Readonly<Record<EndKind, string>> = {
  exit: 'Exiting immediately',
  poweroff: 'Forcibly powering off',
  reboot: 'Forcibly rebooting',
  halt: 'Forcibly halting',
  kexec: 'Forcibly executing kexec',
  'soft-reboot': 'Forcibly soft-rebooting',
}

/** How long what is left may take after SIGTERM, before SIGKILL: docker's own patience is 10 s in all. */
const usualGraceUs = 3_000_000
/** A stop that takes longer is told: docker's patience is 10 s. */
const longUs = 8_000_000
/** What of a budget is kept for killing what is left. */
const lastUsOf = (budgetUs: number): number => Math.min(2_000_000, budgetUs / 4)
/** How often we look whether anybody is left: exits of processes that are not our children are not told. */
const lookUs = 20_000
const SIGTERM = 15
const SIGKILL = 9
const SIGCONT = 18
const SIGHUP = 1

/** Polite first, then not: the whole way from the wish to the exit. */
export class Ending {
  readonly #assembly: Assembly
  /** How long the whole stop may take; null where nobody says, and units have their own limits only. */
  readonly #budgetUs: number | null

  constructor(assembly: Assembly, budgetUs: number | null) {
    this.#assembly = assembly
    this.#budgetUs = budgetUs
  }

  /** Begins the end. A second wish changes nothing but the hurry: force ends what is still on its way. */
  begin(kind: EndKind, force: boolean): void {
    const { manager } = this.#assembly
    if (manager.isLast || (manager.ending !== null && !force)) {
      return
    }
    manager.ending ??= kind
    manager.milestones.shutdownStart = manager.now()
    this.#keepTime()
    if (force || !this.#startTarget(kind)) {
      this.#endEverything()
    }
  }

  /** Units stop in their own time, until the budget is nearly spent; a stop that takes long is told before the engine's patience ends. */
  #keepTime(): void {
    const { manager, timers } = this.#assembly
    const began = manager.now().monotonic
    timers.call('slow stop', began + longUs, () => this.#tellSlow())
    if (this.#budgetUs !== null) {
      timers.call('stop budget', began + this.#budgetUs - lastUsOf(this.#budgetUs), () => this.#endEverything())
    }
  }

  #tellSlow(): void {
    const { manager } = this.#assembly
    const slow = [...manager.world.entries.values()].filter(
      ({ job }) => job?.type === 'stop' && job.state === 'running',
    )
    const names = slow.map(({ unit }) => unit.id).join(', ')
    const what = `Stopping takes over ${longUs / 1_000_000} s${names === '' ? '' : `, waiting for ${names}`}.`
    const advice =
      'docker stop -t, --stop-timeout, stop_grace_period and terminationGracePeriodSeconds give more time; TimeoutStopSec= of a unit takes less.'
    manager.log.say(null, 'warning', `${what} ${advice}`)
    if (manager.log.isForeign) {
      manager.kernel.output.writeError(`berth: ${what} ${advice}`)
    }
  }

  /** Goes on where a crash or a re-exec interrupted. */
  resume(): void {
    const { manager } = this.#assembly
    if (manager.ending === null) {
      return
    }
    const isAsked = !manager.isLast && (manager.world.jobs.size > 0 || this.#startTarget(manager.ending))
    if (!isAsked || manager.world.jobs.size === 0) {
      this.#endEverything()
    }
  }

  /** SuccessAction=, FailureAction= and their siblings: `exit-force`, `reboot`, `none` ... */
  take({ action, exitStatus, reason, warn }: Emergency): void {
    const { manager } = this.#assembly
    const [, kind, how] = /^(exit|poweroff|reboot|halt|kexec|soft-reboot)(?:-(force|immediate))?$/.exec(action) ?? []
    if (kind === undefined) {
      return
    }
    if (kind === 'exit' && exitStatus !== null) {
      manager.exitCode = exitStatus
    }
    const end = kind as EndKind
    manager.log.say(null, warn ? 'warning' : 'debug', `${how === undefined ? doing[end] : doingAtOnce[end]}: ${reason}`)
    this.begin(end, how !== undefined)
  }

  /** Executes the manager anew with everything kept. */
  reexecute(): void {
    const { kernel, log } = this.#assembly.manager
    void kernel.output.drain(1000).then(() => {
      const failed = kernel.processes.reexecute()
      log.say(null, 'err', `Cannot execute the manager anew: ${failed.ok ? '' : failed.error}. It goes on as it is.`)
    })
  }

  #startTarget(kind: EndKind): boolean {
    const { manager } = this.#assembly
    const loaded = manager.load(endTargets[kind])
    if (!loaded.ok) {
      return false
    }
    const request = { unit: loaded.value.unit.id, type: 'start', manual: false, reloadIfPossible: false } as const
    const reply = manager.request({ ...request, mode: 'replace-irreversibly' })
    if (!reply.ok) {
      manager.log.say(null, 'warning', `Cannot stop in order: ${reply.refusal.message} Ending everything at once.`)
    }
    return reply.ok
  }

  /** Ends what is left, and exits when nothing is left or patience is. No unit takes notice any more, and none is asked. */
  #endEverything(): void {
    const { manager, timers, memory } = this.#assembly
    manager.isLast = true
    memory.write(manager.world, managerMemory(manager))
    manager.loop.close()
    const { clock } = manager.kernel
    this.#signalAll(SIGTERM)
    if (this.#exitIfAlone()) {
      return
    }
    const look = (): void => {
      if (!this.#exitIfAlone()) {
        timers.call('ending look', clock.monotonic() + lookUs, look)
      }
    }
    look()
    const graceUs = this.#budgetUs === null ? usualGraceUs : Math.min(usualGraceUs, lastUsOf(this.#budgetUs) / 2)
    timers.call('ending kill', clock.monotonic() + graceUs, () => {
      this.#signalAll(SIGKILL)
      timers.call('ending exit', clock.monotonic() + graceUs, () => this.#exit())
    })
  }

  #exitIfAlone(): boolean {
    const isAlone = this.#survivors().length === 0
    if (isAlone) {
      this.#exit()
    }
    return isAlone
  }

  #exit(): void {
    const { kernel, exitCode, realm } = this.#assembly.manager
    leaveRealm(kernel, realm)
    void kernel.output.drain(1000).then(() => kernel.processes.exit(exitCode))
  }

  /** Everybody in our PID namespace but us, where that is ours; else only what is ours. */
  #survivors(): readonly number[] {
    const { kernel, processes, realm } = this.#assembly.manager
    if (!realm.perpetual) {
      return [...processes.byUnit().values()].flat().map(({ pid }) => pid)
    }
    return kernel.processes.list().flatMap(({ pid, zombie }) => (pid === kernel.host.pid || zombie ? [] : [pid]))
  }

  #signalAll(signal: number): void {
    const { processes } = this.#assembly.manager.kernel
    for (const pid of this.#survivors()) {
      processes.kill(pid, signal)
      if (signal === SIGTERM) {
        processes.kill(pid, SIGCONT)
        // Shells end by SIGHUP only.
        processes.kill(pid, SIGHUP)
      }
    }
  }
}
