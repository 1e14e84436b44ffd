/** The control socket: clients come in here, and who watches is told from here. */

import type { Assembly } from './assembly.ts'
import type { Announcement } from './perform.ts'

export interface Control {
  announce(effect: Announcement): void
  flush(): void
  startupFinished(): void
  reloading(active: boolean): void
  unitFileState(unit: string): string
  unitFilePreset(unit: string): string
}

export function openControl(_assembly: Assembly): Control {
  return {
    announce: () => undefined,
    flush: () => undefined,
    startupFinished: () => undefined,
    reloading: () => undefined,
    unitFileState: () => '',
    unitFilePreset: () => '',
  }
}
