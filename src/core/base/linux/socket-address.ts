/** Addresses of sockets as ListenStream=, ListenDatagram= and ListenSequentialPacket= take them (systemd.socket(5)). */

import { parseUint32 } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parsePort } from '#core/base/scalars.ts'
import { utf8Length } from '#core/base/text/utf8.ts'
import type { ErrnoName } from './errno.ts'
import { formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from './ip-address.ts'

/** Where a socket listens. IP addresses are bytes in network order. */
export type SocketAddress =
  | {
      readonly family: 'unix' /** An absolute path, or `@` and a name in the abstract namespace. */
      readonly path: string
    }
  | { readonly family: 'inet'; readonly address: readonly number[]; readonly port: number }
  | {
      readonly family: 'inet6'
      readonly address: readonly number[]
      readonly port: number
      /** The network interface of a link-local address, by name or number. */
      readonly interface?: string
    }
  | {
      readonly family: 'vsock'
      /** The machine to talk to; undefined for any. */
      readonly cid?: number
      readonly port: number
      readonly type?: 'stream' | 'dgram' | 'seqpacket'
    }

/** What of the host decides how an address is read. */
export interface SocketAddressHost {
  /** Whether IPv6 sockets can be made: a port alone then listens on both families. */
  readonly ipv6: boolean
  /** Whether the host has this network interface, by name or number. */
  hasInterface(name: string): boolean
}

const sunPathMax = 107
const anyCid = 0xffffffff

/**
 * Reads an address: a path, `@name`, `port`, `192.0.2.1:80`, `[2001:db8::1]:80%eth0` or `vsock:CID:PORT`. EINVAL for what is
 * none, ERANGE for a port out of range, ENAMETOOLONG for a path over 107 bytes, ENODEV for an interface the host has not.
 */
export function parseSocketAddress(text: string, host: SocketAddressHost): Result<SocketAddress, ErrnoName> {
  if (text.startsWith('/') || text.startsWith('@')) {
    return parseUnix(text)
  }
  if (text.startsWith('vsock')) {
    return parseVsock(text)
  }
  const port = parsePort(text)
  if (port.ok) {
    return ok(anyAddress(port.value, host.ipv6))
  }
  if (port.error === 'ERANGE') {
    return port
  }
  return parseInternet(text, host)
}

function anyAddress(port: number, ipv6: boolean): SocketAddress {
  return ipv6
    ? { family: 'inet6', address: Array<number>(16).fill(0), port }
    : { family: 'inet', address: [0, 0, 0, 0], port }
}

function parseUnix(text: string): Result<SocketAddress, ErrnoName> {
  if (text.length === 1) {
    return fail('EINVAL')
  }
  if (utf8Length(text) > sunPathMax) {
    return fail(text.startsWith('/') ? 'ENAMETOOLONG' : 'EINVAL')
  }
  return ok({ family: 'unix', path: text })
}

function parseVsock(text: string): Result<SocketAddress, ErrnoName> {
  const found = /^vsock(?:-(stream|dgram|seqpacket))?:([^:]*):(.*)$/s.exec(text)
  if (found === null) {
    return fail('EINVAL')
  }
  const [, type, machine = '', service = ''] = found
  const port = parseUint32(service)
  if (!port.ok) {
    return port
  }
  if (port.value === anyCid) {
    return fail('EINVAL')
  }
  const cid = machine === '' ? ok(anyCid) : parseUint32(machine)
  if (!cid.ok) {
    return cid
  }
  return ok({
    family: 'vsock',
    port: port.value,
    ...(cid.value === anyCid ? {} : { cid: cid.value }),
    ...(type === 'stream' || type === 'dgram' || type === 'seqpacket' ? { type } : {}),
  })
}

function parseInternet(text: string, host: SocketAddressHost): Result<SocketAddress, ErrnoName> {
  const percent = text.indexOf('%')
  const name = percent < 0 ? undefined : text.slice(percent + 1)
  if (text.includes('#') || (name !== undefined && !isInterfaceName(name))) {
    return fail('EINVAL')
  }
  if (name !== undefined && !host.hasInterface(name)) {
    return fail('ENODEV')
  }
  const found = /^(?:\[([^\]]*)\]|([^:[\]]*)):([^:]*)$/s.exec(percent < 0 ? text : text.slice(0, percent))
  if (found === null) {
    return fail('EINVAL')
  }
  const [, six, four = '', service = ''] = found
  const address = six === undefined ? parseIpv4(four) : parseIpv6(six)
  const port = parsePort(service)
  if (address === undefined) {
    return fail(six !== undefined && !port.ok ? port.error : 'EINVAL')
  }
  if (!port.ok) {
    return port
  }
  if (six === undefined) {
    return ok({ family: 'inet', address, port: port.value })
  }
  return ok({ family: 'inet6', address, port: port.value, ...(name === undefined ? {} : { interface: name }) })
}

/** Names of network interfaces, alternative ones included: no blanks, slashes, colons or percent signs. */
function isInterfaceName(name: string): boolean {
  return /^[\x21-\x7e]{1,127}$/.test(name) && !/[:/%]/.test(name) && name !== '.' && name !== '..'
}

/** An address as `systemctl show -p Listen` prints it, which can be read again. */
export function formatSocketAddress(address: SocketAddress): string {
  switch (address.family) {
    case 'unix':
      return address.path
    case 'inet':
      return `${formatIpv4(address.address)}:${address.port}`
    case 'inet6': {
      const scope = address.interface === undefined ? '' : `%${address.interface}`
      return `[${formatIpv6(address.address)}]:${address.port}${scope}`
    }
    case 'vsock':
      return `vsock:${address.cid ?? ''}:${address.port}`
  }
}
