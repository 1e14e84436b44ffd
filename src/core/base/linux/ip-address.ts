/** Internet addresses as inet_pton(3) reads and inet_ntop(3) writes them, in bytes of network order. */

/** Reads `192.0.2.1`: four decimal numbers without leading zeros. Undefined for anything else. */
export function parseIpv4(text: string): readonly number[] | undefined {
  if (!/^(?:(?:0|[1-9][0-9]{0,2})(?:\.|$)){4}$/.test(text) || text.endsWith('.')) {
    return undefined
  }
  const bytes = text.split('.').map(Number)
  return bytes.every(byte => byte <= 255) ? bytes : undefined
}

/** Reads `2001:db8::1`, also with an IPv4 address in the last four bytes. Undefined for anything else. */
export function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) {
    return undefined
  }
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1))
  if (head === undefined || (halves.length === 2 && tail === undefined)) {
    return undefined
  }
  if (tail === undefined) {
    return head.length === 16 ? head : undefined
  }
  const gap = 16 - head.length - tail.length
  return gap >= 2 ? [...head, ...Array<number>(gap).fill(0), ...tail] : undefined
}

function parseGroups(text: string, last: boolean): readonly number[] | undefined {
  if (text === '') {
    return []
  }
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [index, group] of groups.entries()) {
    const embedded = last && index === groups.length - 1 ? parseIpv4(group) : undefined
    if (embedded === undefined && !/^[0-9a-fA-F]{1,4}$/.test(group)) {
      return undefined
    }
    const number = Number.parseInt(group, 16)
    bytes.push(...(embedded ?? [number >> 8, number & 0xff]))
  }
  return bytes
}

/** Writes an address of 4 bytes. */
export function formatIpv4(bytes: readonly number[]): string {
  return bytes.join('.')
}

/** Writes an address of 16 bytes: the first of the longest runs of zero groups becomes `::`. */
export function formatIpv6(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0))
  const run = longestZeroRun(groups)
  const dotted = run?.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff))
  const words = groups.slice(0, dotted ? 6 : 8).map(group => group.toString(16))
  if (dotted) {
    words.push(formatIpv4(bytes.slice(12)))
  }
  if (run === undefined) {
    return words.join(':')
  }
  return `${words.slice(0, run.start).join(':')}::${words.slice(run.start + run.length).join(':')}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } | undefined {
  let best: { start: number; length: number } | undefined
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === 0) {
      length++
    }
    if (length > Math.max(1, best?.length ?? 0)) {
      best = { start, length }
    }
  }
  return best
}
