/** The way to a manager: its own socket, or the message bus (systemctl(1), --user, --machine=, --host=). */

import { findRuntimeFolder } from '#catalog/runtime-folder.ts'
import { systemRuntimeFolder } from '#catalog/search-path.ts'
import { ledgerPathOf } from '#control/beside.ts'
import { type Client, type ClientOptions, connectClient, openClient } from '#control/client.ts'
import { type BusError, busError } from '#control/errors.ts'
import { connectBus as joinBus, systemBusPath } from '#control/transport/bus.ts'
import { systemdName } from '#control/transport/bus-driver.ts'
import { type ControlSockets, controlSockets } from '#control/transport/sockets.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSpan } from '#core/calendar/span.ts'
import type { Connection, Kernel } from '#kernel/kernel.ts'
import { isForeign, startManager } from './beside.ts'
import { isBooted } from './offline.ts'
import type { ConnectBus, ManagerAddress, NoConnection } from './session.ts'

/** Where sockets are: that of the manager, and that of the bus. */
interface Way {
  readonly direct: ControlSockets
  readonly bus: string
}

/** What a command has for a container whose PID 1 is somebody else's. */
export interface BesideParts {
  /** What is executed to start a manager. */
  readonly launcher: string
  /** Answers from unit files, as a manager that has just begun: the client's end of a connection to it. */
  answer(): Promise<Connection>
}

/** Connects as a kernel's user, with a kernel's sockets. Without `beside` no manager is started where none is. */
export function connectBus(kernel: Kernel, beside: BesideParts | null = null): ConnectBus {
  return async (address, focus) => {
    const way = findWay(kernel, address)
    if (!way.ok) {
      return way
    }
    const options = clientOptions(kernel)
    const isSystem = address.scope === 'system'
    const client = await follow(kernel, way.value, focus, options)
    if (client.ok) {
      return client
    }
    const { transport, wish } = address
    if (beside !== null && isSystem && transport.to === 'local' && focus === 'manager' && wish !== 'reach') {
      // Others than root have no part in what root's manager may do.
      if (kernel.host.uid === 0 && isForeign(kernel)) {
        return connectBeside(kernel, beside, wish, options)
      }
    }
    return fail(isSystem && !isBooted(kernel) ? notBooted : { hint: [], message: client.error.message })
  }
}

/** A question is answered without a manager, unless one of this life has left behind what it knew. */
async function connectBeside(
  kernel: Kernel,
  { launcher, answer }: BesideParts,
  wish: 'ask' | 'change',
  options: ClientOptions,
): Promise<Result<Client, NoConnection>> {
  const ledger = ledgerPathOf(kernel, systemRuntimeFolder)
  if (wish === 'ask' && (ledger === null || !kernel.files.linkStatus(ledger).ok)) {
    const client = await openClient(await answer(), options)
    return client.ok ? client : fail({ hint: [], message: client.error.message })
  }
  const connect = async (): Promise<Client | undefined> => {
    const client = await connectClient(kernel.sockets, systemWay(kernel).direct.private, options)
    return client.ok ? client.value : undefined
  }
  const started = await startManager(kernel, launcher, connect)
  if (started.ok) {
    return started
  }
  const hint = `Cannot start a service manager beside PID 1 (${kernel.processes.comm(1)}): ${started.error}`
  return fail({ hint: [hint], message: errnoText('EHOSTDOWN') })
}

/**
 * Root and a manager's own user speak with it directly, others at its public socket, where they may ask but not change. The bus
 * is the way to a manager of another kind, and for whom there was no room.
 */
async function follow(
  kernel: Kernel,
  way: Way,
  focus: 'manager' | 'bus',
  options: ClientOptions,
): Promise<Result<Client, BusError>> {
  const direct = (path: string) => () => connectClient(kernel.sockets, path, options)
  const overBus = () => listenOnBus(kernel, way.bus, options, focus)
  if (focus === 'bus') {
    return overBus()
  }
  return firstOf([
    direct(way.direct.private),
    ...(way.direct.public === null ? [] : [direct(way.direct.public)]),
    overBus,
  ])
}

function clientOptions({ host, sockets }: Kernel): ClientOptions {
  return {
    uid: host.uid,
    closeDescriptor: fd => sockets.closeDescriptor(fd),
    ...timeLimit(host.environment.get('SYSTEMD_BUS_TIMEOUT') ?? ''),
  }
}

type Attempt = () => Promise<Result<Client, BusError>>

/** The first that answers; when none does, why the first did not. */
async function firstOf([first, ...rest]: readonly [Attempt, ...Attempt[]]): Promise<Result<Client, BusError>> {
  const client = await first()
  if (client.ok) {
    return client
  }
  for (const next of rest) {
    const other = await next()
    if (other.ok) {
      return other
    }
  }
  return client
}

/** $SYSTEMD_BUS_TIMEOUT: how long an answer is waited for. 0 and what is no time leave it as it is. */
function timeLimit(text: string): Pick<ClientOptions, 'timeLimitMs'> {
  const span = parseSpan(text)
  return span.ok && span.value > 0n ? { timeLimitMs: Math.min(Number(span.value / 1000n) + 1, longestMs) } : {}
}

/** What a timer can wait for at the most. */
const longestMs = 2 ** 31 - 1

/**
 * A bus brings signals only to those who ask for them. One on which nobody is the manager is no way to it: asking it would have
 * the bus look for somebody to start, which takes its time.
 */
async function listenOnBus(
  kernel: Kernel,
  path: string,
  options: ClientOptions,
  focus: 'manager' | 'bus',
): Promise<Result<Client, BusError>> {
  const bus = await joinBus(kernel.sockets, path, options)
  if (!bus.ok) {
    return bus
  }
  if (focus === 'manager') {
    const owned = await bus.value.hasOwner(systemdName)
    if (!owned.ok || !owned.value) {
      bus.value.client.close()
      return owned.ok ? fail(nobodyThere) : owned
    }
  }
  await bus.value.addMatch("type='signal',sender='org.freedesktop.systemd1'")
  return ok(bus.value.client)
}

function findWay(kernel: Kernel, { scope, transport }: ManagerAddress): Result<Way, NoConnection> {
  switch (transport.to) {
    case 'local':
      return scope === 'system' ? ok(systemWay(kernel)) : findUserManager(kernel.host.environment)
    case 'machine':
      return findMachine(kernel, scope, transport.machine)
    case 'host':
      return refuse('ENOTCONN')
    case 'capsule':
      return refuse('ENOENT')
  }
}

const nobodyThere = busError('org.freedesktop.DBus.Error.NameHasNoOwner', 'Nobody is the service manager on the bus.')

/** Where the system's manager has a folder of its own, only its user and root reach it. */
function systemWay(kernel: Kernel): Way {
  const folder = findRuntimeFolder(kernel)
  const answers = folder === systemRuntimeFolder ? 'everybody' : 'its user'
  return { direct: controlSockets(folder, answers), bus: systemBusPath }
}

const hereNames = ['.host', 'root@.host', 'root@']

/** Containers have managers of their own, which only systemd-machined could reach; this host can be named as one. */
function findMachine(kernel: Kernel, scope: ManagerAddress['scope'], machine: string): Result<Way, NoConnection> {
  if (machine === '') {
    return refuse('EINVAL')
  }
  return scope === 'system' && hereNames.includes(machine) ? ok(systemWay(kernel)) : refuse('EHOSTDOWN')
}

function findUserManager(environment: ReadonlyMap<string, string>): Result<Way, NoConnection> {
  const folder = environment.get('XDG_RUNTIME_DIR') ?? ''
  if (folder === '') {
    return fail({ hint: [], message: noUserBus })
  }
  return ok({ direct: controlSockets(`${folder}/systemd`, 'its user'), bus: `${folder}/bus` })
}

const noUserBus =
  '$DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined (consider using --machine=<user>@.host --user to connect to bus of other user)'

const notBooted: NoConnection = {
  hint: ["System has not been booted with systemd as init system (PID 1). Can't operate."],
  message: errnoText('EHOSTDOWN'),
}

function refuse(errno: 'ENOTCONN' | 'ENOENT' | 'EINVAL' | 'EHOSTDOWN'): Result<never, NoConnection> {
  return fail({ hint: [], message: errnoText(errno) })
}
