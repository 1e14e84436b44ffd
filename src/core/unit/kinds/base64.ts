/** Bytes written in Base64 and in hexadecimal digits, as unit files have them (StandardInputData=, SetCredential=, RootHash=). */
import { fail, ok, type Result } from '#core/base/result.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/**
 * Reads Base64 with padding; blanks between the letters mean nothing. EPIPE for a text that ends too early, ENAMETOOLONG for
 * something behind the padding, EINVAL for what is no Base64.
 */
export function decodeBase64(text: string): Result<Uint8Array, 'EINVAL' | 'EPIPE' | 'ENAMETOOLONG'> {
  const letters = text.replace(/[ \t\n\r]/g, '')
  const bytes: number[] = []
  for (let at = 0; at < letters.length; at += 4) {
    const group = letters.slice(at, at + 4)
    if (/[^A-Za-z0-9+/=]/.test(group) || /^.{0,1}=/.test(group) || /^..=[^=]/.test(group)) {
      return fail('EINVAL')
    }
    if (group.length < 4) {
      return fail('EPIPE')
    }
    if (group.endsWith('=') && at + 4 < letters.length) {
      return fail('ENAMETOOLONG')
    }
    const [a = 0, b = 0, c = 0, d = 0] = [...group].map(letter => Math.max(0, alphabet.indexOf(letter)))
    if ((group.endsWith('==') && (b & 15) !== 0) || (/[^=]=$/.test(group) && (c & 3) !== 0)) {
      return fail('EINVAL')
    }
    bytes.push((a << 2) | (b >> 4))
    if (group.charAt(2) !== '=') {
      bytes.push(((b << 4) | (c >> 2)) & 0xff)
    }
    if (group.charAt(3) !== '=') {
      bytes.push(((c << 6) | d) & 0xff)
    }
  }
  return ok(Uint8Array.from(bytes))
}

/** Reads pairs of hexadecimal digits; undefined for anything else. */
export function decodeHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/[ \t\n\r]/g, '')
  if (digits.length % 2 !== 0 || /[^0-9a-fA-F]/.test(digits)) {
    return undefined
  }
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}
