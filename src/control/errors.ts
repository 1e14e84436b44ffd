/**
 * Errors as they stand on the wire, and what they are worth as errno: the same tables sd-bus has (sd-bus-errors(3)), taken from
 * the answers of systemd 257's own library. Exit codes of the command line are computed from the errno.
 */
import { type ErrnoName, errnoText, isErrnoName } from '#core/base/linux/errno.ts'

/** Why a call failed: a name for programs, a message for people, which systemctl prints as it is. */
export interface BusError {
  readonly name: string
  readonly message: string
}

const rows = [
  ['org.freedesktop.DBus.Error.AccessDenied', 'EACCES'],
  ['org.freedesktop.DBus.Error.AddressInUse', 'EADDRINUSE'],
  ['org.freedesktop.DBus.Error.AuthFailed', 'EACCES'],
  ['org.freedesktop.DBus.Error.BadAddress', 'EADDRNOTAVAIL'],
  ['org.freedesktop.DBus.Error.Disconnected', 'ECONNRESET'],
  ['org.freedesktop.DBus.Error.Failed', 'EACCES'],
  ['org.freedesktop.DBus.Error.FileExists', 'EEXIST'],
  ['org.freedesktop.DBus.Error.FileNotFound', 'ENOENT'],
  ['org.freedesktop.DBus.Error.IOError', 'EIO'],
  ['org.freedesktop.DBus.Error.InconsistentMessage', 'EBADMSG'],
  ['org.freedesktop.DBus.Error.InteractiveAuthorizationRequired', 'EACCES'],
  ['org.freedesktop.DBus.Error.InvalidArgs', 'EINVAL'],
  ['org.freedesktop.DBus.Error.InvalidFileContent', 'EINVAL'],
  ['org.freedesktop.DBus.Error.InvalidSignature', 'EINVAL'],
  ['org.freedesktop.DBus.Error.LimitsExceeded', 'ENOBUFS'],
  ['org.freedesktop.DBus.Error.MatchRuleInvalid', 'EINVAL'],
  ['org.freedesktop.DBus.Error.MatchRuleNotFound', 'ENOENT'],
  ['org.freedesktop.DBus.Error.NameHasNoOwner', 'ENXIO'],
  ['org.freedesktop.DBus.Error.NoMemory', 'ENOMEM'],
  ['org.freedesktop.DBus.Error.NoNetwork', 'ENONET'],
  ['org.freedesktop.DBus.Error.NoReply', 'ETIMEDOUT'],
  ['org.freedesktop.DBus.Error.NoServer', 'EHOSTDOWN'],
  ['org.freedesktop.DBus.Error.NotSupported', 'EOPNOTSUPP'],
  ['org.freedesktop.DBus.Error.ObjectPathInUse', 'EBUSY'],
  ['org.freedesktop.DBus.Error.PropertyReadOnly', 'EROFS'],
  ['org.freedesktop.DBus.Error.SELinuxSecurityContextUnknown', 'ESRCH'],
  ['org.freedesktop.DBus.Error.ServiceUnknown', 'EHOSTUNREACH'],
  ['org.freedesktop.DBus.Error.TimedOut', 'ETIMEDOUT'],
  ['org.freedesktop.DBus.Error.Timeout', 'ETIMEDOUT'],
  ['org.freedesktop.DBus.Error.UnixProcessIdUnknown', 'ESRCH'],
  ['org.freedesktop.DBus.Error.UnknownInterface', 'EBADR'],
  ['org.freedesktop.DBus.Error.UnknownMethod', 'EBADR'],
  ['org.freedesktop.DBus.Error.UnknownObject', 'EBADR'],
  ['org.freedesktop.DBus.Error.UnknownProperty', 'EBADR'],
  ['org.freedesktop.systemd1.AlreadySubscribed', 'EINVAL'],
  ['org.freedesktop.systemd1.BadUnitSetting', 'ENOEXEC'],
  ['org.freedesktop.systemd1.DiskFull', 'ENOSPC'],
  ['org.freedesktop.systemd1.FileDescriptorStoreDisabled', 'EHOSTDOWN'],
  ['org.freedesktop.systemd1.FreezeCancelled', 'EIO'],
  ['org.freedesktop.systemd1.FrozenByParent', 'EDEADLK'],
  ['org.freedesktop.systemd1.JobFailed', 'EREMOTEIO'],
  ['org.freedesktop.systemd1.JobTypeNotApplicable', 'EBADR'],
  ['org.freedesktop.systemd1.LoadFailed', 'EIO'],
  ['org.freedesktop.systemd1.NoIsolation', 'EPERM'],
  ['org.freedesktop.systemd1.NoSuchDynamicUser', 'ESRCH'],
  ['org.freedesktop.systemd1.NoSuchJob', 'ENOENT'],
  ['org.freedesktop.systemd1.NoSuchProcess', 'ESRCH'],
  ['org.freedesktop.systemd1.NoSuchUnit', 'ENOENT'],
  ['org.freedesktop.systemd1.NoUnitForInvocationID', 'ENOENT'],
  ['org.freedesktop.systemd1.NoUnitForPID', 'ESRCH'],
  ['org.freedesktop.systemd1.NotReferenced', 'EUNATCH'],
  ['org.freedesktop.systemd1.NotSubscribed', 'EINVAL'],
  ['org.freedesktop.systemd1.NothingToClean', 'EIO'],
  ['org.freedesktop.systemd1.OnlyByDependency', 'EINVAL'],
  ['org.freedesktop.systemd1.ScopeNotRunning', 'EHOSTDOWN'],
  ['org.freedesktop.systemd1.ShuttingDown', 'ECANCELED'],
  ['org.freedesktop.systemd1.TransactionIsDestructive', 'EDEADLK'],
  ['org.freedesktop.systemd1.TransactionJobsConflicting', 'EDEADLK'],
  ['org.freedesktop.systemd1.TransactionOrderIsCyclic', 'EDEADLK'],
  ['org.freedesktop.systemd1.UnitBadPath', 'EIO'],
  ['org.freedesktop.systemd1.UnitBusy', 'EIO'],
  ['org.freedesktop.systemd1.UnitExists', 'EEXIST'],
  ['org.freedesktop.systemd1.UnitGenerated', 'EADDRNOTAVAIL'],
  ['org.freedesktop.systemd1.UnitInactive', 'EIO'],
  ['org.freedesktop.systemd1.UnitLinked', 'ELOOP'],
  ['org.freedesktop.systemd1.UnitMasked', 'ERFKILL'],
] as const

/** The names we know. Others may still come from a peer. */
export type BusErrorName = (typeof rows)[number][0]

const errnoOfName = new Map<string, ErrnoName>(rows)

const systemErrorPrefix = 'System.Error.'

/** The names sd-bus gives to errors that began as an errno; the rest are `System.Error.` and the errno's name. */
const nameOfErrno: { readonly [Name in ErrnoName]?: BusErrorName } = {
  EPERM: 'org.freedesktop.DBus.Error.AccessDenied',
  ENOENT: 'org.freedesktop.DBus.Error.FileNotFound',
  ESRCH: 'org.freedesktop.DBus.Error.UnixProcessIdUnknown',
  EIO: 'org.freedesktop.DBus.Error.IOError',
  ENOMEM: 'org.freedesktop.DBus.Error.NoMemory',
  EACCES: 'org.freedesktop.DBus.Error.AccessDenied',
  EEXIST: 'org.freedesktop.DBus.Error.FileExists',
  EINVAL: 'org.freedesktop.DBus.Error.InvalidArgs',
  ETIME: 'org.freedesktop.DBus.Error.Timeout',
  EBADMSG: 'org.freedesktop.DBus.Error.InconsistentMessage',
  EOPNOTSUPP: 'org.freedesktop.DBus.Error.NotSupported',
  EADDRINUSE: 'org.freedesktop.DBus.Error.AddressInUse',
  EADDRNOTAVAIL: 'org.freedesktop.DBus.Error.BadAddress',
  ENETRESET: 'org.freedesktop.DBus.Error.Disconnected',
  ECONNABORTED: 'org.freedesktop.DBus.Error.Disconnected',
  ECONNRESET: 'org.freedesktop.DBus.Error.Disconnected',
  ENOBUFS: 'org.freedesktop.DBus.Error.LimitsExceeded',
  ETIMEDOUT: 'org.freedesktop.DBus.Error.Timeout',
}

/** An error of a known name. */
export function busError(name: BusErrorName, message: string): BusError {
  return { name, message }
}

/** An error that began as an errno; without a message it says what strerror(3) says. */
export function busErrorOfErrno(errno: ErrnoName, message: string = errnoText(errno)): BusError {
  return { name: nameOfErrno[errno] ?? `${systemErrorPrefix}${errno}`, message }
}

/** The errno an error is worth, as sd_bus_error_get_errno(3) has it: EIO for a name that is not known. */
export function errnoOfBusError(error: BusError): ErrnoName {
  const known = errnoOfName.get(error.name)
  if (known !== undefined) {
    return known
  }
  const word = error.name.startsWith(systemErrorPrefix) ? error.name.slice(systemErrorPrefix.length) : ''
  return isErrnoName(word) ? word : 'EIO'
}
