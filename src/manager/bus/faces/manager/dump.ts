/** The state of everything as text (systemd-analyze(1), dump). For people: the form is nobody's interface. */

import { fitsAny } from '#core/base/text/name-pattern.ts'
import { activeState } from '#core/engine/work.ts'
import type { World } from '#core/engine/world.ts'

export function dumpWorld(world: World, patterns: readonly string[]): string {
  const lines: string[] = [`Manager: berth`, `Units: ${world.entries.size}`, `Jobs: ${world.jobs.size}`]
  const fits = fitsAny(patterns)
  for (const entry of world.entries.values()) {
    const { unit } = entry
    if (patterns.length > 0 && !fits(unit.id)) {
      continue
    }
    lines.push(
      `-> Unit ${unit.id}:`,
      `\tDescription: ${unit.unit.Description}`,
      `\tLoad State: ${unit.load}`,
      `\tActive State: ${activeState(entry)} (${entry.machine.subState(entry.state)})`,
      `\tFragment Path: ${unit.fragmentPath ?? 'n/a'}`,
      `\tInvocation ID: ${entry.invocationId === '' ? 'n/a' : entry.invocationId}`,
      `\tJob: ${entry.job === null ? 'none' : `${entry.job.id} ${entry.job.type} ${entry.job.state}`}`,
      ...[...entry.relations].map(([relation, ids]) => `\t${relation}: ${[...ids].join(' ')}`),
    )
  }
  return `${lines.join('\n')}\n`
}
