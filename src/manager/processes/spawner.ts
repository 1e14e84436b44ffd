/** Starts the commands of units: gathers what a Launch needs, hands it to the kernel room, listens to what the command prints. */

import { errnoText } from '#core/base/linux/errno.ts'
import type { UserDatabase } from '#core/base/linux/users.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Event } from '#core/engine/event.ts'
import type { Entry } from '#core/engine/world.ts'
import { buildLaunch, directorySettings, type LaunchFacts } from '#core/exec/build-launch.ts'
import type { Launch } from '#core/exec/launch.ts'
import type { LimitFacts } from '#core/exec/limits.ts'
import { type EndFacts, ownVariables, type ServiceFacts } from '#core/exec/own-variables.ts'
import { needsLog } from '#core/exec/streams.ts'
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { UnitDeeds } from '#manager/deeds/perform.ts'
import type { SocketUnits } from '#manager/deeds/socket-units.ts'
import { defaultIdentifier, outputName } from '#manager/kept-names.ts'
import type { Log, OutputSource } from '#manager/log/log.ts'
import { readLines } from '#manager/log/output-pipes.ts'
import type { DynamicUsers } from './dynamic-users.ts'
import { readEnvironmentFiles } from './environment-files.ts'
import type { UserFiles } from './user-files.ts'

export interface SpawnerParts {
  readonly kernel: Kernel
  readonly log: Log
  readonly users: UserFiles
  readonly dynamicUsers: DynamicUsers
  readonly sockets: SocketUnits
  limits(): LimitFacts
  readonly notifySocket: string
  readonly identities: Map<string, { readonly uid: number; readonly gid: number }>
  /** The last word on how a unit's command is run. */
  adapt(unit: string, launch: Launch): Launch
  environment(): readonly string[]
  /** The unit whose handler this one is. */
  callerOf(entry: Entry): Entry | null
  submit(event: Event): void
  /** The program runs: Type=dbus may be waiting for just that where no bus runs. */
  handedOver(entry: Entry, pid: number): void
}

interface OpenStreams {
  readonly data: number | null
  /** The end that the command writes to, and the one that we read; -1 and null without a log. */
  readonly log: number
  readonly read: number | null
  /** To be closed when the command has them. */
  readonly ours: readonly number[]
}

type Spawn = Parameters<UnitDeeds['spawn']>[1]

export class Spawner {
  readonly #parts: SpawnerParts
  /** How many processes were started so far. */
  count = 0

  constructor(parts: SpawnerParts) {
    this.#parts = parts
  }

  spawn(entry: Entry, effect: Spawn): void {
    const { id } = entry.unit
    const started = this.#start(entry, effect)
    if (started.ok) {
      this.count += 1
      this.#parts.submit({ type: 'unit', unit: id, event: { type: 'spawned', role: effect.role, pid: started.value } })
    } else {
      this.#parts.submit({
        type: 'unit',
        unit: id,
        event: { type: 'spawn-failed', role: effect.role, reason: started.error },
      })
    }
  }

  #start(entry: Entry, { key, index }: Spawn): Result<number, string> {
    const { unit } = entry
    const execution = entry.machine.execution?.(unit)
    const command = execution?.commands[key]?.[index]
    if (execution === undefined || command === undefined) {
      return fail('there is no such command')
    }
    const { exec } = execution
    const { kernel } = this.#parts
    const environmentFiles = readEnvironmentFiles(kernel.files, exec.EnvironmentFile)
    if (!environmentFiles.ok) {
      const reason = errnoText(environmentFiles.error)
      this.#parts.log.say(unit.id, 'warning', `${unit.id}: Failed to load environment files: ${reason}`)
      return fail(reason)
    }
    const streams = this.#openStreams(exec)
    if (!streams.ok) {
      return streams
    }
    const { read, ours } = streams.value
    const facts = factsOf(entry, this.#parts.callerOf(entry))
    const own = ownVariables(execution, key, facts, this.#parts.notifySocket, directorySettings(exec))
    const built = buildLaunch(
      execution,
      command,
      this.#facts(entry, exec, key, own, environmentFiles.value, streams.value),
    )
    this.#tellUnset(unit.id, built.unset)
    const launch = this.#parts.adapt(unit.id, built.launch)
    const spawned = kernel.processes.spawn(launch, lines => this.#told(entry, spawned.ok ? spawned.value : 0, lines))
    for (const fd of ours) {
      kernel.sockets.closeDescriptor(fd)
    }
    if (read !== null) {
      this.#listen(unit.id, exec, spawned.ok ? spawned.value : 0, read)
    }
    const { identity } = launch.privileges
    if (identity.as === 'ids') {
      this.#parts.identities.set(unit.id, identity)
    } else {
      this.#parts.identities.delete(unit.id)
    }
    return spawned.ok ? ok(spawned.value) : fail(errnoText(spawned.error))
  }

  /** What the command's streams need, all of it open in the manager until the command has it. */
  #openStreams(exec: ExecSettings): Result<OpenStreams, string> {
    const { sockets } = this.#parts.kernel
    const data = exec.StandardInput.from === 'data' ? sockets.memoryFile(exec.StandardInputBytes) : null
    if (data !== null && !data.ok) {
      return fail(errnoText(data.error))
    }
    const input = data === null ? [] : [data.value]
    const pipe = needsLog(exec) ? sockets.pipe() : null
    if (pipe === null) {
      return ok({ data: data?.value ?? null, log: -1, read: null, ours: input })
    }
    if (!pipe.ok) {
      for (const fd of input) {
        sockets.closeDescriptor(fd)
      }
      return fail(errnoText(pipe.error))
    }
    const { read, write } = pipe.value
    return ok({ data: data?.value ?? null, log: write, read, ours: [...input, write] })
  }

  #facts(
    entry: Entry,
    exec: ExecSettings,
    key: Spawn['key'],
    ownEnvironment: readonly string[],
    environmentFiles: readonly (readonly string[])[],
    { log, data }: OpenStreams,
  ): LaunchFacts {
    const { kernel, users, limits, dynamicUsers } = this.#parts
    const database = withOurselves(dynamicUsers.databaseFor(exec, users.database), kernel.host)
    return {
      key,
      users: database,
      ownName: database.users.find(({ uid }) => uid === kernel.host.uid)?.name ?? 'root',
      managerEnvironment: this.#parts.environment(),
      inheritedEnvironment: [...kernel.host.environment].map(([name, value]) => `${name}=${value}`),
      ownEnvironment,
      environmentFiles,
      limits: limits(),
      // Only the service itself takes over the sockets.
      descriptors: { log, data, sockets: key === 'ExecStart' ? this.#parts.sockets.passedTo(entry) : [] },
      mark: entry.mark,
    }
  }

  #tellUnset(id: string, names: readonly string[]): void {
    if (names.length > 0) {
      const text = `${id}: Referenced but unset environment variable evaluates to an empty string: ${names.join(', ')}`
      this.#parts.log.say(id, 'info', text)
    }
  }

  /** The executor handed over to the program, or says in lines why it could not. */
  #told(entry: Entry, pid: number, lines: string | null): void {
    if (lines === null) {
      this.#parts.handedOver(entry, pid)
      return
    }
    for (const line of lines.split('\n')) {
      this.#parts.log.say(entry.unit.id, 'err', `${entry.unit.id}: ${line}`)
    }
  }

  /** The pipe is kept over a re-exec, so that a service that prints then does not die of it. */
  #listen(id: string, exec: ExecSettings, pid: number, fd: number): void {
    const identifier = exec.SyslogIdentifier === '' ? defaultIdentifier(id) : exec.SyslogIdentifier
    const { kernel, log } = this.#parts
    const kept = kernel.output.ledger.keep(fd, outputName(fd, { unit: id, identifier, pid }))
    if (!kept.ok) {
      const why = errnoText(kept.error)
      log.say(id, 'warning', `${id}: What it prints will be lost should the manager execute itself anew: ${why}`)
    }
    this.listenTo(fd, { unit: id, identifier, pid })
  }

  listenTo(fd: number, source: OutputSource): void {
    const { kernel, log } = this.#parts
    readLines(
      kernel.sockets,
      fd,
      text => log.output(source, text),
      () => kernel.output.ledger.unkeep(fd),
    )
  }
}

/** In a container that runs as any number, that number need not be in /etc/passwd for services to be ours. */
function withOurselves(database: UserDatabase, { uid, gid, environment }: Kernel['host']): UserDatabase {
  if (database.users.some(user => user.uid === uid)) {
    return database
  }
  const own = { name: `${uid}`, uid, gid, home: environment.get('HOME') ?? '/', shell: '/bin/sh' }
  return { ...database, users: [...database.users, own] }
}

function factsOf(entry: Entry, caller: Entry | null): ServiceFacts {
  const main = entry.machine.processes?.(entry.state).find(({ role }) => role === 'main')
  // Of targets and sockets that called there is nothing to tell: $MONITOR_* are about services (systemd.exec(5)).
  const isTold = caller?.machine.outcome !== undefined
  const callerFacts = caller !== null && isTold ? { ...endFactsOf(caller), unit: caller.unit.id } : null
  return { ...endFactsOf(entry), mainPid: main?.pid ?? null, caller: callerFacts }
}

function endFactsOf({ machine, state, invocationId }: Entry): EndFacts {
  return { invocationId, ...(machine.outcome?.(state) ?? { mainExit: null, result: 'success' }) }
}
