/**
 * Any text, and any path, as part of a unit's name (systemd.unit(5), "String Escaping for Inclusion in Unit Names";
 * systemd-escape(1)): `/` is written `-`, what a name cannot hold is written `\xHH` for each byte.
 */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { isAbsolute, isNormalized, simplifyPath } from '#core/base/path.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { siphash24 } from '#core/base/siphash.ts'
import { decodeText, encodeText } from '#core/base/text/text.ts'
import { isUnitName, isUnitPrefix, isUnitSuffix, readUnitName, unitNameMax } from './name.ts'

/** Escapes a text; a dot at the start is escaped too, since names must not hide. */
export function escapeUnitName(text: string): string {
  let escaped = ''
  for (const [index, byte] of encodeText(text).entries()) {
    const character = String.fromCharCode(byte)
    const plain = /[A-Za-z0-9:_.]/.test(character) && !(index === 0 && character === '.')
    escaped += character === '/' ? '-' : plain ? character : hex(byte)
  }
  return escaped
}

/** A byte as names write it. */
export function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}

/** Undoes escapeUnitName(). EINVAL for a backslash that no `xHH` follows. */
export function unescapeUnitName(text: string): Result<string, 'EINVAL'> {
  if (/\\(?!x[0-9a-fA-F]{2})/.test(text)) {
    return fail('EINVAL')
  }
  const bytes = text
    .replaceAll('-', '/')
    .split(/(\\x..)/)
    .flatMap((part, index) => (index % 2 === 1 ? [Number.parseInt(part.slice(2), 16)] : [...encodeText(part)]))
  return ok(decodeText(Uint8Array.from(bytes)))
}

/** Escapes a path without its outer slashes; the root and nothing are `-`. EINVAL for a path with `..` in it. */
export function escapeUnitPath(path: string): Result<string, 'EINVAL'> {
  const simple = simplifyPath(path)
  if (simple === '' || simple === '/') {
    return ok('-')
  }
  return isNormalized(simple) ? ok(escapeUnitName(simple.replace(/^\//, ''))) : fail('EINVAL')
}

/** Undoes escapeUnitPath(): the answer is absolute. EINVAL for what no path would give. */
export function unescapeUnitPath(text: string): Result<string, 'EINVAL'> {
  if (text === '-') {
    return ok('/')
  }
  const path = unescapeUnitName(text)
  if (!path.ok) {
    return path
  }
  if (path.value === '' || isAbsolute(path.value) || path.value.endsWith('/')) {
    return fail('EINVAL')
  }
  return isNormalized(`/${path.value}`) ? ok(`/${path.value}`) : fail('EINVAL')
}

/** The name of the unit for a path, such as `var-lib.mount`; one that would be too long ends in a hash. */
export function unitNameFromPath(path: string, suffix: string): Result<string, 'EINVAL'> {
  const stem = escapeUnitPath(path)
  if (!stem.ok) {
    return stem
  }
  if (!isUnitSuffix(suffix)) {
    return fail('EINVAL')
  }
  const name = shorten(stem.value, suffix)
  return isUnitName(name, 'plain') ? ok(name) : fail('EINVAL')
}

// Which key systemd hashes with is part of the name, and so of the interface.
const hashKey = Uint8Array.of(
  0xec,
  0xf2,
  0x37,
  0xfb,
  0x58,
  0x32,
  0x4a,
  0x32,
  0x84,
  0x9f,
  0x06,
  0x9b,
  0x0d,
  0x21,
  0xeb,
  0x9a,
)
const hashDigits = 16

function shorten(stem: string, suffix: string): string {
  const name = stem + suffix
  if (name.length <= unitNameMax) {
    return name
  }
  // The end of the C string is hashed with it.
  const hash = siphash24(encodeText(`${name}\0`), hashKey)
    .toString(16)
    .padStart(hashDigits, '0')
  const bytes = hash.match(/../g)?.reverse().join('') ?? ''
  return `${name.slice(0, unitNameMax - suffix.length - hashDigits - 1)}_${bytes}${suffix}`
}

/** The name of the instance for a path, such as `systemd-fsck@dev-sda.service`. ENAMETOOLONG beyond 255 bytes. */
export function unitNameFromPathInstance(prefix: string, path: string, suffix: string): Result<string, ErrnoName> {
  if (!isUnitPrefix(prefix) || !isUnitSuffix(suffix)) {
    return fail('EINVAL')
  }
  const instance = escapeUnitPath(path)
  if (!instance.ok) {
    return instance
  }
  const name = `${prefix}@${instance.value}${suffix}`
  if (name.length > unitNameMax) {
    return fail('ENAMETOOLONG')
  }
  return isUnitName(name, 'instance') ? ok(name) : fail('EINVAL')
}

/** The path a unit is named after: `/var/lib` for `var-lib.mount`. ENAMETOOLONG when a hash took the place of its end. */
export function pathOfUnitName(name: string): Result<string, ErrnoName> {
  const parts = readUnitName(name)
  if (parts === undefined) {
    return fail('EINVAL')
  }
  if (parts.kind === 'plain' && /_[0-9a-fA-F]{16}$/.test(parts.prefix)) {
    return fail('ENAMETOOLONG')
  }
  return unescapeUnitPath(parts.prefix)
}
