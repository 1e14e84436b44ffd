/** The interface each type of units has besides Unit: the settings of its files, and what lives of it. */
import { type Face, implement } from '#control/implement.ts'
import { automountInterface } from '#control/protocol/units/automount.ts'
import { deviceInterface } from '#control/protocol/units/device.ts'
import { mountInterface } from '#control/protocol/units/mount.ts'
import { pathInterface } from '#control/protocol/units/path.ts'
import { scopeInterface } from '#control/protocol/units/scope.ts'
import { serviceInterface } from '#control/protocol/units/service.ts'
import { sliceInterface } from '#control/protocol/units/slice.ts'
import { socketInterface } from '#control/protocol/units/socket.ts'
import { swapInterface } from '#control/protocol/units/swap.ts'
import { targetInterface } from '#control/protocol/units/target.ts'
import { timerInterface } from '#control/protocol/units/timer.ts'
import { resources } from '#core/base/linux/rlimit.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import { notSupported } from '#manager/bus/faces/manager/refusals.ts'
import { scopeSettings, sliceSettings } from '#manager/bus/properties/group.ts'
import { automountSettings, mountSettings, swapSettings } from '#manager/bus/properties/mount.ts'
import { serviceSettings } from '#manager/bus/properties/service.ts'
import { socketSettings } from '#manager/bus/properties/socket.ts'
import { about, type PropertyHost } from '#manager/bus/properties/subject.ts'
import { pathSettings, timerSettings } from '#manager/bus/properties/timer.ts'
import { accountingGetters, accountingHandlers } from './accounting.ts'
import { serviceRuntime } from './service-runtime.ts'
import type { UnitSubject } from './unit-runtime.ts'

/** Defaults are for units that were read: others show what the manager itself has. */
function hostFor({ load }: Unit, host: PropertyHost): PropertyHost {
  return load === 'not-found' || load === 'masked'
    ? { ...host, manager: { ...host.manager, ...noDefaultLimits } }
    : host
}

const noDefaultLimits = Object.fromEntries(resources.map(({ name }) => [`DefaultLimit${name}`, null]))

/** The subject of a unit of one type, for the tables of that type's settings. */
function as<T extends UnitType>(_type: T) {
  return ({ steward, entry }: UnitSubject) => ({
    // Which faces a unit is given is decided by its type alone (typeFace below).
    unit: entry.unit as Extract<Unit, { type: T }>,
    host: hostFor(entry.unit, steward.propertyHost),
    zone: steward.zone,
  })
}

/** A service that was never read has no type. */
const isMissing = ({ entry: { unit } }: UnitSubject): boolean => unit.load === 'not-found' || unit.load === 'masked'
const ownService = about(serviceSettings, as('service'))
const whereMissing = {
  Type: (subject: UnitSubject) =>
    isMissing(subject) || subject.entry.unit.load === 'error' ? '' : ownService.Type(subject),
  OOMPolicy: (subject: UnitSubject) => (isMissing(subject) ? '' : ownService.OOMPolicy(subject)),
  StandardOutput: (subject: UnitSubject) => (isMissing(subject) ? 'inherit' : ownService.StandardOutput(subject)),
  TimeoutStartUSec: (subject: UnitSubject) =>
    isMissing(subject)
      ? subject.steward.propertyHost.manager.DefaultTimeoutStartSec
      : ownService.TimeoutStartUSec(subject),
}

const noId = 2 ** 32 - 1
const notHere = (what: string) => () => notSupported(`${what} is not supported by berth yet.`)
/** What units without a main process show of their commands; at rest where we run none of them. */
const ofCommands = {
  ControlPID: ({ entry: { machine, state } }: UnitSubject) => machine.processes?.(state)[0]?.pid ?? 0,
  Result: ({ entry: { machine, state } }: UnitSubject) => machine.outcome?.(state).result ?? 'success',
  UID: ({ steward, entry }: UnitSubject) => steward.identityOf(entry.unit.id)?.uid ?? noId,
  GID: ({ steward, entry }: UnitSubject) => steward.identityOf(entry.unit.id)?.gid ?? noId,
}

const faces = {
  service: implement(serviceInterface).for<UnitSubject>({
    properties: { ...accountingGetters, ...about(serviceSettings, as('service')), ...serviceRuntime, ...whereMissing },
    methods: {
      ...accountingHandlers,
      BindMount: notHere('Mounting into units'),
      MountImage: notHere('Mounting into units'),
      DumpFileDescriptorStore: () => ({ ok: true, value: { entries: [] } }),
    },
  }),
  socket: implement(socketInterface).for<UnitSubject>({
    properties: {
      ...accountingGetters,
      ...about(socketSettings, as('socket')),
      ...ofCommands,
      NConnections: () => 0,
      NAccepted: () => 0,
      NRefused: () => 0,
    },
    methods: accountingHandlers,
  }),
  timer: implement(timerInterface).for<UnitSubject>({
    properties: {
      ...about(timerSettings, as('timer')),
      NextElapseUSecRealtime: () => 0n,
      NextElapseUSecMonotonic: () => 0n,
      LastTriggerUSec: () => 0n,
      LastTriggerUSecMonotonic: () => 0n,
      Result: () => 'success',
    },
    methods: {},
  }),
  path: implement(pathInterface).for<UnitSubject>({
    properties: { ...about(pathSettings, as('path')), Result: () => 'success' },
    methods: {},
  }),
  mount: implement(mountInterface).for<UnitSubject>({
    properties: { ...accountingGetters, ...about(mountSettings, as('mount')), ...ofCommands },
    methods: accountingHandlers,
  }),
  automount: implement(automountInterface).for<UnitSubject>({
    properties: { ...about(automountSettings, as('automount')), Result: () => 'success' },
    methods: {},
  }),
  swap: implement(swapInterface).for<UnitSubject>({
    properties: { ...accountingGetters, ...about(swapSettings, as('swap')), ...ofCommands },
    methods: accountingHandlers,
  }),
  slice: implement(sliceInterface).for<UnitSubject>({
    properties: { ...accountingGetters, ...about(sliceSettings, as('slice')) },
    methods: accountingHandlers,
  }),
  scope: implement(scopeInterface).for<UnitSubject>({
    properties: {
      ...accountingGetters,
      ...about(scopeSettings, as('scope')),
      Controller: () => '',
      Result: () => 'success',
    },
    methods: { ...accountingHandlers, Abandon: notHere('Abandoning scopes') },
  }),
  device: implement(deviceInterface).for<UnitSubject>({ properties: { SysFSPath: () => '' }, methods: {} }),
  target: implement(targetInterface).for<UnitSubject>({ properties: {}, methods: {} }),
} as const

/** The face of a unit's own type. */
export function typeFace(subject: UnitSubject): Face {
  return faces[subject.entry.unit.type].of(subject)
}
