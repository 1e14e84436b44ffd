/** KillMode= (systemd.kill(5)). */
import type { Kind } from '#core/unit/kinds/kind.ts'

/** One of the modes; `none` is warned of. */
export function killMode<const M extends string>(modes: readonly M[], initial: NoInfer<M>): Kind<M> {
  return {
    initial,
    take(before, text, place) {
      if (text === '') {
        return initial
      }
      const mode = modes.find(name => name === text)
      if (mode === undefined) {
        place.warn(`Failed to parse kill mode specification, ignoring: ${text}`)
        return before
      }
      if (mode === 'none') {
        place.warn(
          "Unit uses KillMode=none. This is unsafe, as it disables systemd's process lifecycle management for the service. Please update the service to use a safer KillMode=, such as 'mixed' or 'control-group'. Support for KillMode=none is deprecated and will eventually be removed.",
        )
      }
      return mode
    },
  }
}
