/** Socket addresses as bind(2) and connect(2) take them. */
import { readFileSync } from 'node:fs'
import type { SocketAddress } from '#core/base/linux/socket-address.ts'
import { fail, ok } from '#core/base/result.ts'
import { bytesOf } from '#kernel/bytes.ts'
import { attempt } from '#kernel/files/attempt.ts'
import type { Outcome } from '#kernel/kernel.ts'

/** Linux' numbers of the families (socket(2)). */
export const families = { unix: 1, inet: 2, inet6: 10, vsock: 40 } as const

const sunPathSize = 108
const anyCid = 0xffffffff

export function encodeAddress(address: SocketAddress): Outcome<Uint8Array> {
  switch (address.family) {
    case 'unix':
      return encodeUnix(address.path)
    case 'inet':
      return ok(withPort(families.inet, address.port, 16, [[4, address.address]]))
    case 'inet6': {
      const scope = address.interface === undefined ? ok(0) : interfaceIndex(address.interface)
      if (!scope.ok) {
        return scope
      }
      const bytes = withPort(families.inet6, address.port, 28, [[8, address.address]])
      bytes.writeUInt32LE(scope.value, 24)
      return ok(bytes)
    }
    case 'vsock': {
      const bytes = family(families.vsock, 16)
      bytes.writeUInt32LE(address.port, 4)
      bytes.writeUInt32LE(address.cid ?? anyCid, 8)
      return ok(bytes)
    }
  }
}

/** `@` starts a name in the abstract namespace, which begins with NUL and is as long as it is. */
function encodeUnix(path: string): Outcome<Uint8Array> {
  const name = bytesOf(path.startsWith('@') ? `\0${path.slice(1)}` : `${path}\0`)
  if (name.length > sunPathSize) {
    return fail('ENAMETOOLONG')
  }
  return ok(Buffer.concat([family(families.unix, 2), name]))
}

function family(number: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  bytes.writeUInt16LE(number, 0)
  return bytes
}

function withPort(
  number: number,
  port: number,
  sizeBytes: number,
  parts: readonly (readonly [number, readonly number[]])[],
): Buffer {
  const bytes = family(number, sizeBytes)
  bytes.writeUInt16BE(port, 2)
  for (const [at, part] of parts) {
    bytes.set(part, at)
  }
  return bytes
}

function interfaceIndex(name: string): Outcome<number> {
  if (/^[0-9]+$/.test(name)) {
    return ok(Number(name))
  }
  const index = attempt(() => Number(readFileSync(`/sys/class/net/${name}/ifindex`, 'latin1')))
  return index.ok ? index : fail('ENODEV')
}
