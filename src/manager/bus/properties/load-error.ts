/** LoadError= (org.freedesktop.systemd1(5)): name and message of what kept a unit from being loaded. */
import { type ErrnoName, errnoText, isErrnoName } from '#core/base/linux/errno.ts'
import type { Unit } from '#core/unit/unit.ts'

/** Names of D-Bus itself for some errors; the others are `System.Error.ENAME`. */
const standardNames = new Map<ErrnoName, string>([
  ['EPERM', 'AccessDenied'],
  ['EACCES', 'AccessDenied'],
  ['EINVAL', 'InvalidArgs'],
  ['ENOMEM', 'NoMemory'],
  ['ENOENT', 'FileNotFound'],
  ['EEXIST', 'FileExists'],
  ['ETIMEDOUT', 'Timeout'],
  ['EIO', 'IOError'],
  ['EOPNOTSUPP', 'NotSupported'],
  ['ENOBUFS', 'LimitsExceeded'],
  ['EBADMSG', 'InconsistentMessage'],
])

/** Both are empty for a unit that is loaded. */
export function loadError(unit: Unit): readonly [string, string] {
  switch (unit.load) {
    case 'loaded':
      return ['', '']
    case 'not-found':
      return ['org.freedesktop.systemd1.NoSuchUnit', `Unit ${unit.id} not found.`]
    case 'bad-setting':
      return ['org.freedesktop.systemd1.BadUnitSetting', `Unit ${unit.id} has a bad unit file setting.`]
    case 'masked':
      return ['org.freedesktop.systemd1.UnitMasked', `Unit ${unit.id} is masked.`]
    case 'error': {
      const errno = unit.loadErrno !== null && isErrnoName(unit.loadErrno) ? unit.loadErrno : 'EIO'
      const name = standardNames.get(errno)
      return [
        name === undefined ? `System.Error.${errno}` : `org.freedesktop.DBus.Error.${name}`,
        `Unit ${unit.id} failed to load properly, please adjust/correct and reload service manager: ${errnoText(errno)}`,
      ]
    }
  }
}
