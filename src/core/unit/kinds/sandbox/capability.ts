/** Capabilities and secure bits (systemd.exec(5), "Capabilities"; capabilities(7)). */

import { parseUnsigned, uint64Max } from '#core/base/numbers.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'

/** Names without `CAP_`, by number. */
export const capabilityNames = [
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SETPCAP',
  'LINUX_IMMUTABLE',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_ADMIN',
  'NET_RAW',
  'IPC_LOCK',
  'IPC_OWNER',
  'SYS_MODULE',
  'SYS_RAWIO',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'SYS_PACCT',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_NICE',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'MKNOD',
  'LEASE',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
  'SETFCAP',
  'MAC_OVERRIDE',
  'MAC_ADMIN',
  'SYSLOG',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
  'AUDIT_READ',
  'PERFMON',
  'BPF',
  'CHECKPOINT_RESTORE',
] as const

/** Every bit of a mask, which also says that nothing is restricted. */
const allCapabilities = uint64Max
const capabilityMax = 62n

/** The number of a capability given by name, in any case, or by number. */
export function parseCapability(text: string): number | undefined {
  const name = text.toUpperCase()
  const index = capabilityNames.findIndex(known => name === `CAP_${known}`)
  if (index >= 0) {
    return index
  }
  const number = parseUnsigned(text, capabilityMax)
  return number.ok ? Number(number.value) : undefined
}

/** A set as a bit mask, null when nothing is said. `~` takes the named ones away; unknown ones are passed over. */
export function capabilitySet(unsaid: 'all' | 'none'): Kind<bigint | null> {
  return {
    initial: null,
    take(before, text) {
      const invert = text.startsWith('~')
      const named = readMask(invert ? text.slice(1) : text)
      const initial = unsaid === 'all' ? allCapabilities : 0n
      const current = before ?? initial
      if (named === 0n || current === initial) {
        return invert ? allCapabilities & ~named : named
      }
      return invert ? current & ~named : current | named
    },
  }
}

function readMask(text: string): bigint {
  let mask = 0n
  for (const word of wordsOf(text, { quotes: 'remove', relaxed: true })) {
    const number = parseCapability(word)
    if (number !== undefined) {
      mask |= 1n << BigInt(number)
    }
  }
  return mask
}

/** securebits(7) of Linux, by name. */
const secureBitNames = [
  ['noroot', 1],
  ['noroot-locked', 2],
  ['no-setuid-fixup', 4],
  ['no-setuid-fixup-locked', 8],
  ['keep-caps', 16],
  ['keep-caps-locked', 32],
] as const

/** SecureBits=: names add up, an empty assignment clears them, unknown names are passed over. */
export function secureBits(): Kind<number> {
  return {
    initial: 0,
    take(before, text) {
      if (text === '') {
        return 0
      }
      let bits = before
      for (const name of wordsOf(text, { quotes: 'remove' })) {
        bits |= secureBitNames.find(([known]) => known === name)?.[1] ?? 0
      }
      return bits
    },
  }
}
