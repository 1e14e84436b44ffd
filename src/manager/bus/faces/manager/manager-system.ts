/** Methods of the manager about itself: its environment, its definitions, its end. */

import { type BusError, busError } from '#control/errors.ts'
import type { Call, Handlers } from '#control/implement.ts'
import type { managerMethods } from '#control/protocol/manager-methods.ts'
import { parseBoolean } from '#core/base/boolean.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { formatSpan, usecPerSec } from '#core/calendar/span.ts'
import { isAssignment, isVariableName } from '#core/unit/expand/environment.ts'
import type { EndKind, Steward } from '#manager/steward.ts'
import { dumpWorld } from './dump.ts'
import { invalidArgs, notSupported } from './refusals.ts'

type ManagerHandlers = Handlers<typeof managerMethods, Steward>

const notHere = (what: string) => () => notSupported(`${what} is not supported by berth yet.`)

/** These methods end the system at once; `systemctl` asks for the target instead unless it is forced. */
const end = (kind: EndKind) => (steward: Steward) => {
  steward.end(kind, true)
  return ok({})
}

/** What SetShowStatus() takes besides booleans: it goes on while things go well, or only when they go wrong. */
const showStatusModes: ReadonlyMap<string, boolean> = new Map([
  ['auto', false],
  ['error', false],
  ['temporary', true],
])

/** Everybody may have a dump, but users without privileges not often. */
function dump(steward: Steward, patterns: readonly string[], { caller }: Call): Result<{ output: string }, BusError> {
  const waitUs = steward.dumpDelay(caller.uid)
  if (waitUs === 0) {
    return ok({ output: dumpWorld(steward.world, patterns) })
  }
  const wait = formatSpan(BigInt(Math.ceil(waitUs)), usecPerSec)
  const message = `Dump request rejected due to rate limit on unprivileged callers, blocked for ${wait}.`
  return fail(busError('org.freedesktop.DBus.Error.LimitsExceeded', message))
}

export const systemMethods = {
  SetShowStatus: (steward, { mode }) => {
    const known = mode === '' ? true : showStatusModes.get(mode)
    const on = known === undefined ? parseBoolean(mode) : ok(known)
    if (!on.ok) {
      return invalidArgs(`Invalid show status '${mode}'`)
    }
    steward.log.showStatus = on.value
    steward.remember()
    return ok({})
  },
  Subscribe: (_steward, _args, { caller }) =>
    caller.subscribe()
      ? ok({})
      : fail(busError('org.freedesktop.systemd1.AlreadySubscribed', 'Client is already subscribed.')),
  Unsubscribe: (_steward, _args, { caller }) =>
    caller.unsubscribe()
      ? ok({})
      : fail(busError('org.freedesktop.systemd1.NotSubscribed', 'Client is not subscribed.')),
  Dump: (steward, _args, call) => dump(steward, [], call),
  DumpUnitsMatchingPatterns: (steward, { patterns }, call) => dump(steward, patterns, call),
  DumpByFileDescriptor: notHere('Dumping into a descriptor'),
  DumpUnitsMatchingPatternsByFileDescriptor: notHere('Dumping into a descriptor'),
  Reload: async steward => {
    if (!steward.mayReload('Reloading')) {
      return tooOften('Reload')
    }
    await steward.reload()
    return ok({})
  },
  Reexecute: steward => {
    if (!steward.mayReload('Reexecuting')) {
      return tooOften('Reexecute')
    }
    steward.reexecute()
    return ok({})
  },
  // Exit is asked for with a target (systemctl exit): what comes here wants it now, but in order.
  Exit: steward => {
    steward.end('exit', false)
    return ok({})
  },
  Reboot: end('reboot'),
  SoftReboot: notHere('Soft reboot'),
  PowerOff: end('poweroff'),
  Halt: end('halt'),
  KExec: end('kexec'),
  SwitchRoot: notHere('Switching the root'),
  SetEnvironment: (steward, { assignments }) => changeEnvironment(steward, [], assignments),
  UnsetEnvironment: (steward, { names }) => changeEnvironment(steward, names, []),
  UnsetAndSetEnvironment: (steward, { names, assignments }) => changeEnvironment(steward, names, assignments),
  SetExitCode: (steward, { number }) => {
    steward.exitCode = number
    steward.remember()
    return ok({})
  },
  LookupDynamicUserByName: ({ dynamicUsers }, { name }) => {
    const uid = dynamicUsers.ids.get(name)
    return uid === undefined ? noDynamicUser(`Dynamic user ${name} does not exist.`) : ok({ uid })
  },
  LookupDynamicUserByUID: ({ dynamicUsers }, { uid }) => {
    const [name] = [...dynamicUsers.ids].find(([, id]) => id === uid) ?? []
    return name === undefined ? noDynamicUser(`Dynamic user ID ${uid} does not exist.`) : ok({ name })
  },
  GetDynamicUsers: ({ dynamicUsers }) =>
    ok({ users: [...dynamicUsers.ids].map(([name, uid]) => [uid, name] as const) }),
  DumpUnitFileDescriptorStore: () => ok({ entries: [] }),
} as const satisfies Partial<ManagerHandlers>

function tooOften(method: string): Result<never, BusError> {
  return fail(busError('org.freedesktop.DBus.Error.LimitsExceeded', `${method}() request rejected due to rate limit.`))
}

function noDynamicUser(message: string): Result<never, BusError> {
  return fail(busError('org.freedesktop.systemd1.NoSuchDynamicUser', message))
}

/** All or nothing: one bad name leaves the environment as it was. */
function changeEnvironment(
  steward: Steward,
  names: readonly string[],
  assignments: readonly string[],
): Result<Record<never, never>, BusError> {
  const { environment } = steward
  if (!names.every(name => isVariableName(name) || isAssignment(name))) {
    return invalidArgs('Invalid environment variable names or assignments')
  }
  if (!assignments.every(isAssignment)) {
    return invalidArgs('Invalid environment assignments')
  }
  for (const name of names) {
    const equals = name.indexOf('=')
    const key = equals < 0 ? name : name.slice(0, equals)
    if (equals < 0 || environment.variables.get(key) === name.slice(equals + 1)) {
      environment.unset(key)
    }
  }
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=')
    environment.set(assignment.slice(0, equals), assignment.slice(equals + 1))
  }
  steward.remember()
  return ok({})
}
