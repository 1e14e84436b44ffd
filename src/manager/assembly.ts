/** The parts of the manager, made and joined. What happens with them stands in run.ts. */

import { detectVirtualization } from '#catalog/condition/virtualization.ts'
import { readLoadContext } from '#catalog/load-context.ts'
import { readIndex } from '#catalog/unit-index.ts'
import type { Effect } from '#core/engine/effect.ts'
import { type Defaults, type Entry, find, onlyCaller } from '#core/engine/world.ts'
import { directorySettings } from '#core/exec/build-launch.ts'
import { directoryPaths } from '#core/exec/directories.ts'
import type { Launch } from '#core/exec/launch.ts'
import type { ManagerConfig } from '#core/unit/directives/manager.ts'
import { loadUnit } from '#core/unit/read/load.ts'
import type { LoadContext } from '#core/unit/read/load-context.ts'
import { formatDiagnostic } from '#core/unitfile/diagnostic.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { withoutPulls } from '#manager/beside.ts'
import { readPropertyHost } from '#manager/bus/property-host.ts'
import { BusNames } from '#manager/deeds/bus-names.ts'
import { Checks } from '#manager/deeds/checks.ts'
import { unitDeeds } from '#manager/deeds/deeds.ts'
import { Loader } from '#manager/deeds/loader.ts'
import { mountedUnits } from '#manager/deeds/mounts.ts'
import type { Deeds } from '#manager/deeds/perform.ts'
import { type PidFileParts, successorOf } from '#manager/deeds/pid-file.ts'
import { SocketUnits } from '#manager/deeds/socket-units.ts'
import { Timers } from '#manager/deeds/timers.ts'
import { Memory, type Recollection } from '#manager/life/memory.ts'
import type { ConsoleMode } from '#manager/log/console-mode.ts'
import { initialVariables, readLocale } from '#manager/processes/environment-block.ts'
import { limitFacts } from '#manager/processes/limit-facts.ts'
import { Programs } from '#manager/processes/programs.ts'
import { Reaper } from '#manager/processes/reaper.ts'
import { Spawner } from '#manager/processes/spawner.ts'
import { UserFiles } from '#manager/processes/user-files.ts'
import { Manager } from './manager.ts'
import type { Facts } from './manager-parts.ts'
import type { Realm } from './realm.ts'
import type { Environment } from './steward.ts'

export interface Assembly {
  readonly manager: Manager
  readonly loader: Loader
  readonly spawner: Spawner
  readonly memory: Memory
  readonly timers: Timers
  readonly reaper: Reaper
  readonly programs: Programs
  readonly sockets: SocketUnits
  readonly deeds: Omit<Deeds, 'emergency' | 'startupFinished' | 'announce'>
  /** Reads the manager's configuration and what is mounted again. */
  refreshContext(): void
}

/** What the manager was told when it was started. */
export interface Orders {
  readonly console: ConsoleMode
  /** Units whose text is not on disk, by their ids. */
  readonly given: ReadonlyMap<string, string>
  /** Changes how a unit's command is run, for the one in the foreground. */
  adapt(unit: string, launch: Launch): Launch
}

export function assemble(kernel: Kernel, realm: Realm, orders: Orders, former: Recollection): Assembly {
  let { context, facts, complaints } = readFacts(kernel, realm)
  const manager = makeManager(kernel, orders.console, former, { realm, config: context.manager, facts: () => facts })
  tell(manager, complaints)
  const loader = new Loader({
    files: kernel.files,
    folders: realm.unitPath,
    given: orders.given,
    transient: `${realm.runtimeFolder}/transient`,
    world: manager.world,
    read: sources => {
      const loaded = loadUnit(sources, context)
      return manager.isBooted ? loaded : { ...loaded, unit: withoutPulls(loaded.unit) }
    },
    warn: (unit, text) => manager.log.say(unit, 'warning', text),
  })
  const timers = new Timers(manager)
  const names = new BusNames({
    kernel,
    submit: event => manager.submit(event),
    log: (unit, text) => manager.log.say(unit, 'notice', text),
  })
  const users = new UserFiles(kernel.files)
  const sockets = new SocketUnits({
    kernel,
    users,
    world: manager.world,
    submit: event => manager.submit(event),
    warn: (unit, text) => manager.log.say(unit, 'warning', text),
  })
  const spawner = makeSpawner(manager, () => context, { names, users, sockets, adapt: orders.adapt })
  const pidFiles = {
    files: kernel.files,
    world: manager.world,
    processes: kernel.processes,
    members: manager.processes,
    self: kernel.host.pid,
  }
  const reaper = makeReaper(manager, spawner, pidFiles)
  return {
    manager,
    loader,
    spawner,
    memory: new Memory(kernel.output.ledger),
    timers,
    programs: new Programs({ kernel, log: manager.log, timers, mark: manager.membership.own }),
    reaper,
    deeds: makeDeeds(manager, spawner, { timers, sockets, reaper, pidFiles }),
    sockets,
    refreshContext: () => {
      ;({ context, facts, complaints } = readFacts(kernel, realm))
      tell(manager, complaints)
      manager.submit({ type: 'configured', defaults: startLimit(context.manager) })
      setAll(manager.environment, context.manager.DefaultEnvironment)
    },
  }
}

function makeManager(
  kernel: Kernel,
  console: ConsoleMode,
  former: Recollection,
  { realm, config, facts }: { readonly realm: Realm; readonly config: ManagerConfig; facts(): Facts },
): Manager {
  return new Manager({
    kernel,
    realm,
    variables:
      former.manager?.environment === undefined
        ? initialVariables(kernel.host.environment, readLocale(kernel.files), config.DefaultEnvironment)
        : new Map(former.manager.environment),
    startLimit: startLimit(config),
    membership: former.manager?.membership ?? null,
    virtualization: detectVirtualization({ kernel, variables: kernel.host.environment }).name,
    console,
    facts,
  })
}

function tell(manager: Manager, complaints: readonly string[]): void {
  for (const text of complaints) {
    manager.log.say(null, 'warning', text)
  }
}

function startLimit(config: ManagerConfig): Defaults {
  return { startLimitIntervalUs: config.DefaultStartLimitIntervalSec, startLimitBurst: config.DefaultStartLimitBurst }
}

/** DefaultEnvironment= of a reload comes in addition: what it said before stays, as under systemd. */
function setAll(environment: Environment, assignments: readonly string[]): void {
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=')
    environment.set(assignment.slice(0, equals), assignment.slice(equals + 1))
  }
}

interface ReadFacts {
  readonly context: LoadContext
  readonly facts: Facts
  /** Faults of the manager's configuration. */
  readonly complaints: readonly string[]
}

function readFacts(kernel: Kernel, { mode, unitPath }: Realm): ReadFacts {
  const index = readIndex(kernel.files, unitPath)
  const { context, diagnostics } = readLoadContext(kernel, mode, index, mountedUnits(kernel.files))
  const facts: Facts = {
    propertyHost: readPropertyHost(kernel.files, kernel.host, context.manager),
    zone: context.place.zones.local,
    reloadLimit: {
      intervalUs: context.manager.ReloadLimitIntervalSec ?? 0n,
      burst: context.manager.ReloadLimitBurst ?? 0,
    },
    // Faults of files are told when units are loaded, and need not be told again whenever somebody asks.
    reader: { host: () => context.specifiers, say: () => undefined },
  }
  return { context, facts, complaints: diagnostics.map(formatDiagnostic) }
}

interface SpawnerNeeds {
  readonly names: BusNames
  readonly users: UserFiles
  readonly sockets: SocketUnits
  readonly adapt: Orders['adapt']
}

function makeSpawner(manager: Manager, context: () => LoadContext, needs: SpawnerNeeds): Spawner {
  const { names, users, sockets, adapt } = needs
  const { kernel } = manager
  return new Spawner({
    kernel,
    log: manager.log,
    users,
    dynamicUsers: manager.dynamicUsers,
    sockets,
    adapt,
    limits: () => limitFacts(context().manager, kernel.host),
    notifySocket: manager.realm.notifySocket,
    identities: manager.identities,
    environment: () => [...manager.environment.variables].map(([name, value]) => `${name}=${value}`),
    callerOf: entry => onlyCaller(manager.world, entry),
    submit: event => manager.submit(event),
    handedOver: (entry, pid) => {
      manager.submit({ type: 'unit', unit: entry.unit.id, event: { type: 'handed-over', pid } })
      void names.follow(entry)
    },
  })
}

function makeReaper(manager: Manager, spawner: Spawner, pidFiles: PidFileParts): Reaper {
  const { processes, host } = manager.kernel
  return new Reaper({
    world: manager.world,
    self: host.pid,
    populated: () => new Set(manager.processes.byUnit().keys()),
    successor: unit => successorOf(pidFiles, find(manager.world, unit)),
    parentOf: pid => processes.entry(pid)?.parent,
    spawnCount: () => spawner.count,
    submit: event => manager.submit(event),
    later: callback => queueMicrotask(callback),
    last: callback => void setImmediate(callback),
  })
}

function makeDeeds(
  manager: Manager,
  spawner: Spawner,
  {
    timers,
    sockets,
    reaper,
    pidFiles,
  }: Pick<Assembly, 'timers' | 'sockets' | 'reaper'> & { readonly pidFiles: PidFileParts },
): Assembly['deeds'] {
  const checks = new Checks(manager)
  return {
    units: unitDeeds({
      kernel: manager.kernel,
      membership: manager.membership,
      processes: manager.processes,
      pidFiles,
      alienEnded: (unit, pid) => reaper.takeAlien(unit, pid),
      log: manager.log,
      submit: event => manager.submit(event),
      submitAmid: event => manager.loop.submitAmid(event),
      sockets,
      spawn: (entry, effect) => spawner.spawn(entry, effect),
      runtimeDirectories,
    }),
    check: unit => checks.check(unit),
    reply: (ticket, reply) => manager.takeReply(ticket, reply),
    setAlarm: (owner, at) => timers.set(owner, at),
    log: ({ unit, level, text, mark }: Extract<Effect, { type: 'log' }>) => manager.log.say(unit, level, text, mark),
  }
}

function runtimeDirectories({ machine, unit }: Entry) {
  const exec = machine.execution?.(unit).exec
  if (exec === undefined) {
    return { paths: [], preserve: 'yes' } as const
  }
  const settings = directorySettings(exec).filter(({ kind }) => kind === 'Runtime')
  return { paths: settings.flatMap(directoryPaths), preserve: exec.RuntimeDirectoryPreserve } as const
}

export function entryOf(manager: Manager, unit: string): Entry | undefined {
  return find(manager.world, unit)
}
