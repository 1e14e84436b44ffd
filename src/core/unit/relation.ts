/**
 * How units relate, and what each relation does (systemd.unit(5), "[Unit] Section Options").
 *
 * Every dependency a unit file names has an inverse which the other unit gets, so each relation can be followed from both
 * ends. What a relation *does* is said once, as influences, in the table below; the job engine asks for an influence
 * ("what must start with this unit?") and never for a directive, so that `Requires=` and `BindsTo=` share code, not copies.
 */
const table = {
  Requires: { inverse: 'RequiredBy', does: ['pull-in-start', 'start-too', 'check-unneeded'] },
  Requisite: { inverse: 'RequisiteOf', does: ['pull-in-verify', 'check-unneeded'] },
  Wants: { inverse: 'WantedBy', does: ['pull-in-start-if-possible', 'start-too-if-free', 'check-unneeded'] },
  BindsTo: { inverse: 'BoundBy', does: ['pull-in-start', 'start-too', 'cannot-be-active-without', 'check-unneeded'] },
  PartOf: { inverse: 'ConsistsOf', does: ['check-unneeded'] },
  Upholds: { inverse: 'UpheldBy', does: ['pull-in-start-if-possible', 'start-too', 'upholds', 'check-unneeded'] },

  RequiredBy: { inverse: 'Requires', does: ['pass-stop', 'pass-restart', 'pass-start-failure', 'pins'] },
  RequisiteOf: {
    inverse: 'Requisite',
    does: ['pass-stop', 'pass-restart', 'pass-start-failure', 'pass-inactive-as-failure', 'pins'],
  },
  WantedBy: { inverse: 'Wants', does: ['pins'] },
  BoundBy: {
    inverse: 'BindsTo',
    does: ['stop-too', 'pass-stop', 'pass-restart', 'pass-start-failure', 'pins', 'check-bound'],
  },
  ConsistsOf: { inverse: 'PartOf', does: ['pass-stop', 'pass-restart'] },
  UpheldBy: { inverse: 'Upholds', does: ['start-steadily', 'pins'] },

  Conflicts: { inverse: 'ConflictedBy', does: ['pull-in-stop', 'stop-on-start'] },
  ConflictedBy: { inverse: 'Conflicts', does: ['pull-in-stop-if-possible', 'stop-on-start', 'pass-stop-failure'] },

  Before: { inverse: 'After', does: ['before'] },
  After: { inverse: 'Before', does: ['after'] },

  OnSuccess: { inverse: 'OnSuccessOf', does: ['on-success'] },
  OnSuccessOf: { inverse: 'OnSuccess', does: [] },
  OnFailure: { inverse: 'OnFailureOf', does: ['on-failure'] },
  OnFailureOf: { inverse: 'OnFailure', does: [] },

  Triggers: { inverse: 'TriggeredBy', does: ['triggers'] },
  TriggeredBy: { inverse: 'Triggers', does: ['triggered-by'] },

  PropagatesReloadTo: { inverse: 'ReloadPropagatedFrom', does: ['pass-reload'] },
  ReloadPropagatedFrom: { inverse: 'PropagatesReloadTo', does: [] },
  PropagatesStopTo: { inverse: 'StopPropagatedFrom', does: ['stop-too', 'pass-stop-gracefully'] },
  StopPropagatedFrom: { inverse: 'PropagatesStopTo', does: [] },

  JoinsNamespaceOf: { inverse: 'JoinsNamespaceOf', does: [] },
  References: { inverse: 'ReferencedBy', does: [] },
  ReferencedBy: { inverse: 'References', does: [] },
  InSlice: { inverse: 'SliceOf', does: ['in-slice'] },
  SliceOf: { inverse: 'InSlice', does: [] },
} as const

/** A way in which one unit stands to another; the names are those of the D-Bus properties. */
export type Relation = keyof typeof table

/** One thing a relation makes happen. */
export type Influence = (typeof table)[Relation]['does'][number]

export const relationNames = Object.keys(table) as readonly Relation[]

/** The same relation seen from the other unit. */
export function inverseOf(relation: Relation): Relation {
  return table[relation].inverse
}

const byInfluence = new Map<Influence, readonly Relation[]>(
  relationNames
    .flatMap(relation => table[relation].does.map(influence => influence as Influence))
    .map(influence => [
      influence,
      relationNames.filter(name => (table[name].does as readonly string[]).includes(influence)),
    ]),
)

/** The relations that have an influence, in the order of the table. */
export function relationsWith(influence: Influence): readonly Relation[] {
  return byInfluence.get(influence) ?? []
}
