/** Image policies (systemd.image-policy(7)): what partitions of a disk image may be used, and how. */
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'
import { partitions } from './image.ts'

const uses = ['verity', 'signed', 'encrypted', 'unprotected', 'unused', 'absent'] as const
const extras = ['read-only-on', 'read-only-off', 'growfs-on', 'growfs-off'] as const
const flagNames: readonly string[] = [...uses, ...extras]
const shorthands = new Map<string, readonly string[]>([
  ['open', uses],
  ['ignore', ['unused', 'absent']],
])

/** A policy in its normal form, null when nothing is said. A policy that makes no sense keeps the unit from being loaded. */
export function imagePolicy(): Kind<string | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const policy = parseImagePolicy(text)
      if (policy.ok) {
        return policy.value
      }
      place.refuse(`${complaints.get(policy.error) ?? 'Failed to parse image policy'}, refusing: ${text}`, policy.error)
      return before
    },
  }
}

const complaints = new Map<ErrnoName, string>([
  ['ENOTUNIQ', 'Duplicate rule in image policy'],
  ['EBADSLT', 'Unknown partition type in image policy'],
  ['EBADRQC', 'Unknown partition policy flag in image policy'],
])

type Flags = ReadonlySet<string>

/**
 * The normal form of a policy: partitions in systemd's order, flags in theirs. EINVAL for what is none, ENOTUNIQ for a
 * partition that comes twice, EBADSLT for an unknown one, EBADRQC for an unknown flag.
 */
export function parseImagePolicy(text: string): Result<string, 'EINVAL' | 'ENOTUNIQ' | 'EBADSLT' | 'EBADRQC'> {
  if (text === '*' || text === '-' || text === '~') {
    return ok(text)
  }
  const rules = new Map<string, Flags>()
  for (const rule of text.split(':')) {
    const equals = rule.indexOf('=')
    if (equals < 0) {
      return fail('EINVAL')
    }
    const partition = rule.slice(0, equals).trim()
    if (partition !== '' && !partitions.some(known => known === partition)) {
      return fail('EBADSLT')
    }
    if (rules.has(partition)) {
      return fail('ENOTUNIQ')
    }
    const flags = parseFlags(rule.slice(equals + 1).trim())
    if (flags === undefined) {
      return fail('EBADRQC')
    }
    rules.set(partition, flags)
  }
  return ok(formatPolicy(rules))
}

function parseFlags(text: string): Flags | undefined {
  if (text === '' || text === '-') {
    return new Set()
  }
  const words = text.split('+').flatMap(word => shorthands.get(word.trim()) ?? [word.trim()])
  return words.every(word => flagNames.includes(word)) ? new Set(words) : undefined
}

function formatPolicy(rules: ReadonlyMap<string, Flags>): string {
  const rest = rules.get('') ?? new Set(shorthands.get('ignore'))
  const all = new Set(partitions.map(partition => formatFlags(rules.get(partition) ?? rest)))
  const [only = '', ...others] = all
  if (others.length === 0 && wholePolicies.has(only)) {
    return wholePolicies.get(only) ?? only
  }
  const named = partitions.flatMap(partition => {
    const flags = rules.get(partition)
    return flags === undefined ? [] : [`${partition}=${formatFlags(flags)}`]
  })
  const last = formatFlags(rest)
  return [...named, ...(last === 'ignore' ? [] : [`=${last}`])].join(':')
}

/** What is said of every partition alike has a sign of its own. */
const wholePolicies = new Map([
  ['open', '*'],
  ['ignore', '-'],
  ['absent', '~'],
])

function formatFlags(flags: Flags): string {
  const used = uses.filter(name => flags.has(name))
  const short = [...shorthands].find(
    ([, names]) => names.length === used.length && names.every(name => flags.has(name)),
  )
  const words = [...(short === undefined ? used : [short[0]]), ...extras.filter(name => flags.has(name))]
  return words.length === 0 ? '-' : words.join('+')
}
