/** Where sockets listen, and single values of [Socket] (systemd.socket(5)). */

import type { ErrnoName } from '#core/base/linux/errno.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { formatSocketAddress, parseSocketAddress, type SocketAddress } from '#core/base/linux/socket-address.ts'
import { parseInt32, parseInt64, parseUint32 } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseSize } from '#core/base/size.ts'
import { utf8Length } from '#core/base/text/utf8.ts'
import { resettable, single } from '#core/unit/kinds/complain.ts'
import { isDescriptorName } from '#core/unit/kinds/exec/stream.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'
import { isInterfaceName } from '#core/unit/kinds/sandbox/restrict.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'

/** One Listen...=, in the words of the Listen property. */
export type Listen =
  | { readonly is: 'Stream' | 'Datagram' | 'SequentialPacket'; readonly address: SocketAddress }
  | { readonly is: 'FIFO' | 'Special' | 'MessageQueue' | 'USBFunction'; readonly path: string }
  | { readonly is: 'Netlink'; readonly family: string; readonly group: number }

type Sockets = 'Stream' | 'Datagram' | 'SequentialPacket'
type Paths = 'FIFO' | 'Special' | 'MessageQueue' | 'USBFunction'

/** ListenStream= and its siblings; an empty assignment of any of them clears the whole list. */
export function listenSocket(is: Sockets) {
  return (before: readonly Listen[], text: string, place: Place): readonly Listen[] => {
    if (text === '') {
      return []
    }
    const expanded = place.expand(text)
    if (expanded === undefined) {
      return before
    }
    const address = parseSocketAddress(expanded, place.host.sockets)
    if (!address.ok) {
      place.warn(`Failed to parse address value in '${expanded}', ignoring: ${errnoText(address.error)}`)
      return before
    }
    if (is === 'SequentialPacket' && !['unix', 'vsock'].includes(address.value.family)) {
      place.warn(`Address family not supported, ignoring: ${text}`)
      return before
    }
    return [...before, { is, address: address.value }]
  }
}

export function listenPath(is: Paths) {
  return (before: readonly Listen[], text: string, place: Place): readonly Listen[] => {
    if (text === '') {
      return []
    }
    const expanded = place.expand(text)
    const path = expanded === undefined ? undefined : checkPath(expanded, place, { outsideApi: is !== 'Special' })
    return path === undefined ? before : [...before, { is, path }]
  }
}

/** Families of netlink(7) that systemd can name, by Linux' number. */
const netlinkFamilies = new Map([
  [0, 'route'],
  [3, 'firewall'],
  [4, 'inet-diag'],
  [5, 'nflog'],
  [6, 'xfrm'],
  [7, 'selinux'],
  [8, 'iscsi'],
  [9, 'audit'],
  [10, 'fib-lookup'],
  [11, 'connector'],
  [12, 'netfilter'],
  [13, 'ip6-fw'],
  [14, 'dnrtmsg'],
  [15, 'kobject-uevent'],
  [16, 'generic'],
  [18, 'scsitransport'],
  [19, 'ecryptfs'],
  [20, 'rdma'],
])

export function listenNetlink(before: readonly Listen[], text: string, place: Place): readonly Listen[] {
  if (text === '') {
    return []
  }
  const expanded = place.expand(text)
  if (expanded === undefined) {
    return before
  }
  const [written = '', group, ...rest] = expanded.split(/[ \t\n\r]+/)
  const number = group === undefined ? ok(0) : parseUint32(group)
  const family = netlinkFamily(written)
  if (rest.length === 0 && number.ok && family !== undefined) {
    return [...before, { is: 'Netlink', family, group: number.value }]
  }
  place.warn(`Failed to parse address value in '${expanded}', ignoring: ${errnoText('EINVAL')}`)
  return before
}

/** A family's name; a number stays one where it has no name. */
function netlinkFamily(text: string): string | undefined {
  if ([...netlinkFamilies.values()].includes(text)) {
    return text
  }
  const number = parseUint32(text)
  return number.ok ? (netlinkFamilies.get(number.value) ?? `${number.value}`) : undefined
}

/** Where it listens, as the Listen property says it. */
export function formatListen(listen: Listen): string {
  if (listen.is === 'Netlink') {
    return `${listen.family} ${listen.group}`
  }
  return 'address' in listen ? formatSocketAddress(listen.address) : listen.path
}

/** SocketProtocol=: IPPROTO_UDPLITE, IPPROTO_SCTP or IPPROTO_MPTCP; 0 when nothing is said. */
export function socketProtocol(): Kind<number> {
  return single<number>(0, parseProtocol)
}

const supported = new Map([
  ['udplite', 136],
  ['sctp', 132],
  ['mptcp', 262],
])
const otherProtocols =
  'none ip icmp igmp ipip tcp egp pup udp idp tp dccp ipv6 rsvp gre esp ah mtp beetph encap pim comp l2tp mpls ethernet raw'

function parseProtocol(text: string): Result<number, ErrnoName> {
  const named = supported.get(text)
  if (named !== undefined) {
    return ok(named)
  }
  if (text === '' || otherProtocols.split(' ').includes(text)) {
    return fail('EPROTONOSUPPORT')
  }
  const number = parseUint32(text)
  if (!number.ok) {
    return number
  }
  return [...supported.values()].includes(number.value) ? ok(number.value) : fail('EPROTONOSUPPORT')
}

/** BindToDevice=: the name of an interface, empty when nothing is said. */
export function interfaceName(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (text === '' || text === '*') {
        return ''
      }
      if (isInterfaceName(text)) {
        return text
      }
      place.warn(`Invalid interface name, ignoring: ${text}`)
      return before
    },
  }
}

const descriptorNameMax = 255

/** FileDescriptorName=: null when nothing is said. */
export function descriptorName(): Kind<string | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const name = place.expand(text)
      if (name === undefined) {
        return before
      }
      if (utf8Length(name) > descriptorNameMax) {
        place.warn(`Failed to resolve unit specifiers in '${text}', ignoring: ${errnoText('ENAMETOOLONG')}`)
        return before
      }
      if (isDescriptorName(name)) {
        return name
      }
      place.warn(`Invalid file descriptor name, ignoring: ${name}`)
      return before
    },
  }
}

/** Symlinks=: absolute paths; an empty assignment clears the list. What stands behind a bad one is not read. */
export function symlinks(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const paths = [...before]
      for (const word of wordsOf(text, { quotes: 'remove' }, () => place.warn(`Invalid syntax, ignoring: ${text}`))) {
        const expanded = place.expand(word)
        const path = expanded === undefined ? undefined : checkPath(expanded, place)
        if (path === undefined) {
          break
        }
        paths.push(path)
      }
      return paths
    },
  }
}

/** IPTOS=: a name, or a number of 8 bits; -1 when nothing is said. */
export function typeOfService(): Kind<number> {
  const names = new Map([
    ['low-delay', 0x10],
    ['throughput', 0x08],
    ['reliability', 0x04],
    ['low-cost', 0x02],
  ])
  const kind = single<number>(-1, text => {
    const named = names.get(text)
    if (named !== undefined) {
      return ok(named)
    }
    const number = parseUint32(text)
    return number.ok && number.value <= 0xff ? number : fail('EINVAL')
  })
  return resettable(kind)
}

/** ReceiveBuffer= and its likes: bytes, null when nothing is said. */
export function bufferSize(): Kind<bigint> {
  return single<bigint>(0n, text => parseSize(text, 1024))
}

/** A number of 64 bits with sign. */
export function long(): Kind<bigint> {
  return single<bigint>(0n, text => parseInt64(text))
}

export function signedNumber(initial: number): Kind<number> {
  return single<number>(initial, text => parseInt32(text))
}
