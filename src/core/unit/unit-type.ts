/** The types of units (systemd.unit(5)), in systemd's own order, in which lists are sorted. */
export const unitTypes = [
  'service',
  'mount',
  'swap',
  'socket',
  'target',
  'device',
  'automount',
  'timer',
  'path',
  'slice',
  'scope',
] as const
export type UnitType = (typeof unitTypes)[number]
