/** org.freedesktop.systemd1.Unit: what all units have in common. */
import type { BusError } from '#control/errors.ts'
import { type Handlers, implement } from '#control/implement.ts'
import { unitInterface } from '#control/protocol/unit.ts'
import { ok, type Result } from '#core/base/result.ts'
import { notReferenced, notSupported } from '#manager/bus/faces/manager/refusals.ts'
import { enqueueJob, queueJob, type Wanted, wanted } from '#manager/bus/faces/manager/requests.ts'
import { about } from '#manager/bus/properties/subject.ts'
import { unitSettings } from '#manager/bus/properties/unit.ts'
import { cleanUnit } from './clean.ts'
import { killUnit } from './kill.ts'
import { setProperties } from './set-properties.ts'
import { type UnitSubject, unitRuntime } from './unit-runtime.ts'

type Ask = (subject: UnitSubject, args: { readonly mode: string }) => Result<{ job: string }, BusError>

const ask =
  (wish: Wanted): Ask =>
  ({ steward, entry }, { mode }) =>
    queueJob(steward, entry.unit.id, mode, wish)

const notHere = (what: string) => () => notSupported(`${what} is not supported by berth yet.`)

const methods = {
  Start: ask(wanted.Start),
  Stop: ask(wanted.Stop),
  Reload: ask(wanted.Reload),
  Restart: ask(wanted.Restart),
  TryRestart: ask(wanted.TryRestart),
  ReloadOrRestart: ask(wanted.ReloadOrRestart),
  ReloadOrTryRestart: ask(wanted.ReloadOrTryRestart),
  EnqueueJob: ({ steward, entry }, { job_type, job_mode }) => enqueueJob(steward, entry.unit.id, job_type, job_mode),
  Kill: ({ steward, entry }, { whom, signal }) => killUnit(steward, entry, whom, signal, null),
  QueueSignal: ({ steward, entry }, { whom, signal, value }) => killUnit(steward, entry, whom, signal, value),
  ResetFailed: ({ steward, entry }) => {
    steward.submit({ type: 'reset-failed', unit: entry.unit.id })
    return ok({})
  },
  SetProperties: ({ steward, entry }, { properties }) => setProperties(steward, entry, properties),
  Ref: ({ steward, entry }, _args, { caller }) => {
    steward.references.take(caller, entry.unit.id)
    return ok({})
  },
  Unref: ({ steward, entry }, _args, { caller }) =>
    steward.references.drop(caller, entry.unit.id) ? ok({}) : notReferenced(),
  Clean: ({ steward, entry }, { mask }) => cleanUnit(steward, entry, mask),
  Freeze: notHere('Freezing units'),
  Thaw: notHere('Thawing units'),
} as const satisfies Handlers<typeof unitInterface.methods, UnitSubject>

export const unitFace = implement(unitInterface).for<UnitSubject>({
  properties: { ...about(unitSettings, ({ entry }: UnitSubject) => ({ unit: entry.unit })), ...unitRuntime },
  methods,
})
