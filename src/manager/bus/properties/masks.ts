/** Sets of numbers as the bytes of a bit mask. */

const wordBytes = 8

/** The mask of processors or nodes, in whole words of the machine, lowest bits first; empty for none. */
export function cpuMask(numbers: readonly number[]): Uint8Array {
  if (numbers.length === 0) {
    return new Uint8Array()
  }
  const highest = Math.max(...numbers)
  const bytes = new Uint8Array(Math.ceil((highest + 1) / (wordBytes * 8)) * wordBytes)
  for (const number of numbers) {
    const at = number >> 3
    bytes[at] = (bytes[at] ?? 0) | (1 << (number & 7))
  }
  return bytes
}
