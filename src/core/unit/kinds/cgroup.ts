/** Controllers, network filters and programs of control groups (systemd.resource-control(5)). */

import { parseBoolean } from '#core/base/boolean.ts'
import { isFilename } from '#core/base/path.ts'
import { escapeC } from '#core/unitfile/escape.ts'
import { splitWords } from '#core/unitfile/words.ts'
import type { Kind, Place } from './kind.ts'
import { checkPath } from './path.ts'
import { wordsOf } from './words.ts'

/** Controllers by systemd's names, in its order. */
const controllers = [
  'cpu',
  'cpuacct',
  'cpuset',
  'io',
  'blkio',
  'memory',
  'devices',
  'pids',
  'bpf-firewall',
  'bpf-devices',
  'bpf-foreign',
  'bpf-socket-bind',
  'bpf-restrict-network-interfaces',
] as const
type Controller = (typeof controllers)[number]
const delegable: readonly Controller[] = ['cpu', 'cpuset', 'io', 'memory', 'pids']

/** Delegate=: whether the service manages its own subtree, and which controllers it gets there. */
export interface Delegation {
  readonly on: boolean
  readonly controllers: readonly Controller[]
}

const notDelegated: Delegation = { on: false, controllers: [] }

export function delegation(): Kind<Delegation> {
  return {
    initial: notDelegated,
    take(before, text, place) {
      if (!mayDelegate(place)) {
        return before
      }
      if (text === '') {
        return { on: true, controllers: [] }
      }
      const truth = parseBoolean(text)
      if (truth.ok) {
        return truth.value ? { on: true, controllers: delegable } : notDelegated
      }
      const words = splitWords(text, { quotes: 'remove' })
      if (!words.ok) {
        place.warn(`Invalid syntax, ignoring: ${text}`)
        return before
      }
      const named = words.value.filter(word => {
        const known = controllers.some(name => name === word)
        if (!known) {
          place.warn(`Invalid controller name '${word}', ignoring`)
        }
        return known
      })
      return { on: true, controllers: order([...before.controllers, ...named]) }
    },
  }
}

function mayDelegate(place: Place): boolean {
  if (place.unitType === 'service' || place.unitType === 'scope') {
    return true
  }
  place.warn(`${place.key}= setting not supported for this unit type, ignoring.`)
  return false
}

function order(names: readonly string[]): readonly Controller[] {
  return controllers.filter(name => names.includes(name))
}

/** DelegateSubgroup=: the name of one group, empty when nothing is said. */
export function subgroup(): Kind<string> {
  return {
    initial: '',
    take(before, text, place) {
      if (!mayDelegate(place)) {
        return before
      }
      if (text === '' || isFilename(text)) {
        return text
      }
      place.warn(`Invalid control group name, ignoring: ${text}`)
      return before
    },
  }
}

/** DisableControllers=: names add up, unknown ones are passed over. */
export function disabledControllers(): Kind<readonly Controller[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const words = splitWords(text)
      if (words.ok) {
        const known = order(words.value)
        if (known.length > 0) {
          return order([...before, ...known])
        }
      }
      place.warn(`Invalid cgroup string: ${text}, ignoring`)
      return before
    },
  }
}

/** IPIngressFilterPath= and IPEgressFilterPath=: pinned BPF programs. */
export function filterPrograms(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const expanded = place.expand(text)
      const path = expanded === undefined ? undefined : checkPath(expanded, place)
      return path === undefined || before.includes(path) ? before : [...before, path]
    },
  }
}

/** Where a BPF program can be attached to a group (systemd.resource-control(5), BPFProgram=). */
const attachTypes =
  'ingress egress sock_create sock_ops device bind4 bind6 connect4 connect6 post_bind4 post_bind6 sendmsg4 sendmsg6 sysctl recvmsg4 recvmsg6 getsockopt setsockopt'.split(
    ' ',
  )

export interface BpfProgram {
  readonly attach: string
  readonly path: string
}

/** BPFProgram=: the newest first; an empty assignment clears the list. */
export function bpfPrograms(): Kind<readonly BpfProgram[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const colon = text.indexOf(':')
      if (colon <= 0) {
        place.warn(`Invalid syntax in ${place.key}=, ignoring: ${text}`)
        return before
      }
      const attach = text.slice(0, colon)
      if (!attachTypes.includes(attach)) {
        place.warn(`Unknown BPF attach type=${attach}, ignoring: ${text}`)
        return before
      }
      const expanded = place.expand(text.slice(colon + 1))
      const path = expanded === undefined ? undefined : checkPath(expanded, place)
      return path === undefined ? before : [{ attach, path }, ...before]
    },
  }
}

/** NFTSet=: sets of nftables that are to hold the service's group or user. */
export interface NftSet {
  /** systemd's number of cgroup, user or group. */
  readonly source: number
  /** Linux' NFPROTO_*. */
  readonly family: number
  readonly table: string
  readonly set: string
}

const nftSources = new Map([
  ['cgroup', 3],
  ['user', 4],
  ['group', 5],
])
const nftFamilies = new Map([
  ['inet', 1],
  ['ip', 2],
  ['arp', 3],
  ['netdev', 5],
  ['bridge', 7],
  ['ip6', 10],
])

export function nftSets(): Kind<readonly NftSet[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const found = [...before]
      for (const word of wordsOf(text, { quotes: 'remove', backslash: 'retain' }, () =>
        place.warn(`Failed to parse ${place.key}=${text}, ignoring: Invalid argument`),
      )) {
        const set = readNftSet(word, place)
        if (set === undefined) {
          break
        }
        found.push(set)
      }
      return found
    },
  }
}

function readNftSet(word: string, place: Place): NftSet | undefined {
  const [sourceName, familyName, table, set, ...rest] = word.split(':')
  if (sourceName === undefined || familyName === undefined || table === undefined || set === undefined || rest.length) {
    place.warn(`Failed to parse NFT set ${escapeC(word)}, ignoring`)
    return undefined
  }
  const source = nftSources.get(sourceName)
  const family = nftFamilies.get(familyName)
  if (source === undefined) {
    place.warn(`Unknown NFT source ${sourceName}, ignoring`)
  } else if (family === undefined) {
    place.warn(`Unknown NFT protocol family ${familyName}, ignoring`)
  } else if (!isNftName(table)) {
    place.warn(`Invalid table name ${table}, ignoring`)
  } else if (!isNftName(set)) {
    place.warn(`Invalid set name ${set}, ignoring`)
  } else {
    return { source, family, table, set }
  }
  return undefined
}

function isNftName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9/\\_.]{0,30}$/.test(name)
}
