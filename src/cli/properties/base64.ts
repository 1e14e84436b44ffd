/** Base64 (RFC 4648), on one line. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.subarray(at, at + 3)
    const bits = ((group[0] ?? 0) << 16) | ((group[1] ?? 0) << 8) | (group[2] ?? 0)
    const digits = [18, 12, 6, 0].map(shift => alphabet.charAt((bits >> shift) & 63))
    text += digits
      .slice(0, group.length + 1)
      .join('')
      .padEnd(4, '=')
  }
  return text
}
