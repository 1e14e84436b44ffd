/**
 * The manager: what all its parts share, and what they may ask of each other (Steward).
 *
 * It owns the World and hands every event to the engine through the loop.
 */
import { type Lookup, newLookup } from '#catalog/lookup.ts'
import { type BusError, busError } from '#control/errors.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Zone } from '#core/calendar/zone.ts'
import type { Reply } from '#core/engine/effect.ts'
import type { Event, JobRequest } from '#core/engine/event.ts'
import { type Entry, emptyWorld, find, type World } from '#core/engine/world.ts'
import type { Refusal } from '#core/job/job.ts'
import type { Instant } from '#core/lifecycle/instant.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { asksForBoot } from '#manager/beside.ts'
import { createDumpLimit } from '#manager/bus/dump-limit.ts'
import type { PropertyHost } from '#manager/bus/properties/subject.ts'
import { References } from '#manager/bus/references.ts'
import { beginning } from '#manager/life/milestones.ts'
import { systemState } from '#manager/life/system-state.ts'
import { Log } from '#manager/log/log.ts'
import { DynamicUsers } from '#manager/processes/dynamic-users.ts'
import { createEnvironment } from '#manager/processes/environment-block.ts'
import { MarkMembership } from '#manager/processes/marks/mark-membership.ts'
import type { Membership } from '#manager/processes/membership.ts'
import { shownProcesses } from '#manager/processes/shown-processes.ts'
import { signalUnit } from '#manager/processes/signal-unit.ts'
import { UnitProcesses } from '#manager/processes/unit-processes.ts'
import { Loop } from './loop.ts'
import type { Attachments, Facts, ManagerOptions } from './manager-parts.ts'
import type { Realm } from './realm.ts'
import { ReloadLimit } from './reload-limit.ts'
import type {
  EndKind,
  Environment,
  KillFailure,
  KillWhom,
  Milestones,
  ShownProcess,
  Steward,
  SystemState,
} from './steward.ts'
import { unfitName } from './unfit-name.ts'

const firstLines = (error: unknown): string =>
  (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n').slice(0, 6).join(' | ')

export class Manager implements Steward {
  readonly kernel: Kernel
  readonly world: World
  readonly log: Log
  readonly membership: Membership
  readonly processes: UnitProcesses
  readonly loop: Loop
  readonly milestones: Milestones
  readonly environment: Environment
  readonly realm: Realm
  /** Whether a default target was asked for: before that, beside a foreign PID 1, what a boot reaches counts as reached. */
  isBooted: boolean
  readonly dynamicUsers = new DynamicUsers()
  readonly references = new References(this)
  readonly dumpDelay = createDumpLimit(this)
  /** Who the processes of each unit were last started as. */
  readonly identities = new Map<string, { readonly uid: number; readonly gid: number }>()
  readonly virtualization: string
  readonly architecture: string
  exitCode = 0
  /** What the end will be, once it was asked for. */
  ending: EndKind | null = null
  /** The end has come to where nobody is asked any more: what still lives is killed. */
  isLast = false
  readonly #facts: () => Facts
  #attached: Attachments | null = null
  #tickets = 0
  #forgetIsDue = false
  readonly #reloadLimit = new ReloadLimit(() => this.#facts().reloadLimit)
  readonly #replies = new Map<number, Reply>()

  constructor(options: ManagerOptions) {
    const { kernel, realm, variables, startLimit, membership, virtualization, facts } = options
    this.kernel = kernel
    this.virtualization = virtualization
    this.architecture = kernel.host.architecture
    this.#facts = facts
    this.realm = realm
    this.isBooted = realm.boots
    this.environment = createEnvironment(variables)
    this.world = emptyWorld(startLimit)
    this.milestones = beginning(this.now())
    this.log = new Log({
      realtime: () => kernel.clock.realtime(),
      writeLine: line => kernel.output.writeLine(line),
      colors: kernel.output.isTerminal,
      console: options.console,
      pid: kernel.host.pid,
      invocationOf: unit => find(this.world, unit)?.invocationId ?? '',
    })
    const { world, identities, log } = this
    this.membership = new MarkMembership({ kernel, world, identities, log, memory: membership })
    this.processes = new UnitProcesses({ kernel, membership: this.membership, world, identities })
    this.loop = new Loop({
      world: this.world,
      now: () => this.now(),
      perform: effect => this.#parts.perform(effect),
      tell: () => this.#parts.tell(),
      settled: () => this.#parts.settled(),
      bug: (error, during) => this.reportBug(error, during),
    })
  }

  attach(attachments: Attachments): void {
    this.#attached = attachments
  }

  get #parts(): Attachments {
    if (this.#attached === null) {
      throw new Error('the manager is used before it is put together')
    }
    return this.#attached
  }

  now(): Instant {
    const { clock } = this.kernel
    return { realtime: clock.realtime(), monotonic: clock.monotonic() }
  }

  submit(event: Event): void {
    this.loop.submit(event)
  }

  reportBug(error: unknown, during: string): void {
    this.log.say(null, 'err', `This is a bug in berth (${during}), going on: ${firstLines(error)}`)
  }

  load(name: string): Result<Entry, Refusal> {
    const unfit = unfitName(name)
    if (unfit !== null) {
      return fail(unfit)
    }
    this.#mustBeFree(`load ${name}`)
    const units = this.#parts.loader.closure([name])
    if (units.length > 0) {
      this.submit({ type: 'loaded', units })
      this.#forgetLater()
    }
    const entry = find(this.world, name)
    return entry === undefined ? fail({ code: 'NoSuchUnit', message: `Unit ${name} not found.` }) : ok(entry)
  }

  /** Units that were read only to be looked at are forgotten when whoever asked has its answer. */
  #forgetLater(): void {
    if (!this.#forgetIsDue) {
      this.#forgetIsDue = true
      setImmediate(() => {
        this.#forgetIsDue = false
        this.submit({ type: 'release', units: [] })
      })
    }
  }

  /** Amid an effect there would be no answer, or a wrong one: what asks is an errand (loop.ts). */
  #mustBeFree(wish: string): void {
    if (this.loop.isBusy) {
      throw new Error(`the engine is asked amid an effect to ${wish}, which takes an errand`)
    }
  }

  request(request: JobRequest): Reply {
    this.#mustBeFree(`${request.type} ${request.unit}`)
    if (!this.isBooted && request.type === 'start' && asksForBoot(request.unit, request.mode)) {
      this.#parts.boot()
    }
    const appeared = request.type === 'stop' ? [] : this.#parts.loader.appeared(request.unit)
    if (appeared.length > 0) {
      this.submit({ type: 'loaded', units: appeared })
    }
    this.#tickets += 1
    const ticket = this.#tickets
    this.submit({ type: 'request', ticket, request })
    const reply = this.#replies.get(ticket)
    this.#replies.delete(ticket)
    return reply ?? { ok: false, refusal: { code: 'InvalidArgs', message: 'The request could not be worked out.' } }
  }

  takeReply(ticket: number, reply: Reply): void {
    this.#replies.set(ticket, reply)
  }

  remember(): void {
    // What every turn writes down at its end is written down by one that does nothing.
    this.submit({ type: 'release', units: [] })
  }

  hold(unit: string): void {
    this.submit({ type: 'hold', units: [unit] })
  }

  release(unit: string): void {
    this.submit({ type: 'release', units: [unit] })
  }

  kill(unit: string, whom: KillWhom, signal: number, value: number | null): Result<void, KillFailure> {
    return signalUnit({ processes: this.kernel.processes, unitProcesses: this.processes }, find(this.world, unit), {
      whom,
      signal,
      value,
    })
  }

  processesByUnit(): ReadonlyMap<string, readonly ShownProcess[]> {
    return shownProcesses(this.kernel, this.processes)
  }

  unitOfProcess(pid: number): string | undefined {
    return pid === this.kernel.host.pid
      ? 'init.scope'
      : (this.world.processes.get(pid)?.unit ?? this.processes.unitOf(pid))
  }

  mayReload(what: 'Reloading' | 'Reexecuting'): boolean {
    const isAllowed = this.#reloadLimit.take(this.now().monotonic)
    if (!isAllowed) {
      this.log.say(null, 'warning', `${what} request rejected due to rate limit.`)
    }
    return isAllowed
  }

  reload(): Promise<void> {
    return this.#parts.reload()
  }

  reexecute(): void {
    this.#parts.reexecute()
  }

  end(kind: EndKind, force: boolean): void {
    this.loop.runErrand(`end by ${kind}`, () => this.#parts.end(kind, force))
  }

  lastLines(unit: string, count: number) {
    return this.log.last(unit, count)
  }

  needsReload(entry: Entry): boolean {
    return this.#parts.loader.isStale(entry.unit)
  }

  identityOf(unit: string): { readonly uid: number; readonly gid: number } | undefined {
    return this.identities.get(unit)
  }

  unitFileState(unit: string): string {
    return this.#parts.unitFileState(unit)
  }

  unitFilePreset(unit: string): string {
    return this.#parts.unitFilePreset(unit)
  }

  unitFilesChanged(): void {
    this.#parts.unitFilesChanged()
  }

  get unitPath(): readonly string[] {
    return this.realm.unitPath
  }

  get propertyHost(): PropertyHost {
    return this.#facts().propertyHost
  }

  get zone(): Zone {
    return this.#facts().zone
  }

  lookup(): Lookup {
    const { files, host } = this.kernel
    return newLookup(files, { mode: this.realm.mode, root: '', environment: host.environment }, this.#facts().reader)
  }

  get logLevel(): string {
    return this.log.level
  }

  setLogLevel(level: string): Result<void, BusError> {
    if (!this.log.setLevel(level)) {
      return fail(busError('org.freedesktop.DBus.Error.InvalidArgs', `Invalid log level '${level}'`))
    }
    this.remember()
    return ok(undefined)
  }

  systemState(): SystemState {
    return systemState(this.world, this.ending !== null)
  }
}
