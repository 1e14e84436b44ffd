/** What systemctl 257 says of changes to unit files, word for word, since people and programs look for these lines. */
import { type ErrnoName, errnoText } from '#core/base/linux/errno.ts'
import { unreachable } from '#core/base/unreachable.ts'
import type { Change, Done, Failure, InstallResult } from './change.ts'

export interface Wording {
  /** `--quiet`: only failures are told. */
  readonly quiet: boolean
  /** Whether the terminal's character set has an arrow. */
  readonly utf8: boolean
}

/**
 * The lines for a result, as systemctl prints them when it does the work itself. `verb` stands in "Failed to VERB unit".
 */
export function resultLines(verb: string, { changes, errno }: InstallResult, wording: Wording): readonly string[] {
  const lines = changes.flatMap(change => changeLine(verb, change, wording) ?? [])
  const isTold = changes.some(({ type }) => type === 'failure')
  return errno === null || isTold ? lines : [...lines, `Failed to ${verb} unit: ${errnoText(errno)}.`]
}

function changeLine(verb: string, change: Change, wording: Wording): string | null {
  if (change.type !== 'failure') {
    return doneLine(change, wording)
  }
  const known = failureText(change)
  return known === null
    ? `Failed to ${verb} unit ${change.path}: ${errnoText(change.errno)}`
    : `Failed to ${verb} unit: ${known}`
}

/** The line for one thing that was done, null when it is not told. */
export function doneLine({ type, path, source }: Done, { quiet, utf8 }: Wording): string | null {
  if (quiet) {
    return null
  }
  switch (type) {
    case 'symlink':
      return `Created symlink '${path}' ${utf8 ? '→' : '->'} '${source}'.`
    case 'unlink':
      return `Removed '${path}'.`
    case 'masked':
      return `Unit ${path} is masked, ignoring.`
    case 'masked by generator':
      return `Unit ${path} is masked via a generator and cannot be unmasked, skipping.`
    case 'dangling':
      return `Unit ${path} is an alias to a unit that is not present, ignoring.`
    case 'destination not present':
      return `Unit ${source} is added as a dependency to a non-existent unit ${path}.`
    case 'auxiliary unit failed':
      return `Failed to enable auxiliary unit ${path}, ignoring.`
    default:
      return unreachable(type)
  }
}

/** The text of the error a method call ends with. */
export function replyErrorText(errno: ErrnoName, failure: Failure | null): string {
  if (failure === null) {
    return errnoText(errno)
  }
  return failureText(failure) ?? `File ${failure.path}: ${errnoText(failure.errno)}`
}

/** The name of the D-Bus error for a failure; null where it is that of the errno. */
export function failureErrorName(errno: ErrnoName): FailureErrorName | null {
  return errorNames.get(errno) ?? null
}

export type FailureErrorName =
  `org.freedesktop.systemd1.${'UnitExists' | 'UnitMasked' | 'UnitGenerated' | 'UnitBadPath' | 'UnitLinked' | 'BadUnitSetting' | 'NoSuchUnit'}`

const errorNames = new Map<ErrnoName, FailureErrorName>([
  ['EEXIST', 'org.freedesktop.systemd1.UnitExists'],
  ['ERFKILL', 'org.freedesktop.systemd1.UnitMasked'],
  ['EADDRNOTAVAIL', 'org.freedesktop.systemd1.UnitGenerated'],
  ['ETXTBSY', 'org.freedesktop.systemd1.UnitBadPath'],
  ['ELOOP', 'org.freedesktop.systemd1.UnitLinked'],
  ['EBADSLT', 'org.freedesktop.systemd1.BadUnitSetting'],
  ['EIDRM', 'org.freedesktop.systemd1.BadUnitSetting'],
  ['EUCLEAN', 'org.freedesktop.systemd1.BadUnitSetting'],
  ['EXDEV', 'org.freedesktop.systemd1.BadUnitSetting'],
  ['EUNATCH', 'org.freedesktop.systemd1.BadUnitSetting'],
  ['ENOENT', 'org.freedesktop.systemd1.NoSuchUnit'],
  ['ENOLINK', 'org.freedesktop.systemd1.NoSuchUnit'],
])

/** What a failure means; null for an error that has no words of its own. */
export function failureText({ errno, path, source }: Failure): string | null {
  switch (errno) {
    case 'EEXIST':
      return `File '${path}' already exists${source === '' ? '' : ` and is a symlink to ${source}`}`
    case 'ERFKILL':
      return `Unit ${path} is masked`
    case 'EADDRNOTAVAIL':
      return `Unit ${path} is transient or generated`
    case 'ETXTBSY':
      return `File '${path}' is under the systemd unit hierarchy already`
    case 'EBADSLT':
      return `Invalid specifier in unit ${path}`
    case 'EIDRM':
      return `Refusing to operate on template unit ${source} when destination unit ${path} is a non-template unit`
    case 'EUCLEAN':
      return `Invalid unit name ${path}`
    case 'ELOOP':
      return `Refusing to operate on linked unit file ${path}`
    case 'EXDEV':
      return source === '' ? `Invalid unit reference ${path}` : `Cannot alias ${path} as ${source}`
    case 'ENOENT':
      return `Unit ${path} does not exist`
    case 'ENOLINK':
      return `Unit ${path} is an unresolvable alias`
    case 'EUNATCH':
      return `Cannot resolve specifiers in unit ${path}`
    default:
      return null
  }
}

/** Told when units that are to be enabled or disabled have nothing to be enabled by. */
export function noInstallInfoLines(utf8: boolean): readonly string[] {
  const dot = utf8 ? '•' : '*'
  return [
    'The unit files have no installation config (WantedBy=, RequiredBy=, UpheldBy=,',
    'Also=, or Alias= settings in the [Install] section, and DefaultInstance= for',
    'template units). This means they are not meant to be enabled or disabled using systemctl.',
    ' ',
    'Possible reasons for having these kinds of units are:',
    `${dot} A unit may be statically enabled by being symlinked from another unit's`,
    '  .wants/, .requires/, or .upholds/ directory.',
    `${dot} A unit's purpose may be to act as a helper for some other unit which has`,
    '  a requirement dependency on it.',
    `${dot} A unit may be started when needed via activation (socket, path, timer,`,
    '  D-Bus, udev, scripted systemctl call, ...).',
    `${dot} In case of template units, the unit is meant to be enabled with some`,
    '  instance name specified.',
  ]
}
