import { parseUid } from '#core/base/scalars.ts'
import { isUtf8 } from '#core/base/text/utf8.ts'

/** What to accept beside portable names. */
export interface UserNameRules {
  /** Anything that does no harm in /etc/passwd, as User= takes it, instead of only `[A-Za-z_][A-Za-z0-9_-]*`. */
  readonly relaxed?: boolean
  /** Also the number of a user or group. */
  readonly numeric?: boolean
}

/** Whether a text can name a user or a group (systemd.exec(5), User=). */
export function isUserName(name: string, rules: UserNameRules = {}): boolean {
  if (parseUid(name).ok) {
    return rules.numeric ?? false
  }
  return rules.relaxed ? isHarmless(name) : isPortable(name)
}

// The size of the name in utmp, with its end.
const portableMax = 31

function isPortable(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && name.length <= portableMax
}

/** No separators of /etc/passwd or of paths, nothing that could be taken for a number, nothing invisible. */
function isHarmless(name: string): boolean {
  if (name === '' || !isUtf8(name) || /[\x00-\x1f\x7f:/]/.test(name)) {
    return false
  }
  if (name.startsWith(' ') || name.endsWith(' ')) {
    return false
  }
  return !/^-?[0-9]*$/.test(name) && name !== '.' && name !== '..'
}
