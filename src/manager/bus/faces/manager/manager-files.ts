/** Methods of the manager about unit files: what `systemctl enable` and its siblings ask for. The work is the catalog's. */

import { type InstallResult, replyOf } from '#catalog/install/change.ts'
import {
  addDependency,
  disableUnits,
  enableUnits,
  getDefaultTarget,
  type InstallOptions,
  reenableUnits,
  setDefaultTarget,
  unitFileLinks,
} from '#catalog/install/install.ts'
import { linkUnits, maskUnits, revertUnits, unmaskUnits } from '#catalog/install/mask.ts'
import { failureErrorName, replyErrorText } from '#catalog/install/messages.ts'
import { listUnitFiles } from '#catalog/install/unit-file-list.ts'
import { unitFileState } from '#catalog/install/unit-file-state.ts'
import type { Lookup } from '#catalog/lookup.ts'
import { type PresetMode, presetAllUnits, presetModes, presetUnits } from '#catalog/presets/preset-units.ts'
import { type BusError, busError, busErrorOfErrno } from '#control/errors.ts'
import type { Handlers } from '#control/implement.ts'
import type { managerMethods } from '#control/protocol/manager-methods.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { fitsAny } from '#core/base/text/name-pattern.ts'
import type { Steward } from '#manager/steward.ts'
import { invalidArgs } from './refusals.ts'

type ManagerHandlers = Handlers<typeof managerMethods, Steward>
type Row = readonly [string, string, string]

const flag = { runtime: 1n, force: 2n, portable: 4n, all: 7n }

interface Plain {
  readonly runtime: boolean
  readonly force?: boolean
}

function plain({ runtime, force = false }: Plain): InstallOptions {
  return { runtime, force }
}

function flagged(flags: bigint): Result<InstallOptions, BusError> {
  if ((flags & ~flag.all) !== 0n) {
    return invalidArgs('Invalid unit file flags.')
  }
  return ok({
    runtime: (flags & flag.runtime) !== 0n,
    force: (flags & flag.force) !== 0n,
    portable: (flags & flag.portable) !== 0n,
  })
}

interface Answered {
  readonly carries_install_info: boolean
  readonly changes: readonly Row[]
}

/** The answer to a change: its rows, or the error in the words systemctl shows. Who watches is told that files changed. */
function answer(steward: Steward, result: InstallResult): Result<Answered, BusError> {
  const reply = replyOf(result)
  if (!reply.ok) {
    const text = replyErrorText(reply.errno, reply.failure)
    const name = reply.failure === null ? null : failureErrorName(reply.errno)
    return fail(name === null ? busErrorOfErrno(reply.errno, text) : busError(name, text))
  }
  steward.unitFilesChanged()
  const changes = reply.changes.map(({ type, path, source }): Row => [type, path, source])
  return ok({ carries_install_info: reply.carriesInstallInfo, changes })
}

/** For methods that tell only the changes. */
function changesOf(answered: Result<Answered, BusError>): Result<{ changes: readonly Row[] }, BusError> {
  return answered.ok ? ok({ changes: answered.value.changes }) : answered
}

function withFlags(
  steward: Steward,
  flags: bigint,
  act: (lookup: Lookup, options: InstallOptions) => InstallResult,
): Result<Answered, BusError> {
  const options = flagged(flags)
  return options.ok ? answer(steward, act(steward.lookup(), options.value)) : options
}

function isPresetMode(mode: string): mode is PresetMode {
  return presetModes.some(known => known === mode)
}

function presetMode(mode: string): Result<PresetMode, BusError> {
  if (mode === '') {
    return ok('full')
  }
  return isPresetMode(mode) ? ok(mode) : invalidArgs(`Invalid preset mode '${mode}'.`)
}

function listFiles(steward: Steward, states: readonly string[], patterns: readonly string[]) {
  const fits = fitsAny(patterns)
  const files = listUnitFiles(steward.lookup(), name => patterns.length === 0 || fits(name))
  const wanted = files.filter(({ state }) => states.length === 0 || states.includes(state))
  return ok({ unit_files: wanted.map(({ path, state }) => [path, state] as const) })
}

export const fileMethods = {
  ListUnitFiles: steward => listFiles(steward, [], []),
  ListUnitFilesByPatterns: (steward, { states, patterns }) => listFiles(steward, states, patterns),
  GetUnitFileState: (steward, { file }) => {
    const state = unitFileState(steward.lookup(), file)
    return state.ok ? ok({ state: state.value }) : fail(busErrorOfErrno(state.error))
  },
  EnableUnitFiles: (steward, { files, ...how }) => answer(steward, enableUnits(steward.lookup(), files, plain(how))),
  EnableUnitFilesWithFlags: (steward, { files, flags }) =>
    withFlags(steward, flags, (lookup, options) => enableUnits(lookup, files, options)),
  DisableUnitFiles: (steward, { files, ...how }) =>
    changesOf(answer(steward, disableUnits(steward.lookup(), files, plain(how)))),
  DisableUnitFilesWithFlags: (steward, { files, flags }) =>
    changesOf(withFlags(steward, flags, (lookup, options) => disableUnits(lookup, files, options))),
  DisableUnitFilesWithFlagsAndInstallInfo: (steward, { files, flags }) =>
    withFlags(steward, flags, (lookup, options) => disableUnits(lookup, files, options)),
  ReenableUnitFiles: (steward, { files, ...how }) =>
    answer(steward, reenableUnits(steward.lookup(), files, plain(how))),
  LinkUnitFiles: (steward, { files, ...how }) =>
    changesOf(answer(steward, linkUnits(steward.lookup(), files, plain(how)))),
  PresetUnitFiles: (steward, { files, ...how }) =>
    answer(steward, presetUnits(steward.lookup(), files, 'full', plain(how))),
  PresetUnitFilesWithMode: (steward, { files, mode, ...how }) => {
    const known = presetMode(mode)
    return known.ok ? answer(steward, presetUnits(steward.lookup(), files, known.value, plain(how))) : known
  },
  MaskUnitFiles: (steward, { files, ...how }) =>
    changesOf(answer(steward, maskUnits(steward.lookup(), files, plain(how)))),
  UnmaskUnitFiles: (steward, { files, ...how }) =>
    changesOf(answer(steward, unmaskUnits(steward.lookup(), files, plain(how)))),
  RevertUnitFiles: async (steward, { files }) => changesOf(answer(steward, await revertUnits(steward.lookup(), files))),
  SetDefaultTarget: (steward, { name, force }) =>
    changesOf(answer(steward, setDefaultTarget(steward.lookup(), name, { runtime: false, force }))),
  GetDefaultTarget: steward => {
    const target = getDefaultTarget(steward.lookup())
    return target.ok ? ok({ name: target.value }) : fail(busErrorOfErrno(target.error))
  },
  PresetAllUnitFiles: (steward, { mode, ...how }) => {
    const known = presetMode(mode)
    return known.ok ? changesOf(answer(steward, presetAllUnits(steward.lookup(), known.value, plain(how)))) : known
  },
  AddDependencyUnitFiles: (steward, { files, target, type, ...how }) => {
    const kind = type === 'Wants' ? 'wants' : type === 'Requires' ? 'requires' : null
    return kind === null
      ? fail(busErrorOfErrno('EINVAL'))
      : changesOf(answer(steward, addDependency(steward.lookup(), files, target, kind, plain(how))))
  },
  GetUnitFileLinks: (steward, { name, runtime }) => {
    const links = unitFileLinks(steward.lookup(), name, { runtime, force: false })
    return links.ok ? ok({ links: links.value }) : fail(busErrorOfErrno(links.error))
  },
} as const satisfies Partial<ManagerHandlers>
