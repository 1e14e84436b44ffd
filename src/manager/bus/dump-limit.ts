/** How often users without privileges may ask for a dump, all of them together: ten times in ten minutes, as with systemd. */
import type { Kernel } from '#kernel/kernel.ts'

const intervalUs = 10 * 60 * 1_000_000
const burst = 10

/** Counts one more dump for a user; how many µs it has to wait, 0 for not at all. */
export function createDumpLimit(manager: { readonly kernel: Kernel }): (uid: number) => number {
  let since = Number.NEGATIVE_INFINITY
  let count = 0
  return uid => {
    const { clock, host } = manager.kernel
    if (uid === 0 || uid === host.uid) {
      return 0
    }
    const now = clock.monotonic()
    if (now - since >= intervalUs) {
      since = now
      count = 0
    }
    if (count >= burst) {
      return since + intervalUs - now
    }
    count += 1
    return 0
  }
}
