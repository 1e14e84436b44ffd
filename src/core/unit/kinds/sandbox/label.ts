/** SELinuxContext=, AppArmorProfile= and SmackProcessLabel= (systemd.exec(5), "Mandatory Access Control"). */

import { expandOrRefuse } from '#core/unit/kinds/complain.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'

export interface SecurityLabel {
  /** `-`: that it cannot be set is no error. */
  readonly optional: boolean
  readonly label: string
}

/** Null when nothing is said; an empty assignment clears it. */
export function securityLabel(): Kind<SecurityLabel | null> {
  return {
    initial: null,
    take(before, text, place) {
      if (text === '') {
        return null
      }
      const optional = text.startsWith('-')
      const written = optional ? text.slice(1) : text
      const label = optional ? place.expand(written) : expandOrRefuse(place, written)
      return label === undefined ? before : { optional, label }
    },
  }
}
