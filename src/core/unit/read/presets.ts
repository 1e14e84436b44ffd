/** What holds of some units before their files are read: of a type, and of those that are always there (systemd.special(7)). */

import type { UnitType } from '#core/unit/unit-type.ts'
import { nothingParsed, type Parsed } from './parsed.ts'

const perpetual = new Map([
  ['-.slice', { description: 'Root Slice', documentation: ['man:systemd.special(7)'] }],
  ['system.slice', { description: 'System Slice', documentation: ['man:systemd.special(7)'] }],
  ['init.scope', { description: 'System and Service Manager', documentation: ['man:systemd(1)'] }],
  ['-.mount', { description: 'Root Mount', documentation: [] }],
])

/** Whether a unit cannot be stopped. */
export function isPerpetual(id: string): boolean {
  return perpetual.has(id)
}

/** Types whose units `systemctl isolate` leaves alone. */
const stays: readonly UnitType[] = ['mount', 'automount', 'swap', 'slice', 'scope', 'device']

/** The settings a unit begins with. */
export function presetOf(id: string, type: UnitType): Parsed {
  const unit = stays.includes(type) ? { ...nothingParsed.unit, IgnoreOnIsolate: true } : nothingParsed.unit
  const known = perpetual.get(id)
  if (known === undefined) {
    return { ...nothingParsed, unit }
  }
  const { description: Description, documentation: Documentation } = known
  return { ...nothingParsed, unit: { ...unit, DefaultDependencies: false, Description, Documentation } }
}
