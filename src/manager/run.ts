/**
 * The life of the manager: it begins, anew or where a former life was cut off, takes what happens, and ends.
 */

import { specifierHost } from '#catalog/host-facts.ts'
import { after } from '#control/timer.ts'
import { Complaints } from '#control/transport/complaints.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { realtimeMin } from '#core/base/linux/signal.ts'
import type { Effect } from '#core/engine/effect.ts'
import type { Event } from '#core/engine/event.ts'
import type { Datagram, Kernel } from '#kernel/kernel.ts'
import { reachTargets } from '#manager/beside.ts'
import { type Control, openControl } from '#manager/bus/control.ts'
import { dumpWorld } from '#manager/bus/faces/manager/dump.ts'
import { perform } from '#manager/deeds/perform.ts'
import type { Arguments } from '#manager/life/arguments.ts'
import { loadFirstUnits, reloadUnits, runGenerators, startFirst } from '#manager/life/boot.ts'
import { Ending } from '#manager/life/ending.ts'
import { makeFolders } from '#manager/life/folders.ts'
import { Foreground } from '#manager/life/foreground.ts'
import { recollect } from '#manager/life/memory.ts'
import { ordersOf, stopTimeoutOf, tellFailedBoot } from '#manager/life/orders.ts'
import { prepare } from '#manager/life/prepare.ts'
import { managerMemory, resume } from '#manager/life/resume.ts'
import { meaningOf } from '#manager/life/signals.ts'
import { welcome } from '#manager/life/welcome.ts'
import { takeDatagram } from '#manager/notify/socket.ts'
import { type Assembly, assemble, entryOf } from './assembly.ts'
import { keptOrAnew } from './kept-names.ts'
import { type Rest, shrinkAtRest, worthShrinking } from './life/rest.ts'
import type { Realm } from './realm.ts'

/**
 * Runs the manager; everything from here on happens in callbacks.
 * @param program the path of the command to run in the foreground, null where there is none.
 */
export function runManager(kernel: Kernel, realm: Realm, args: Arguments, program: string | null = null): void {
  const { ledger } = kernel.output
  kernel.processes.setComm('systemd')
  const former = recollect(ledger.records())
  const isNew = ledger.origin.type === 'start' || former.manager === null
  // What units are read with depends on it.
  const unprepared = isNew ? prepare(kernel, realm) : []
  const assembly = assemble(kernel, realm, ordersOf(kernel, args, program), former)
  const { manager } = assembly
  kernel.processes.onBug(error => manager.reportBug(error, 'a callback'))
  const subreaper = kernel.processes.becomeSubreaper()
  if (!subreaper.ok) {
    manager.log.say(null, 'warning', `Orphans of services cannot be adopted: ${subreaper.error}`)
  }
  const isOurs = !manager.log.isForeign
  if (isNew && isOurs && kernel.output.isTerminal) {
    for (const line of welcome(specifierHost(kernel, realm.mode).osRelease, true)) {
      kernel.output.writeLine(line)
    }
  }
  if (manager.membership.weakness !== null) {
    manager.log.say(null, 'warning', manager.membership.weakness)
  }
  for (const text of [...unprepared, ...complaintsOf(manager, args)]) {
    manager.log.say(null, 'warning', text)
  }
  makeFolders(kernel.files, realm, text => manager.log.say(null, 'warning', text))
  const rest = shrinkAtRest({
    now: () => kernel.clock.monotonic(),
    call: (at, ring) => assembly.timers.call('rest', at, ring),
    shrink: () => kernel.processes.shrink(),
  })
  const control = openControl(manager, rest)
  const ending = new Ending(assembly, stopTimeoutOf(kernel, args))
  const foreground = new Foreground({ manager, args, end: () => ending.begin('exit', false) })
  attach(assembly, control, rest, { ending, foreground })
  if (realm.boots || !isNew) {
    control.open()
  }
  if (!isNew) {
    resume(assembly, former)
    control.resumed()
    assembly.memory.open(manager.world, managerMemory(manager))
  }
  listen(assembly, foreground)
  openNotifySocket(manager)
  if (isNew) {
    tellUnbelieved(manager)
    void begin(assembly, args.units, foreground).then(() => control.open())
  } else {
    ending.resume()
  }
}

/** Takes up --log-level=; what of the arguments means nothing is told. */
function complaintsOf(manager: Assembly['manager'], { logLevel, unknown }: Arguments): readonly string[] {
  const isLevel = logLevel === null || manager.log.setLevel(logLevel)
  return [
    ...unknown.map(option => `The option ${option} means nothing here, ignoring.`),
    ...(isLevel ? [] : [`--log-level=${logLevel} is no level, ignoring.`]),
  ]
}

/** The first life. A crash before its first units are read begins it anew. */
async function begin(
  { manager, loader, programs, memory }: Assembly,
  units: readonly string[],
  foreground: Foreground,
): Promise<void> {
  await runGenerators(manager, loader, programs)
  loadFirstUnits(manager, loader)
  memory.open(manager.world, managerMemory(manager))
  if (manager.ending !== null) {
    return
  }
  if (manager.realm.boots) {
    startFirst(manager, units, foreground.units)
  } else {
    reachTargets(manager)
  }
}

/** What a former manager left behind is whole, or nothing of it counts. */
function tellUnbelieved({ kernel, log, realm }: Assembly['manager']): void {
  if (kernel.output.ledger.origin.type === 'succession') {
    log.say('init.scope', 'warning', `${realm.ledgerPath} is not whole: what a former manager knew is lost.`)
  }
}

interface Ends {
  readonly ending: Ending
  readonly foreground: Foreground
}

function attach(assembly: Assembly, control: Control, rest: Rest, { ending, foreground }: Ends): void {
  const { manager, loader, memory, timers, programs } = assembly
  const announce = (effect: Parameters<Control['announce']>[0]): void => {
    control.announce(effect)
    note(assembly, effect)
    if (effect.type === 'unit-changed' || effect.type === 'job-removed') {
      foreground.note(effect)
    }
  }
  const startupFinished = (): void => {
    manager.milestones.finish = manager.now()
    control.startupFinished()
    tellFailedBoot(manager)
  }
  const deeds = {
    ...assembly.deeds,
    announce,
    startupFinished,
    emergency: (effect: Extract<Effect, { type: 'emergency' }>) =>
      manager.loop.runErrand(`${effect.action} for ${effect.unit}`, () => ending.take(effect)),
  }
  manager.attach({
    loader,
    perform: effect => perform(deeds, unit => entryOf(manager, unit), effect),
    tell: () => control.flush(),
    settled: () => {
      control.flush()
      memory.write(manager.world, managerMemory(manager))
      timers.arm()
      manager.processes.unwatchOthers()
      rest()
    },
    end: (kind, force) => ending.begin(kind, force),
    boot: () => {
      manager.isBooted = true
      manager.submit({ type: 'loaded', units: loader.all() })
    },
    reload: async () => {
      control.reloading(true)
      assembly.refreshContext()
      await reloadUnits(manager, loader, programs)
      control.reloading(false)
      rest(worthShrinking)
    },
    reexecute: () => ending.reexecute(),
    unitFileState: unit => control.unitFileState(unit),
    unitFilePreset: unit => control.unitFilePreset(unit),
    unitFilesChanged: () => control.unitFilesChanged(),
  })
}

/** Everything that must not be forgotten: units and jobs that changed. */
function note({ memory, manager, loader }: Assembly, effect: Parameters<Control['announce']>[0]): void {
  switch (effect.type) {
    case 'unit-new':
      manager.log.welcome(effect.unit)
      memory.noteUnit(effect.unit)
      return
    case 'unit-changed':
      memory.noteUnit(effect.unit)
      return
    case 'unit-removed':
      memory.noteUnit(effect.unit)
      loader.forget(effect.unit)
      manager.log.retire(effect.unit)
      manager.identities.delete(effect.unit)
      // A unit with processes is not forgotten.
      manager.membership.forget(effect.unit)
      return
    case 'job-new':
    case 'job-changed':
    case 'job-removed':
      memory.noteJob(effect.job.id)
      memory.noteUnit(effect.job.unit)
  }
}

/** NOTIFY_SOCKET (sd_notify(3)): without it services of Type=notify time out, and that is said. */
function openNotifySocket(manager: Assembly['manager']): void {
  const { kernel, log, world, realm } = manager
  const path = realm.notifySocket
  const warn = (unit: string, text: string): void => log.say(unit, 'warning', `${unit}: ${text}`)
  // Whoever may send at all may send as often as it likes.
  const refusals = new Complaints(line => log.say(null, 'warning', line), after)
  const parts = {
    world,
    processes: kernel.processes,
    self: kernel.host.pid,
    members: manager.processes,
    closeDescriptor: (fd: number) => kernel.sockets.closeDescriptor(fd),
    submit: (event: Event) => manager.submit(event),
    warn,
    refuse: (unit: string, text: string) => refusals.tell(`${unit}: notifications were refused`, `${unit}: ${text}`),
  }
  const received = (datagram: Datagram): void => takeDatagram(parts, datagram)
  const socket = keptOrAnew({ ledger: kernel.output.ledger, log }, path, {
    again: fd => kernel.sockets.receiveDatagramsOn(fd, received),
    anew: () => kernel.sockets.receiveDatagrams(path, 0o666, received),
  })
  if (socket.ok) {
    // Who says READY=1 or MAINPID= and ends at once has said it before it ended.
    kernel.processes.onReap(() => socket.value.drain())
  } else {
    log.say(null, 'err', `Cannot listen on ${path}: ${errnoText(socket.error)}. Type=notify will time out.`)
  }
}

/** Exits and signals: what came before is delivered now. */
function listen({ manager, reaper, programs }: Assembly, foreground: Foreground): void {
  const { kernel } = manager
  kernel.processes.onExit(exit => {
    if (!programs.take(exit)) {
      reaper.take(exit)
    }
  })
  kernel.signals.onSignal(signal => {
    if (signal < realtimeMin && foreground.forward(signal)) {
      return
    }
    const meaning = meaningOf(signal)
    switch (meaning.do) {
      case 'end':
        // Who asks again is in a hurry.
        manager.end(meaning.kind, meaning.force || manager.ending !== null)
        return
      case 'start':
        startBySignal(manager, meaning.unit, meaning.isolate)
        return
      case 'reload':
        void manager.reload()
        return
      case 'dump':
        manager.log.say(null, 'notice', dumpWorld(manager.world, []))
        return
      case 'reexecute':
        manager.reexecute()
        return
      case 'log-level':
        manager.setLogLevel(meaning.level)
        return
      case 'show-status':
        manager.log.showStatus = meaning.on
        manager.remember()
        return
      case 'nothing':
    }
  })
}

function startBySignal(manager: Assembly['manager'], unit: string, isolate: boolean): void {
  const loaded = manager.load(unit)
  if (loaded.ok) {
    const mode = isolate ? 'isolate' : 'replace'
    manager.request({ unit: loaded.value.unit.id, type: 'start', mode, manual: false, reloadIfPossible: false })
  }
}
