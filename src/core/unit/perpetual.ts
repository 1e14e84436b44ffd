/** Units that are always there and cannot be stopped (systemd.special(7)); what is not said by a file is said here. */
import type { Parsed } from './parsed.ts'

const perpetual = new Map([
  ['-.slice', { description: 'Root Slice', documentation: ['man:systemd.special(7)'] }],
  ['system.slice', { description: 'System Slice', documentation: ['man:systemd.special(7)'] }],
  ['init.scope', { description: 'System and Service Manager', documentation: ['man:systemd(1)'] }],
  ['-.mount', { description: 'Root Mount', documentation: [] }],
])

export function isPerpetual(id: string): boolean {
  return perpetual.has(id)
}

/** What holds of a perpetual unit before its files are read. */
export function presetPerpetual(id: string, parsed: Parsed): Parsed {
  const known = perpetual.get(id)
  if (known === undefined) return parsed
  const { description, documentation } = known
  const unit = { ...parsed.unit, DefaultDependencies: false, Description: description, Documentation: documentation }
  return { ...parsed, unit }
}
