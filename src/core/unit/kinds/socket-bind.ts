/** Which addresses a service may bind (systemd.resource-control(5), SocketBindAllow=). */
import { parseUint16 } from '#core/base/numbers.ts'
import type { Kind } from './kind.ts'

/** SocketBindAllow= and SocketBindDeny=: which addresses may be bound; 0 stands for any. */
export interface SocketBind {
  /** AF_INET or AF_INET6. */
  readonly family: number
  /** IPPROTO_TCP or IPPROTO_UDP. */
  readonly protocol: number
  /** How many ports from `port` on. */
  readonly ports: number
  readonly port: number
}

const families = new Map([
  ['ipv4', 2],
  ['ipv6', 10],
])
const protocols = new Map([
  ['tcp', 6],
  ['udp', 17],
])

/** The newest first; an empty assignment clears the list. */
export function socketBinds(): Kind<readonly SocketBind[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const bind = readSocketBind(text)
      if (bind !== undefined) {
        return [bind, ...before]
      }
      place.warn(`Unable to parse ${place.key}= assignment, ignoring: ${text}`)
      return before
    },
  }
}

/** `[family:][protocol:]ports`, of which each part alone is enough. */
function readSocketBind(text: string): SocketBind | undefined {
  const words = text.split(':')
  const family = families.get(words[0] ?? '')
  if (family !== undefined) {
    words.shift()
  }
  const protocol = protocols.get(words[0] ?? '')
  if (protocol !== undefined) {
    words.shift()
  }
  const found = { family: family ?? 0, protocol: protocol ?? 0 }
  if (words.length === 0) {
    return { ...found, ports: 0, port: 0 }
  }
  const [range = '', ...rest] = words
  const ports = range === 'any' ? { ports: 0, port: 0 } : readPorts(range)
  return rest.length > 0 || ports === undefined ? undefined : { ...found, ...ports }
}

function readPorts(text: string): { readonly ports: number; readonly port: number } | undefined {
  const dash = text.indexOf('-')
  const low = parseUint16(dash < 0 ? text : text.slice(0, dash))
  const high = dash < 0 ? low : parseUint16(text.slice(dash + 1))
  if (!low.ok || !high.ok || high.value < low.value) {
    return undefined
  }
  return { ports: high.value - low.value + 1, port: low.value }
}
