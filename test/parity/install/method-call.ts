/** The manager's methods for unit files on the functions of the catalog room, answering as `dbus-send --print-reply` prints it. */
import { type InstallResult, replyOf } from '#catalog/install/change.ts'
import {
  addDependency,
  disableUnits,
  enableUnits,
  type InstallOptions,
  reenableUnits,
  setDefaultTarget,
  unitFileLinks,
} from '#catalog/install/install.ts'
import { linkUnits, maskUnits, revertUnits, unmaskUnits } from '#catalog/install/mask.ts'
import { failureErrorName, replyErrorText } from '#catalog/install/messages.ts'
import { unitFileState } from '#catalog/install/unit-file-state.ts'
import { type Lookup, newLookup } from '#catalog/lookup.ts'
import { presetUnits } from '#catalog/presets/preset-units.ts'
import { busErrorOfErrno } from '#control/errors.ts'
import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { Files, Outcome } from '#kernel/kernel.ts'
import { knownHost } from '../../catalog/scratch.ts'
import type { Output } from './command-line.ts'

interface Call {
  readonly lookup: Lookup
  readonly names: readonly string[]
  readonly texts: readonly string[]
  readonly options: InstallOptions
}

/** Calls a method with arguments as dbus-send writes them. */
export async function callMethod(files: Files, root: string, call: readonly string[]): Promise<Output> {
  const [method = '', ...written] = call
  const valuesOf = (type: string) => written.flatMap(word => (word.startsWith(type) ? [word.slice(type.length)] : []))
  const [runtime, force] = valuesOf('boolean:').map(value => value === 'true')
  const flags = Number(valuesOf('uint64:')[0] ?? 0)
  const scope = { mode: 'system', root, environment: new Map() } as const
  const lookup = newLookup(files, scope, { host: () => knownHost, say: () => undefined })
  const [names = []] = valuesOf('array:string:').map(list => list.split(','))
  const options = { runtime: runtime === true || (flags & 1) !== 0, force: force === true || (flags & 2) !== 0 }
  const answer = await methods[method]?.({ lookup, names, texts: valuesOf('string:'), options })
  if (answer === undefined) {
    throw new Error(`no method ${method}`)
  }
  return answer
}

const methods: Readonly<Record<string, (call: Call) => Output | Promise<Output>>> = {
  EnableUnitFiles: c => reply(enableUnits(c.lookup, c.names, c.options), 'carries'),
  EnableUnitFilesWithFlags: c => reply(enableUnits(c.lookup, c.names, c.options), 'carries'),
  ReenableUnitFiles: c => reply(reenableUnits(c.lookup, c.names, c.options), 'carries'),
  PresetUnitFiles: c => reply(presetUnits(c.lookup, c.names, 'full', c.options), 'carries'),
  DisableUnitFiles: c => reply(disableUnits(c.lookup, c.names, c.options)),
  DisableUnitFilesWithFlags: c => reply(disableUnits(c.lookup, c.names, c.options)),
  DisableUnitFilesWithFlagsAndInstallInfo: c => reply(disableUnits(c.lookup, c.names, c.options), 'carries'),
  MaskUnitFiles: c => reply(maskUnits(c.lookup, c.names, c.options)),
  UnmaskUnitFiles: c => reply(unmaskUnits(c.lookup, c.names, c.options)),
  LinkUnitFiles: c => reply(linkUnits(c.lookup, c.names, c.options)),
  RevertUnitFiles: async c => reply(await revertUnits(c.lookup, c.names)),
  SetDefaultTarget: c =>
    reply(setDefaultTarget(c.lookup, c.texts[0] ?? '', { runtime: false, force: c.options.runtime })),
  AddDependencyUnitFiles: c => reply(addDependency(c.lookup, c.names, c.texts[0] ?? '', 'wants', c.options)),
  GetUnitFileState: c => text(unitFileState(c.lookup, c.texts[0] ?? '')),
  GetUnitFileLinks: c => list(unitFileLinks(c.lookup, c.texts[0] ?? '', c.options)),
}

function reply(result: InstallResult, carries?: 'carries'): Output {
  const answer = replyOf(result)
  if (!answer.ok) {
    const name = answer.failure === null ? null : failureErrorName(answer.errno)
    return error(name ?? busErrorOfErrno(answer.errno).name, replyErrorText(answer.errno, answer.failure))
  }
  const head = carries === undefined ? [] : [`   boolean ${answer.carriesInstallInfo}`]
  const structs = answer.changes.flatMap(({ type, path, source }) => [
    '      struct {',
    ...[type, path, source].map(word => `         string "${word}"`),
    '      }',
  ])
  return { exit: 0, out: [...head, '   array [', ...structs, '   ]'], err: [] }
}

function text(answer: Outcome<string>): Output {
  return answer.ok ? { exit: 0, out: [`   string "${answer.value}"`], err: [] } : plainError(answer.error)
}

function list(answer: Outcome<readonly string[]>): Output {
  if (!answer.ok) {
    return plainError(answer.error)
  }
  return { exit: 0, out: ['   array [', ...answer.value.map(word => `      string "${word}"`), '   ]'], err: [] }
}

function plainError(errno: ErrnoName): Output {
  const { name, message } = busErrorOfErrno(errno)
  return error(name, message)
}

function error(name: string, message: string): Output {
  return { exit: 1, out: [], err: [`Error ${name}: ${message}`] }
}
