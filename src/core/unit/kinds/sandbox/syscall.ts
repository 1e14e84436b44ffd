/** Filters on system calls (systemd.exec(5), "System Call Filtering"). */

import { fail, ok, type Result } from '#core/base/result.ts'
import { parseErrno } from '#core/base/scalars.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'
import { isSyscall, syscallsOf } from './syscall-groups.ts'

/** What happens at a system call instead of it: an error number, `kill`, or what SystemCallErrorNumber= says. */
export type SyscallAction = number | 'kill' | null

/** A list of system calls: only these may be made, or all but these. */
export interface SyscallFilter {
  readonly allows: boolean
  readonly calls: ReadonlyMap<string, SyscallAction>
}

const everythingAllowed: SyscallFilter = { allows: false, calls: new Map() }

/** SystemCallFilter= and SystemCallLog=; null when nothing is said. */
export function syscallFilter(errors: 'with errors' | 'plain'): Kind<SyscallFilter | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const invert = text.startsWith('~')
      // The first assignment decides which kind of list it is, the later ones add to it or take away.
      const filter = before ?? begin(!invert, errors)
      const calls = new Map(filter.calls)
      for (const [name, action] of readCalls(invert ? text.slice(1) : text, { errors, invert }, place)) {
        if (invert !== filter.allows) {
          calls.set(name, action)
        } else {
          calls.delete(name)
        }
      }
      return { allows: filter.allows, calls }
    },
  }
}

/** A list of what is allowed begins with what every program needs. */
function begin(allows: boolean, errors: 'with errors' | 'plain'): SyscallFilter {
  if (!allows || errors === 'plain') {
    return { ...everythingAllowed, allows }
  }
  return { allows, calls: new Map((syscallsOf('@default') ?? []).map(name => [name, null])) }
}

interface Reading {
  readonly errors: 'with errors' | 'plain'
  readonly invert: boolean
}

function readCalls(text: string, { errors, invert }: Reading, place: Place): readonly [string, SyscallAction][] {
  const found: [string, SyscallAction][] = []
  for (const word of wordsOf(text, {}, () => place.warn(`Invalid syntax, ignoring: ${text}`))) {
    const call = errors === 'plain' ? ok([word, null] as const) : readCall(word)
    if (!call.ok) {
      place.warn(`Failed to parse syscall:errno, ignoring: ${word}`)
    } else if (call.value[1] !== null && !invert) {
      place.warn(`Allow-listed system calls cannot take error number, ignoring: ${word}`)
    } else {
      found.push(...expandGroup(call.value[0], call.value[1], place))
    }
  }
  return found
}

/** `name`, `name:EPERM` or `name:kill`. */
function readCall(word: string): Result<readonly [string, SyscallAction], 'EINVAL'> {
  const colon = word.indexOf(':')
  if (colon < 0) {
    return ok([word, null])
  }
  const action = readAction(word.slice(colon + 1))
  return action.ok && colon > 0 ? ok([word.slice(0, colon), action.value]) : fail('EINVAL')
}

function readAction(text: string): Result<number | 'kill', 'EINVAL'> {
  if (text === 'kill') {
    return ok('kill')
  }
  const number = parseErrno(text)
  return number.ok ? ok(number.value) : fail('EINVAL')
}

function expandGroup(name: string, action: SyscallAction, place: Place): readonly [string, SyscallAction][] {
  if (name.startsWith('@')) {
    const members = syscallsOf(name)
    if (members !== undefined) {
      return members.map(member => [member, action])
    }
    place.warn(`Unknown system call group, ignoring: ${name}`)
    return []
  }
  if (isSyscall(name)) {
    return [[name, action]]
  }
  place.warn(`System call ${name} is not known, ignoring.`)
  return []
}

/** SystemCallErrorNumber=: `kill`, or an error number; null when nothing is said. */
export function syscallErrorNumber(): Kind<number | 'kill' | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '' || text === 'kill') {
        return 'kill'
      }
      const number = parseErrno(text)
      if (number.ok && number.value > 0) {
        return number.value
      }
      place.warn(`${number.ok ? 'Invalid' : 'Failed to parse'} error number, ignoring: ${text}`)
      return before
    },
  }
}

/** Architectures libseccomp can filter, by systemd's names (SystemCallArchitectures=). */
const architectures = [
  'x86',
  'x86-64',
  'x32',
  'arm',
  'arm64',
  'loongarch64',
  'mips',
  'mips64',
  'mips64-n32',
  'mips-le',
  'mips64-le',
  'mips64-le-n32',
  'parisc',
  'parisc64',
  'ppc',
  'ppc64',
  'ppc64-le',
  'riscv64',
  's390',
  's390x',
]

/** SystemCallArchitectures=: a set of names, `native` among them; an empty assignment clears it. */
export function syscallArchitectures(): Kind<readonly string[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const found = new Set(before)
      for (const name of wordsOf(text, { quotes: 'remove' }, () => place.warn(`Invalid syntax, ignoring: ${text}`))) {
        if (name === 'native' || architectures.includes(name)) {
          found.add(name)
        } else {
          place.warn(`Failed to parse system call architecture "${name}", ignoring: Invalid argument`)
        }
      }
      return [...found]
    },
  }
}
