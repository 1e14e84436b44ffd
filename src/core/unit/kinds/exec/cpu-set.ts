/** Sets of processors and memory nodes (systemd.exec(5), CPUAffinity=; systemd.resource-control(5), AllowedCPUs=). */
import { errnoText } from '#core/base/linux/errno.ts'
import { parseRange } from '#core/base/numbers.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { readWord } from '#core/unitfile/words.ts'

/** Numbers in ascending order. */
export type CpuSet = readonly number[]

// More than any machine has; systemd stops there, too.
const cpuMax = 8192

/** A set that grows; an empty assignment clears it. */
export function cpuSet(): Kind<CpuSet> {
  return {
    initial: [],
    take: (before, text, place) => (text === '' ? [] : join(before, readCpuSet(text, place) ?? [])),
  }
}

/** CPUAffinity=: also `numa`, the processors of NUMAMask=. */
export interface CpuAffinity {
  readonly cpus: CpuSet
  readonly fromNuma: boolean
}

export function cpuAffinity(): Kind<CpuAffinity> {
  const none: CpuAffinity = { cpus: [], fromNuma: false }
  return {
    initial: none,
    take(before, text, place) {
      if (text === '') {
        return none
      }
      if (text === 'numa') {
        return { cpus: [], fromNuma: true }
      }
      const more = readCpuSet(text, place)
      return more === undefined ? before : { cpus: join(before.cpus, more), fromNuma: false }
    },
  }
}

/** NUMAMask=: `all` stands for every node there is. */
export function nodeSet(): Kind<CpuSet | 'all'> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === 'all') {
        return 'all'
      }
      if (text === '') {
        return []
      }
      const nodes = readNumbers(text, text, place)
      if (nodes !== undefined) {
        return nodes
      }
      place.warn(`Failed to parse NUMA node mask, ignoring: ${text}`)
      return before
    },
  }
}

function join(one: CpuSet, other: CpuSet): CpuSet {
  return [...new Set([...one, ...other])].sort((a, b) => a - b)
}

/** Numbers and ranges, parted by blanks or commas; undefined after a complaint. */
function readCpuSet(text: string, place: Place): CpuSet | undefined {
  const expanded = place.expand(text)
  return expanded === undefined ? undefined : readNumbers(expanded, text, place)
}

function readNumbers(expanded: string, text: string, place: Place): CpuSet | undefined {
  const found = new Set<number>()
  for (let at = 0; at >= 0; ) {
    const word = readWord(expanded, at, { separators: ' \t\n\r,', quotes: 'remove' })
    if (!word.ok) {
      place.warn(`Invalid value for ${place.key}: ${text}`)
      return undefined
    }
    if (word.value === null) {
      break
    }
    at = word.value.next
    const range = parseRange(word.value.word)
    if (!range.ok) {
      place.warn(`Failed to parse CPU affinity '${word.value.word}'`)
      return undefined
    }
    if (!addRange(found, range.value, text, place)) {
      return undefined
    }
  }
  return [...found].sort((a, b) => a - b)
}

function addRange(found: Set<number>, [from, to]: readonly [number, number], text: string, place: Place): boolean {
  if (from > to) {
    place.warn(`Range '${text}' is invalid, ${from} > ${to}, ignoring.`)
    return true
  }
  if (to >= cpuMax) {
    place.warn(`Cannot add CPU ${from === to ? from : Math.max(from, cpuMax)} to set: ${errnoText('ERANGE')}`)
    return false
  }
  for (let number = from; number <= to; number++) {
    found.add(number)
  }
  return true
}
