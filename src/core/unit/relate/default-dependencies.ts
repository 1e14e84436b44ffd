/** DefaultDependencies= (systemd.special(7), and "Default Dependencies" of each type's page): the order of boot and shutdown. */
import type { LoadContext } from '#core/unit/read/load-context.ts'
import type { Unit } from '#core/unit/unit.ts'
import type { UnitType } from '#core/unit/unit-type.ts'
import type { RelationBuilder } from './relation-builder.ts'

/** What all units of a type are related to; null in user mode means the same as for the system. */
const defaults = {
  service: { boot: 'sysinit.target', after: 'basic.target', end: 'shutdown.target' },
  socket: { boot: 'sysinit.target', before: 'sockets.target', end: 'shutdown.target' },
  timer: { boot: 'sysinit.target', before: 'timers.target', end: 'shutdown.target' },
  path: { boot: 'sysinit.target', before: 'paths.target', end: 'shutdown.target' },
  target: { end: 'shutdown.target' },
  slice: { end: 'shutdown.target' },
  scope: { end: 'shutdown.target' },
} as const satisfies Partial<Record<UnitType, DefaultDependencies>>

interface DefaultDependencies {
  /** Required, and come before. */
  readonly boot?: string
  readonly after?: string
  readonly before?: string
  /** Stops the unit, after whose end it is reached. */
  readonly end: string
}

/** Adds what DefaultDependencies=yes means for a type. Mounts and swaps have more to say (types/mount.ts, types/swap.ts). */
export function addDefaultDependencies(
  type: keyof typeof defaults,
  relations: RelationBuilder,
  { place }: LoadContext,
): void {
  const { boot, after, before, end }: DefaultDependencies = defaults[type]
  const isSystem = place.mode === 'system'
  if (before !== undefined) {
    relations.add(before, 'Before')
  }
  if (boot !== undefined && isSystem) {
    relations.add(boot, 'Requires', 'After')
  }
  // User managers have no sysinit.target; their services wait for basic.target.
  if (type === 'service' && !isSystem) {
    relations.add('basic.target', 'Requires', 'After')
  }
  if (after !== undefined) {
    relations.add(after, 'After')
  }
  relations.add(end, 'Before', 'Conflicts')
}

/**
 * Whether a target that pulls in a unit also waits for it (systemd.target(5), "Default Dependencies"): it does, unless one of
 * both wants no default dependencies or the target is to come first. Both must be loaded.
 */
export function targetWaitsFor(target: Unit, member: Unit): boolean {
  if (target.type !== 'target' || target.load !== 'loaded' || member.load !== 'loaded') {
    return false
  }
  if (!target.unit.DefaultDependencies || !member.unit.DefaultDependencies) {
    return false
  }
  const before = target.relations.get('Before')
  const after = member.relations.get('After')
  return !member.names.some(name => before?.has(name)) && !target.names.some(name => after?.has(name))
}
