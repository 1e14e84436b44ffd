/** Lists of what a service may use, or may not: namespaces, address families, file systems, network interfaces. */
import { parseBoolean } from '#core/base/boolean.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { readWord } from '#core/unitfile/words.ts'
import { fileSystemsOf } from './filesystem-groups.ts'

/** CLONE_NEW* of Linux, by the names of RestrictNamespaces=. */
export const namespaceFlags = [
  ['cgroup', 0x02000000n],
  ['ipc', 0x08000000n],
  ['net', 0x40000000n],
  ['mnt', 0x00020000n],
  ['pid', 0x20000000n],
  ['user', 0x10000000n],
  ['uts', 0x04000000n],
] as const
const allNamespaces = namespaceFlags.reduce((mask, [, flag]) => mask | flag, 0n)

/** RestrictNamespaces=: the flags that are left, null when nothing is restricted. */
export function namespaces(): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const truth = parseBoolean(text)
      if (truth.ok) {
        return truth.value ? 0n : allNamespaces
      }
      const invert = text.startsWith('~')
      const list = invert ? text.slice(1) : text
      const named = readFlags(list)
      if (named === undefined) {
        place.warn(`Failed to parse namespace type string, ignoring: ${list}`)
        return before
      }
      if (before === null) {
        return invert ? allNamespaces & ~named : named
      }
      return invert ? before & ~named : before | named
    },
  }
}

function readFlags(text: string): bigint | undefined {
  let mask = 0n
  for (let at = 0; at >= 0; ) {
    const word = readWord(text, at)
    if (!word.ok) {
      return undefined
    }
    if (word.value === null) {
      break
    }
    at = word.value.next
    const name = word.value.word
    const flag = namespaceFlags.find(([known]) => known === name)
    if (flag === undefined) {
      return undefined
    }
    mask |= flag[1]
  }
  return mask
}

/** A list of what is allowed, or of what is not. */
export interface AllowList {
  readonly allows: boolean
  readonly names: readonly string[]
}

/** Linux' address families by number, without AF_. */
export const addressFamilies = new Map(
  [
    'UNIX INET AX25 IPX APPLETALK NETROM BRIDGE ATMPVC X25 INET6 ROSE DECnet NETBEUI SECURITY KEY NETLINK PACKET ASH',
    'ECONET ATMSVC RDS SNA IRDA PPPOX WANPIPE LLC IB MPLS CAN TIPC BLUETOOTH IUCV RXRPC ISDN PHONET IEEE802154 CAIF ALG',
    'NFC VSOCK KCM QIPCRTR SMC XDP MCTP',
  ]
    .join(' ')
    .split(' ')
    .map((name, index) => [`AF_${name}`, index + 1]),
)

/** RestrictAddressFamilies=: null when nothing is said; `none` allows nothing. */
export function addressFamilyList(): Kind<AllowList | null> {
  const read = allowList({
    broken: text => `Invalid syntax, ignoring: ${text}`,
    read: (name, place) => {
      if (addressFamilies.has(name)) {
        return [name]
      }
      place.warn(`Failed to parse address family, ignoring: ${name}`)
      return []
    },
  })
  return {
    initial: null,
    take: (before, text, place) => (text === 'none' ? { allows: true, names: [] } : read.take(before, text, place)),
  }
}

/** RestrictFileSystems=: null when nothing is said; `@` names a group. */
export function fileSystemList(): Kind<AllowList | null> {
  return allowList({
    broken: (text, place) => `Trailing garbage in ${place.key}, ignoring: ${text}`,
    read: (name, place) => {
      if (!name.startsWith('@')) {
        return [name]
      }
      const members = fileSystemsOf(name.slice(1))
      if (members === undefined) {
        place.warn(`bpf-restrict-fs: Unknown filesystem group, ignoring: ${name}`)
      }
      return members ?? []
    },
  })
}

/** RestrictNetworkInterfaces=: null when nothing is said. */
export function interfaceList(): Kind<AllowList | null> {
  return allowList({
    broken: (text, place) => `Trailing garbage in ${place.key}, ignoring: ${text}`,
    read: (name, place) => {
      if (isInterfaceName(name)) {
        return [name]
      }
      place.warn(`Invalid interface name, ignoring: ${name}`)
      return []
    },
  })
}

/** Names the kernel takes for network interfaces (alternative names of up to 127 bytes not counted). */
export function isInterfaceName(name: string): boolean {
  return (
    /^[\x21-\x7e]{1,15}$/.test(name) &&
    !/[:/%]/.test(name) &&
    !['.', '..', 'all', 'default'].includes(name) &&
    !parseUint32(name).ok
  )
}

interface AllowListRules {
  readonly broken: (text: string, place: Place) => string
  /** What a word stands for; nothing after a complaint. */
  readonly read: (name: string, place: Place) => readonly string[]
}

/** The first assignment decides which kind of list it is; the later ones add to it or take away. */
function allowList(rules: AllowListRules): Kind<AllowList | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const invert = text.startsWith('~')
      const allows = before?.allows ?? !invert
      const names = new Set(before?.names)
      for (let at = invert ? 1 : 0; at >= 0; ) {
        const word = readWord(text, at, { quotes: 'remove' })
        if (!word.ok) {
          place.warn(rules.broken(text, place))
          break
        }
        if (word.value === null) {
          break
        }
        at = word.value.next
        for (const name of rules.read(word.value.word, place)) {
          if (invert !== allows) {
            names.add(name)
          } else {
            names.delete(name)
          }
        }
      }
      return { allows, names: [...names] }
    },
  }
}
