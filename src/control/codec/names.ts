/** Which names the protocol allows (D-Bus Specification, "Valid Names", "Valid Object Paths"). Names have at most 255 characters. */

const maxLength = 255

/** `org.freedesktop.systemd1.Manager`: at least two elements, none of which begins with a digit. Error names are the same. */
export function isInterfaceName(name: string): boolean {
  return name.length <= maxLength && /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/.test(name)
}

/** `StartUnit`: methods, signals and properties. */
export function isMemberName(name: string): boolean {
  return name.length <= maxLength && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}

/** `org.freedesktop.systemd1` or `:1.42`: elements may hold `-`, and begin with a digit only in unique names. */
export function isBusName(name: string): boolean {
  if (name.length > maxLength) {
    return false
  }
  return /^[A-Za-z_-][A-Za-z0-9_-]*(?:\.[A-Za-z_-][A-Za-z0-9_-]*)+$|^:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/.test(name)
}

/** `/`, or elements of letters, digits and `_`, each after a slash; of any length. */
export function isObjectPath(path: string): boolean {
  if (path === '/') {
    return true
  }
  if (!path.startsWith('/') || path.endsWith('/')) {
    return false
  }
  for (let at = 1; at < path.length; at++) {
    const code = path.charCodeAt(at)
    if (code === slash ? path.charCodeAt(at - 1) === slash : !isLabelCode(code)) {
      return false
    }
  }
  return true
}

const slash = 0x2f

function isLabelCode(code: number): boolean {
  const letter = code | 0x20
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f
}
