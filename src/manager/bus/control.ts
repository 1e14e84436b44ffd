/** The control socket: clients come in here, and who watches is told from here (org.freedesktop.systemd1(5)). */
import { readMachineId } from '#catalog/host-facts.ts'
import { unitFilePresets } from '#catalog/install/unit-file-list.ts'
import { unitFileState } from '#catalog/install/unit-file-state.ts'
import type { Answering } from '#control/answering.ts'
import { busError } from '#control/errors.ts'
import type { Face } from '#control/implement.ts'
import { escapeLabel, jobsPath, managerPath, unescapeLabel, unitsPath } from '#control/object-path.ts'
import { type Branch, createObjectTree } from '#control/object-tree.ts'
import { managerInterface } from '#control/protocol/manager.ts'
import { ControlServer } from '#control/transport/server.ts'
import { Turns } from '#control/transport/turns.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { fail, ok } from '#core/base/result.ts'
import { hexOf } from '#core/base/text/hex.ts'
import { activeState } from '#core/engine/work.ts'
import { find } from '#core/engine/world.ts'
import { isUnitName } from '#core/unit/name/name.ts'
import type { Connection } from '#kernel/kernel.ts'
import { jobFace } from '#manager/bus/faces/job-face.ts'
import { logFace } from '#manager/bus/faces/log-face.ts'
import { managerFace } from '#manager/bus/faces/manager/manager-face.ts'
import { typeFace } from '#manager/bus/faces/type-faces.ts'
import { unitFace } from '#manager/bus/faces/unit-face.ts'
import type { Announcement } from '#manager/deeds/perform.ts'
import { keptOrAnew } from '#manager/kept-names.ts'
import type { Manager } from '#manager/manager.ts'
import { busServices, SystemBus } from './system-bus.ts'
import { Watchers } from './watchers.ts'

/** Root's and our own user's, as with systemd; and everybody's (docs/decisions/0005-users-ask-a-socket-of-their-own.md). */
const privateMode = 0o600
const publicMode = 0o666

export interface Control {
  /** Lets clients come. */
  open(): void
  /** Serves one that came another way. */
  accept(connection: Connection): void
  /** Units are again what they were in a former life. */
  resumed(): void
  announce(effect: Announcement): void
  flush(): void
  startupFinished(): void
  reloading(active: boolean): void
  unitFilesChanged(): void
  unitFileState(unit: string): string
  unitFilePreset(unit: string): string
}

/** `busy` is called whenever somebody asked for something. */
export function openControl(manager: Manager, busy: () => void): Control {
  const { kernel } = manager
  const turns = new Turns()
  const answering: Answering = {
    ownUid: kernel.host.uid,
    machineId: () => readMachineId(kernel.files) ?? undefined,
    log: line => manager.log.say(null, 'warning', line),
    tree: createObjectTree(
      new Map([[managerPath, () => [managerFace.of(manager), logFace.of(manager)]]]),
      new Map([
        [unitsPath, unitBranch(manager)],
        [jobsPath, jobBranch(manager)],
      ]),
    ),
  }
  const server = new ControlServer({
    ...answering,
    guid: hexOf(kernel.host.random(16)),
    turns,
    busy,
    clean: () => kernel.processes.shrink(),
    closeDescriptor: fd => kernel.sockets.closeDescriptor(fd),
  })
  const bus = new SystemBus({
    kernel,
    answering,
    server,
    turns,
    busy,
    activate: unit => activate(manager, unit),
    warn: text => manager.log.say(null, 'warning', text),
  })
  const watchers = new Watchers({
    world: manager.world,
    server,
    facesOf: unit => facesOfUnit(manager, unit),
    jobFace: id => faceOfJob(manager, id),
  })
  return {
    open: once(() => {
      const paths = manager.realm.controlSockets
      listen(manager, server, paths.private, privateMode)
      if (paths.public !== null) {
        listen(manager, server, paths.public, publicMode)
      }
    }),
    accept: connection => server.accept(connection),
    resumed: () => {
      for (const unit of busServices) {
        meetBus(manager, bus, unit)
      }
    },
    announce: effect => {
      watchers.take(effect)
      if (effect.type === 'unit-changed') {
        meetBus(manager, bus, effect.unit)
      }
    },
    flush: () => watchers.flush(),
    startupFinished: () => tellStartupFinished(manager, server),
    reloading: active => server.emit(managerPath, managerInterface, 'Reloading', { active }),
    unitFilesChanged: () => server.emit(managerPath, managerInterface, 'UnitFilesChanged', {}),
    ...unitFileQuestions(manager),
  }
}

function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) {
      act()
    }
    isDone = true
  }
}

function meetBus({ world }: Manager, bus: SystemBus, unit: string): void {
  const entry = busServices.has(unit) ? find(world, unit) : undefined
  if (entry !== undefined && activeState(entry) === 'active') {
    bus.appear()
  }
}

/** The bus asks for the unit behind a name. */
function activate(manager: Manager, unit: string): string | null {
  const loaded = manager.load(unit)
  if (!loaded.ok) {
    return loaded.error.message
  }
  const request = { unit: loaded.value.unit.id, type: 'start', mode: 'replace', reloadIfPossible: false } as const
  const reply = manager.request({ ...request, manual: false })
  return reply.ok ? null : reply.refusal.message
}

/** Without the socket services run all the same; nobody can ask for anything, and that is said. */
function listen({ kernel, log }: Manager, server: ControlServer, path: string, mode: number): void {
  const accept: Parameters<typeof kernel.sockets.listen>[2] = connection => server.accept(connection)
  const listening = keptOrAnew({ ledger: kernel.output.ledger, log }, path, {
    again: fd => kernel.sockets.listenOn(fd, accept),
    anew: () => kernel.sockets.listen(path, mode, accept),
  })
  if (!listening.ok) {
    const why = errnoText(listening.error)
    log.say(null, 'err', `Cannot listen on ${path}: ${why}. systemctl cannot reach this manager there.`)
  }
}

function facesOfUnit(manager: Manager, unit: string): readonly Face[] {
  const entry = find(manager.world, unit)
  if (entry === undefined) {
    return []
  }
  const subject = { steward: manager, entry }
  return [typeFace(subject), unitFace.of(subject)]
}

function faceOfJob(manager: Manager, id: number): Face | undefined {
  const job = manager.world.jobs.get(id)
  return job === undefined ? undefined : jobFace.of({ steward: manager, job })
}

/** An object is there for every valid name: asking for it loads the unit, as with systemd. */
function unitBranch(manager: Manager): Branch {
  return {
    find: label => {
      const name = unescapeLabel(label)
      if (!isUnitName(name, 'plain') && !isUnitName(name, 'instance')) {
        const message = `Unit name ${name} is neither a valid invocation ID nor unit name.`
        return fail(busError('org.freedesktop.DBus.Error.InvalidArgs', message))
      }
      const loaded = manager.load(name)
      return loaded.ok ? ok(facesOfUnit(manager, name)) : undefined
    },
    labels: () => [...manager.world.entries.keys()].map(escapeLabel),
  }
}

function jobBranch(manager: Manager): Branch {
  return {
    find: label => {
      const face = /^\d{1,10}$/.test(label) ? faceOfJob(manager, Number(label)) : undefined
      return face === undefined
        ? fail(busError('org.freedesktop.DBus.Error.UnknownObject', `Unknown object '${jobsPath}/${label}'.`))
        : ok([face])
    },
    labels: () => [...manager.world.jobs.keys()].map(String),
  }
}

function tellStartupFinished({ milestones }: Manager, server: ControlServer): void {
  const { finish, userspace } = milestones
  const took = BigInt(Math.max(0, Math.round(finish.monotonic - userspace.monotonic)))
  const times = { firmware: 0n, loader: 0n, kernel: 0n, initrd: 0n, userspace: took, total: took }
  server.emit(managerPath, managerInterface, 'StartupFinished', times)
}

function unitFileQuestions(manager: Manager): Pick<Control, 'unitFileState' | 'unitFilePreset'> {
  return {
    unitFileState: unit => {
      const state = unitFileState(manager.lookup(), unit)
      // A file that is there and cannot be read as one is bad.
      return state.ok ? state.value : state.error === 'EINVAL' ? 'bad' : ''
    },
    unitFilePreset: unit => {
      const entry = find(manager.world, unit)
      return entry === undefined || entry.unit.fragmentPath === null ? '' : unitFilePresets(manager.lookup())(unit)
    },
  }
}
