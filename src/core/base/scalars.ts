/** Small numbers with a meaning and a range of their own (systemd.exec(5)). Errors are those of numbers.ts unless said. */
import { type ErrnoName, errnoNumber, isErrnoName } from '#core/base/linux/errno.ts'
import { type NumberError, parseInt32, parseUint16, parseUint32, parseUnsigned } from './numbers.ts'
import { fail, ok, type Result } from './result.ts'

/** A nice level, -20 (most favourable) to 19 (Nice=). */
export function parseNice(text: string): Result<number, NumberError> {
  return within(parseInt32(text), -20, 19)
}

/** An adjustment of the out-of-memory killer's choice, -1000 to 1000 (OOMScoreAdjust=). */
export function parseOomScoreAdjust(text: string): Result<number, NumberError> {
  return within(parseInt32(text), -1000, 1000)
}

/** Permission bits in octal up to 7777 (UMask=, SocketMode=); a sign is refused. */
export function parseMode(text: string): Result<number, NumberError> {
  const found = parseUnsigned(text, 0o7777n, { base: 8, refuseSign: true })
  return found.ok ? ok(Number(found.value)) : found
}

/** A process id greater than zero. */
export function parsePid(text: string): Result<number, NumberError> {
  const found = parseUnsigned(text, 2n ** 31n - 1n)
  if (!found.ok) {
    return found
  }
  return found.value === 0n ? fail('ERANGE') : ok(Number(found.value))
}

/**
 * A user or group id in plain decimal. ENXIO for 65535 and 4294967295, which the kernel uses to say "none".
 */
export function parseUid(text: string): Result<number, NumberError | 'ENXIO'> {
  const rules = { base: 10, refuseSign: true, refuseLeadingZero: true, refuseSpace: true } as const
  const found = parseUint32(text, rules)
  if (!found.ok) {
    return found
  }
  return isValidUid(found.value) ? found : fail('ENXIO')
}

/** Whether a number can be the id of a user or group. */
export function isValidUid(uid: number): boolean {
  return Number.isInteger(uid) && uid >= 0 && uid < 0xffffffff && uid !== 0xffff
}

/** A port of TCP or UDP, 1 to 65535. */
export function parsePort(text: string): Result<number, NumberError> {
  const found = parseUint16(text, { refuseSpace: true })
  return found.ok && found.value === 0 ? fail('EINVAL') : found
}

// Second names which Linux gives to some of its errors.
const errnoAliases = new Map([
  ['EWOULDBLOCK', 'EAGAIN'],
  ['EDEADLOCK', 'EDEADLK'],
  ['ENOTSUP', 'EOPNOTSUPP'],
])

/** An error number, 0 to 4095, by number or name (SystemCallErrorNumber=). */
export function parseErrno(text: string): Result<number, ErrnoName> {
  const name = errnoAliases.get(text) ?? text
  if (isErrnoName(name)) {
    return ok(errnoNumber(name))
  }
  return within(parseInt32(text), 0, 4095)
}

function within(found: Result<number, NumberError>, min: number, max: number): Result<number, NumberError> {
  if (!found.ok) {
    return found
  }
  return found.value < min || found.value > max ? fail('ERANGE') : found
}
