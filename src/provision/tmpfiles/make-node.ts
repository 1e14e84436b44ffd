/** Links, FIFOs and device nodes. */
import { ok } from '#core/base/result.ts'
import type { FileStatus, Outcome } from '#kernel/kernel.ts'
import type { Place } from '#provision/place.ts'
import type { Spot } from '#provision/reach.ts'
import { adjust, complain } from './adjust.ts'
import type { Item } from './item.ts'

/** What is to be at a spot. */
interface Node {
  readonly name: string
  readonly kind: FileStatus['kind']
  /** Whether what is there is it already. */
  isThere(): boolean
  make(): Outcome<void>
  /** What to say when something else is there; undefined for nothing. */
  readonly other: string | undefined
  readonly failure: string
  /** That we have no right to make it is no failure, and not said. */
  readonly mayBeRefused?: boolean
}

export function makeLink(place: Place, spot: Spot, item: Item): Promise<boolean> {
  const { files } = place.kernel
  const target = item.argument ?? ''
  if (item.mayLackTarget) {
    const source = `${place.root}${target.startsWith('/') ? '' : '/'}${target}`
    if (!files.linkStatus(source).ok) {
      place.say('info', `Symlink source path '${source}' does not exist, skipping line.`)
      return Promise.resolve(true)
    }
  }
  return makeNode(place, spot, item, {
    kind: 'symlink',
    name: `symlink ${spot.path} -> ${target}`,
    isThere: () => {
      const found = files.readLink(spot.at)
      return found.ok && found.value === target
    },
    make: () => files.makeLink(target, spot.at),
    other: undefined,
    failure: `Failed to create symlink '${spot.path}'`,
  })
}

export function makeFifo(place: Place, spot: Spot, item: Item): Promise<boolean> {
  const { files } = place.kernel
  return makeNode(place, spot, item, {
    kind: 'fifo',
    name: `fifo ${spot.path}`,
    isThere: () => {
      const status = files.linkStatus(spot.at)
      return status.ok && status.value.kind === 'fifo'
    },
    make: () => files.makeNode(spot.at, 'fifo', item.mode?.bits ?? 0o644, 0, 0),
    other: `"${spot.path}" already exists and is not a FIFO.`,
    failure: `Failed to create FIFO ${spot.path}`,
  })
}

/** A container without the right to make devices has those it was given. */
export function makeDevice(place: Place, spot: Spot, item: Item): Promise<boolean> {
  const { files } = place.kernel
  const { major, minor } = item.device ?? { major: 0, minor: 0 }
  const kind = item.letter === 'b' ? 'block' : 'character'
  return makeNode(place, spot, item, {
    kind: `${kind}-device`,
    name: `device node ${spot.path}`,
    isThere: () => {
      const status = files.linkStatus(spot.at)
      const details = files.details(spot.at)
      return (
        status.ok && status.value.kind === `${kind}-device` && details.ok && details.value.node === `${major}:${minor}`
      )
    },
    make: () => files.makeNode(spot.at, kind, item.mode?.bits ?? 0o644, major, minor),
    other: `"${spot.path}" already exists and is not a device node.`,
    failure: `Failed to create device node '${spot.path}'`,
    mayBeRefused: true,
  })
}

async function makeNode(place: Place, spot: Spot, item: Item, node: Node): Promise<boolean> {
  if (place.dryRun) {
    place.say('info', `Would create ${node.name}`)
    return true
  }
  if (node.isThere()) {
    return adjust(place, spot, item, false, node.kind)
  }
  const isOther = place.kernel.files.linkStatus(spot.at).ok
  if (isOther && !item.force) {
    if (node.other !== undefined) {
      place.say('info', node.other)
    }
    return true
  }
  const removed = isOther ? await place.kernel.files.removeTree(spot.at) : ok(undefined)
  const made = removed.ok ? node.make() : removed
  if (made.ok) {
    return adjust(place, spot, item, true, node.kind)
  }
  const isRefused = node.mayBeRefused === true && (made.error === 'EPERM' || made.error === 'EACCES')
  return isRefused || complain(place, node.failure, made)
}
