/** FNV-1a over the UTF-16 units of a text, 32 bits: spreads names, and keeps no secrets. */
export function hashText(text: string): number {
  let hash = 0x811c_9dc5
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at)
    hash = Math.imul(hash, 0x0100_0193)
  }
  return hash >>> 0
}
