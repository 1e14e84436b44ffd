/** The way to a manager: its own socket, or the message bus (systemctl(1), --user, --machine=, --host=). */

import { systemRuntimeFolder } from '#catalog/search-path.ts'
import { type Client, type ClientOptions, connectClient } from '#control/client.ts'
import { type BusError, busError } from '#control/errors.ts'
import { connectBus as joinBus, systemBusPath } from '#control/transport/bus.ts'
import { systemdName } from '#control/transport/bus-driver.ts'
import { type ControlSockets, controlSockets } from '#control/transport/sockets.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSpan } from '#core/calendar/span.ts'
import type { Kernel } from '#kernel/kernel.ts'
import { isBooted } from './offline.ts'
import type { ConnectBus, ManagerAddress, NoConnection } from './session.ts'

/** Where sockets are: that of the manager, and that of the bus. */
interface Way {
  readonly direct: ControlSockets
  readonly bus: string
}

/** Connects as a kernel's user, with a kernel's sockets. */
export function connectBus(kernel: Kernel): ConnectBus {
  return async (address, focus) => {
    const way = findWay(kernel, address)
    if (!way.ok) return way
    const system = address.scope === 'system'
    const client = await follow(kernel, way.value, focus)
    if (client.ok) return client
    return fail(system && !isBooted(kernel) ? notBooted : { hint: [], message: client.error.message })
  }
}

/**
 * Root and a manager's own user speak with it directly, others at its public socket, where they may ask but not change. The bus
 * is the way to a manager of another kind, and for whom there was no room.
 */
async function follow(kernel: Kernel, way: Way, focus: 'manager' | 'bus'): Promise<Result<Client, BusError>> {
  const options: ClientOptions = {
    uid: kernel.host.uid,
    closeDescriptor: fd => kernel.sockets.closeDescriptor(fd),
    ...timeLimit(kernel.host.environment.get('SYSTEMD_BUS_TIMEOUT') ?? ''),
  }
  const direct = (path: string) => () => connectClient(kernel.sockets, path, options)
  const overBus = () => listenOnBus(kernel, way.bus, options, focus)
  if (focus === 'bus') return overBus()
  return firstOf([
    direct(way.direct.private),
    ...(way.direct.public === null ? [] : [direct(way.direct.public)]),
    overBus,
  ])
}

type Attempt = () => Promise<Result<Client, BusError>>

/** The first that answers; when none does, why the first did not. */
async function firstOf([first, ...rest]: readonly [Attempt, ...Attempt[]]): Promise<Result<Client, BusError>> {
  const client = await first()
  if (client.ok) return client
  for (const next of rest) {
    const other = await next()
    if (other.ok) return other
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
  if (!bus.ok) return bus
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

function findWay({ host }: Kernel, { scope, transport }: ManagerAddress): Result<Way, NoConnection> {
  switch (transport.to) {
    case 'local':
      return scope === 'system' ? ok(systemWay) : findUserManager(host.environment)
    case 'machine':
      return findMachine(scope, transport.machine)
    case 'host':
      return refuse('ENOTCONN')
    case 'capsule':
      return refuse('ENOENT')
  }
}

const nobodyThere = busError('org.freedesktop.DBus.Error.NameHasNoOwner', 'Nobody is the service manager on the bus.')

const systemWay: Way = { direct: controlSockets(systemRuntimeFolder, 'everybody'), bus: systemBusPath }
const hereNames = ['.host', 'root@.host', 'root@']

/** Containers have managers of their own, which only systemd-machined could reach; this host can be named as one. */
function findMachine(scope: ManagerAddress['scope'], machine: string): Result<Way, NoConnection> {
  if (machine === '') return refuse('EINVAL')
  return scope === 'system' && hereNames.includes(machine) ? ok(systemWay) : refuse('EHOSTDOWN')
}

function findUserManager(environment: ReadonlyMap<string, string>): Result<Way, NoConnection> {
  const folder = environment.get('XDG_RUNTIME_DIR') ?? ''
  if (folder === '') return fail({ hint: [], message: noUserBus })
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
