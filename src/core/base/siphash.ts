/** SipHash-2-4 (Aumasson and Bernstein, 2012): 64 bits of a keyed hash, little end first in `key` and `data`. */
export function siphash24(data: Uint8Array, key: Uint8Array): bigint {
  const k0 = word(key, 0)
  const k1 = word(key, 8)
  const v = [k0 ^ 0x736f6d6570736575n, k1 ^ 0x646f72616e646f6dn, k0 ^ 0x6c7967656e657261n, k1 ^ 0x7465646279746573n]
  const whole = data.length - (data.length % 8)
  for (let at = 0; at < whole; at += 8) {
    absorb(v, word(data, at))
  }
  absorb(v, word(data, whole) | (BigInt(data.length & 0xff) << 56n))
  v[2] = at(v, 2) ^ 0xffn
  for (let round = 0; round < 4; round++) {
    mix(v)
  }
  return v.reduce((sum, part) => sum ^ part, 0n)
}

const mask = 2n ** 64n - 1n

/** Up to eight bytes as one number; bytes behind the end count as zero. */
function word(bytes: Uint8Array, start: number): bigint {
  let value = 0n
  for (let index = 7; index >= 0; index--) {
    value = (value << 8n) | BigInt(bytes[start + index] ?? 0)
  }
  return value
}

function absorb(v: bigint[], message: bigint): void {
  v[3] = at(v, 3) ^ message
  mix(v)
  mix(v)
  v[0] = at(v, 0) ^ message
}

function at(v: readonly bigint[], index: number): bigint {
  return v[index] ?? 0n
}

function mix(v: bigint[]): void {
  half(v, 0, 1, 13n, 32n)
  half(v, 2, 3, 16n, 0n)
  half(v, 0, 3, 21n, 0n)
  half(v, 2, 1, 17n, 32n)
}

/** One add, rotate and xor; the sum is rotated too where `sumShift` says so. */
function half(v: bigint[], a: number, b: number, shift: bigint, sumShift: bigint): void {
  const sum = (at(v, a) + at(v, b)) & mask
  v[b] = rotate(at(v, b), shift) ^ sum
  v[a] = rotate(sum, sumShift)
}

function rotate(value: bigint, shift: bigint): bigint {
  return ((value << shift) | (value >> (64n - shift))) & mask
}
