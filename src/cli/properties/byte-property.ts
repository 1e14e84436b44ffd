/** Properties that are bytes: sets of processors, ids, data. */
import { encodeBase64 } from './base64.ts'

const sets = /^(?:Startup)?Allowed(?:CPUs|MemoryNodes)$|^Effective(?:CPUs|MemoryNodes)$|^CPUAffinity$|^NUMAMask$/

export function formatBytesProperty(name: string, bytes: Uint8Array): string {
  if (sets.test(name)) {
    return formatSet(bytes)
  }
  return name === 'StandardInputData' ? encodeBase64(bytes) : hex(bytes)
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Numbers of bits that are set, as ranges: `0-1 3`. */
function formatSet(bytes: Uint8Array): string {
  const ranges: [first: number, last: number][] = []
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    if (((bytes[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) {
      continue
    }
    const range = ranges.at(-1)
    if (range !== undefined && range[1] === bit - 1) {
      range[1] = bit
    } else {
      ranges.push([bit, bit])
    }
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(' ')
}
