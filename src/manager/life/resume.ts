/** The next life after a crash or a re-exec: units and jobs are what they were, and nothing that runs has noticed. */

import { complete } from '#core/base/complete.ts'
import { signalName } from '#core/base/linux/signal.ts'
import { restore, worldFacts } from '#core/engine/snapshot.ts'
import type { Entry } from '#core/engine/world.ts'
import { jobDeadline } from '#core/job/deadline.ts'
import type { ProcessRole } from '#core/lifecycle/effect.ts'
import type { Instant } from '#core/lifecycle/instant.ts'

import type { ProcessEntry } from '#kernel/processes/processes-api.ts'

import type { Assembly } from '#manager/assembly.ts'
import { cleanUp } from '#manager/deeds/deeds.ts'
import { readOutputName } from '#manager/kept-names.ts'
import type { Manager } from '#manager/manager.ts'
import type { EndKind } from '#manager/steward.ts'
import { loadFirstUnits } from './boot.ts'
import { formerWorld, type ManagerMemory, type Recollection } from './memory.ts'

/** What is remembered of the manager itself. */
export function managerMemory(manager: Manager): ManagerMemory {
  return {
    ...worldFacts(manager.world),
    membership: manager.membership.memory,
    exitCode: manager.exitCode,
    logLevel: manager.log.level,
    showStatus: manager.log.showStatus,
    environment: [...manager.environment.variables],
    milestones: { ...manager.milestones },
    ending: manager.ending,
    isLast: manager.isLast,
    isBooted: manager.isBooted,
  }
}

export function resume(assembly: Assembly, former: Recollection): void {
  const { manager, loader } = assembly
  tellWhy(manager)
  // How units are loaded depends on it.
  manager.isBooted = complete(managerMemory(manager), former.manager ?? {}).isBooted
  loadFirstUnits(manager, loader)
  const names = [...former.units.keys(), ...[...former.jobs.values()].map(job => job.unit)]
  manager.submit({ type: 'loaded', units: loader.closure(names) })
  restore(manager.world, formerWorld(former))
  restoreManager(manager, former.manager)
  for (const id of former.units.keys()) {
    const mark = manager.world.entries.get(id)?.mark ?? 0n
    if (mark !== 0n) {
      manager.membership.restore(id, mark)
    }
  }
  endUnrecorded(manager)
  listenAgain(assembly)
  assembly.sockets.resume()
  armAgain(assembly)
  meetAgain(assembly)
  // Jobs that waited go on, also where nothing was lost.
  manager.submit({ type: 'release', units: [] })
}

const SIGKILL = 9

/** Their jobs are still to be done, and would start them a second time. */
function endUnrecorded({ kernel, membership, log }: Manager): void {
  if (kernel.output.ledger.origin.type !== 'succession') {
    return
  }
  for (const { pid } of membership.unrecorded()) {
    log.say('init.scope', 'warning', `Process ${pid} was started by a manager that was killed at once: it starts anew.`)
    kernel.processes.kill(pid, SIGKILL)
  }
}

function tellWhy(manager: Manager): void {
  const { origin } = manager.kernel.output.ledger
  if (origin.type === 'crash') {
    const text = `The manager crashed (SIG${signalName(origin.signal)}) and goes on; services have not noticed.`
    manager.log.say(null, 'err', text)
  } else if (origin.type === 'succession') {
    manager.log.say('init.scope', 'warning', 'The former manager is gone; its services are taken over as they are.')
  }
}

function restoreManager(manager: Manager, read: Recollection['manager']): void {
  const memory = complete(managerMemory(manager), read ?? {})
  manager.exitCode = memory.exitCode
  manager.log.setLevel(memory.logLevel)
  manager.log.showStatus = memory.showStatus
  manager.ending = memory.ending as EndKind | null
  manager.isLast = memory.isLast
  for (const [name, at] of Object.entries(memory.milestones)) {
    if (name in manager.milestones) {
      Object.assign(manager.milestones, { [name]: at as Instant })
    }
  }
}

/** The pipes of services' output are open still. */
function listenAgain({ manager, spawner }: Assembly): void {
  for (const [name, fd] of manager.kernel.output.ledger.kept) {
    const source = readOutputName(name, manager.world)
    if (source !== undefined) {
      spawner.listenTo(fd, source)
    }
  }
}

function armAgain({ manager, timers }: Assembly): void {
  for (const entry of manager.world.entries.values()) {
    const { unit, machine, state } = entry
    timers.set({ of: 'unit', unit: unit.id }, machine.alarm?.(state) ?? null)
    cleanAgain(manager, entry)
  }
  for (const job of manager.world.jobs.values()) {
    const limits = manager.world.entries.get(job.unit)?.unit.unit
    timers.set({ of: 'job', job: job.id }, limits === undefined ? null : jobDeadline(limits, job))
  }
}

function cleanAgain(manager: Manager, { unit, machine, state }: Entry): void {
  const paths = machine.cleaning?.(state) ?? null
  if (paths === 'unknown') {
    manager.submit({ type: 'unit', unit: unit.id, event: { type: 'cleaned', ok: false } })
  } else if (paths !== null) {
    void cleanUp(manager, unit.id, paths)
  }
}

/**
 * The processes of units: those that are children of nobody of ours, be it that they never were or that the former manager was
 * another process, are watched; those that are gone are told of. Their numbers may be others' by now.
 */
function meetAgain({ manager, reaper }: Assembly): void {
  const { processes, host } = manager.kernel
  for (const [pid, { unit, role }] of [...manager.world.processes]) {
    const entry = processes.entry(pid)
    if (entry !== undefined && entry.parent === host.pid) {
      continue
    }
    if (entry === undefined || entry.zombie || !isSame(manager, unit, entry)) {
      tellLost(manager, pid, unit, role)
    } else {
      const startTime = startOf(manager, unit, pid) ?? entry.startTime
      manager.processes.watch(pid, startTime, () => reaper.takeAlien(unit, pid))
    }
  }
}

/** When a process began that never was a child of ours. */
function startOf({ world }: Manager, unit: string, pid: number): bigint | undefined {
  const entry = world.entries.get(unit)
  const known = entry?.machine.processes?.(entry.state).find(process => process.pid === pid)
  return known === undefined || known.alien === null ? undefined : BigInt(known.alien.startTime)
}

/** What carries our own mark, where the unit has one, is a stranger who got the number. */
function isSame(manager: Manager, unit: string, { pid, mark }: ProcessEntry): boolean {
  const { own } = manager.membership
  const given = manager.world.entries.get(unit)?.mark ?? own
  return startOf(manager, unit, pid) !== undefined || given === own || given === 0n || mark !== own
}

/** A process whose exit was reaped by the former life but not worked out any more, or that nobody reaped for us. */
function tellLost(manager: Manager, pid: number, unit: string, role: ProcessRole): void {
  const who = role === 'main' ? 'Main' : 'Control'
  manager.log.say(unit, 'warning', `${unit}: ${who} process ${pid} is gone; how it ended is not known.`)
  const populated = manager.processes.of(unit).length > 0
  manager.submit({ type: 'exited', exit: { pid, how: 'exited', status: 0 }, populated })
}
