/** IPAddressAllow= and IPAddressDeny= (systemd.resource-control(5)). */

import { parseIpv4, parseIpv6 } from '#core/base/linux/ip-address.ts'
import { parseUint8 } from '#core/base/numbers.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'

/** A range of addresses; the bits behind the prefix are zero. */
export interface IpPrefix {
  /** AF_INET or AF_INET6. */
  readonly family: 2 | 10
  readonly bytes: readonly number[]
  readonly length: number
}

const names = new Map([
  ['any', ['0.0.0.0/0', '::/0']],
  ['localhost', ['127.0.0.0/8', '::1/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/64']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
])

/** A set that grows; an empty assignment clears it. */
export function ipPrefixes(): Kind<readonly IpPrefix[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const found = [...before]
      for (const word of wordsOf(text)) {
        for (const prefix of readPrefixes(word, place)) {
          if (!found.some(known => isSame(known, prefix))) {
            found.push(prefix)
          }
        }
      }
      return found
    },
  }
}

function readPrefixes(word: string, place: Place): readonly IpPrefix[] {
  const found = (names.get(word) ?? [word]).map(parseIpPrefix)
  if (found.every(prefix => prefix !== undefined)) {
    return found
  }
  place.warn(`Invalid address prefix is specified in [${place.section}] ${place.key}=, ignoring assignment: ${word}`)
  return []
}

/** Reads `192.0.2.0/24` or `2001:db8::/32`; without a length it is one address. */
export function parseIpPrefix(text: string): IpPrefix | undefined {
  const slash = text.indexOf('/')
  const address = slash < 0 ? text : text.slice(0, slash)
  const v4 = parseIpv4(address)
  const bytes = v4 ?? parseIpv6(address)
  if (bytes === undefined) {
    return undefined
  }
  const max = bytes.length * 8
  const length = slash < 0 ? max : readLength(text.slice(slash + 1))
  if (length === undefined || length > max) {
    return undefined
  }
  return { family: v4 === undefined ? 10 : 2, bytes: mask(bytes, length), length }
}

function readLength(text: string): number | undefined {
  const number = parseUint8(text)
  return number.ok ? number.value : undefined
}

function mask(bytes: readonly number[], length: number): readonly number[] {
  return bytes.map((byte, index) => {
    const bits = Math.min(Math.max(length - index * 8, 0), 8)
    return byte & (0xff << (8 - bits)) & 0xff
  })
}

function isSame(one: IpPrefix, other: IpPrefix): boolean {
  return one.length === other.length && one.bytes.join() === other.bytes.join()
}
