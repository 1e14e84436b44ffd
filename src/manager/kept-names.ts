/**
 * Names of the descriptors that survive a re-exec. A name there may have 251 bytes, and a unit's alone may have 255: a long one
 * is kept by its beginning and a hash, and found again among the units there are.
 */

import { hashText } from '#core/base/hash.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { decodeText, encodeText } from '#core/base/text/text.ts'
import type { World } from '#core/engine/world.ts'
import type { Ledger, Outcome } from '#kernel/kernel.ts'
import type { Log, OutputSource } from '#manager/log/log.ts'

const longestUnit = 160
const longestIdentifier = 60

/** The name for a pipe of a service's output. */
export function outputName(fd: number, { pid, unit, identifier }: OutputSource): string {
  const bytes = encodeText(identifier)
  const short = bytes.length <= longestIdentifier ? identifier : decodeText(bytes.subarray(0, longestIdentifier))
  return `output ${fd} ${pid} ${shortUnit(unit)} ${identifier === defaultIdentifier(unit) ? '' : short}`
}

/** What such a name says; undefined for another, and for a unit that is no more. */
export function readOutputName(name: string, world: World): OutputSource | undefined {
  const [, pid, short, identifier] = /^output \d+ (\d+) (\S+) (.*)$/.exec(name) ?? []
  const unit = short === undefined ? undefined : longUnit(short, world)
  if (pid === undefined || unit === undefined || identifier === undefined) {
    return undefined
  }
  return { unit, identifier: identifier === '' ? defaultIdentifier(unit) : identifier, pid: Number(pid) }
}

/** The name for the socket at one place among those of a unit. */
export function socketName(at: number, unit: string): string {
  return `socket ${at} ${shortUnit(unit)}`
}

export function readSocketName(name: string, world: World): { readonly at: number; readonly unit: string } | undefined {
  const [, at, short] = /^socket (\d+) (\S+)$/.exec(name) ?? []
  const unit = short === undefined ? undefined : longUnit(short, world)
  return at === undefined || unit === undefined ? undefined : { at: Number(at), unit }
}

/** SyslogIdentifier= of a unit that says nothing of it. */
export function defaultIdentifier(unit: string): string {
  return unit.replace(/\.service$/, '')
}

/** No unit's name has a `~`, so that the two kinds cannot be taken for each other. */
function shortUnit(unit: string): string {
  if (unit.length <= longestUnit) {
    return unit
  }
  const hash = [hashText(unit), hashText([...unit].reverse().join(''))].map(half => half.toString(36))
  return `${unit.slice(0, longestUnit - 20)}~${hash.join('~')}`
}

function longUnit(short: string, { entries }: World): string | undefined {
  return short.includes('~') ? [...entries.keys()].find(unit => shortUnit(unit) === short) : short
}

/** How a socket of the manager's own comes to be. */
interface Opening<Socket> {
  /** On the descriptor that a former life left. */
  again(fd: number): Outcome<Socket>
  anew(): Outcome<Socket>
}

/** A socket of the manager's own, by its path: the one a former life kept, else a new one; kept for the next life. */
export function keptOrAnew<Socket extends { readonly fd: number }>(
  { ledger, log }: { readonly ledger: Ledger; readonly log: Pick<Log, 'say'> },
  path: string,
  opening: Opening<Socket>,
): Outcome<Socket> {
  const before = ledger.kept.get(path)
  const again = before === undefined ? undefined : opening.again(before)
  const socket = again?.ok === true ? again : opening.anew()
  const kept = socket.ok ? ledger.keep(socket.value.fd, path) : socket
  if (socket.ok && !kept.ok) {
    const why = errnoText(kept.error)
    log.say(null, 'warning', `${path} will be lost should the manager execute itself anew: ${why}`)
  }
  return socket
}
