/** [Mount], [Automount] and [Swap] (systemd.mount(5), systemd.automount(5), systemd.swap(5)). */
import { degrades, inert, type SettingsOf, type Table } from '#core/unit/kinds/kind.ts'
import { path } from '#core/unit/kinds/path.ts'
import { boolean, mode } from '#core/unit/kinds/scalar.ts'
import { timeoutSpan } from '#core/unit/kinds/span.ts'
import { text } from '#core/unit/kinds/text.ts'
import { swapPriority } from '#core/unit/kinds/unit/swap-priority.ts'

const noMounts = 'mount units are not run yet'
const noAutomounts = 'automount units are not run yet'
const noSwaps = 'swap units are not run yet'

export const mountDirectives = {
  What: inert(text(), noMounts),
  Where: inert(path(), noMounts),
  Options: inert(text(), noMounts),
  Type: degrades(text(), 'tmpfs: the folder is used as it is; others cannot be started'),
  TimeoutSec: inert(timeoutSpan<bigint | null>(null), noMounts),
  DirectoryMode: inert(mode(0o755), noMounts),
  SloppyOptions: inert(boolean(false), noMounts),
  LazyUnmount: inert(boolean(false), noMounts),
  ForceUnmount: inert(boolean(false), noMounts),
  ReadWriteOnly: inert(boolean(false), noMounts),
} as const satisfies Table

export const automountDirectives = {
  Where: inert(path(), noAutomounts),
  ExtraOptions: inert(text(), noAutomounts),
  DirectoryMode: inert(mode(0o755), noAutomounts),
  TimeoutIdleSec: inert(timeoutSpan(0n), noAutomounts),
} as const satisfies Table

export const swapDirectives = {
  What: inert(path({ shape: 'either' }), noSwaps),
  Priority: inert(swapPriority(), noSwaps),
  Options: inert(text(), noSwaps),
  TimeoutSec: inert(timeoutSpan<bigint | null>(null), noSwaps),
} as const satisfies Table

export type ParsedMount = SettingsOf<typeof mountDirectives>
export type AutomountSettings = SettingsOf<typeof automountDirectives>
export type ParsedSwap = SettingsOf<typeof swapDirectives>

/** TimeoutSec= is the manager's where nothing is said. */
export type MountSettings = Omit<ParsedMount, 'TimeoutSec'> & { readonly TimeoutSec: bigint }
export type SwapSettings = Omit<ParsedSwap, 'TimeoutSec'> & { readonly TimeoutSec: bigint }
