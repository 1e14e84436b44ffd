/** Slices, scopes, targets and devices: units that only group others or stand for something. */

import { parentSlice } from '#core/unit/name/slice-name.ts'
import type { Draft } from '#core/unit/read/load-context.ts'
import { addDefaultDependencies } from '#core/unit/relate/default-dependencies.ts'
import { completeResource } from '#core/unit/relate/implicit.ts'
import type { DeviceUnit, ScopeUnit, SliceUnit, TargetUnit } from '#core/unit/unit.ts'
import { type Finished, finished, notFound, type PartOf } from './finished.ts'

export function finishSlice(draft: Draft): Finished<PartOf<SliceUnit>> {
  const { parsed, context, relations, id } = draft
  const parent = parentSlice(id)
  const named = parsed.resource.Slice
  if (parsed.unit.DefaultDependencies) {
    addDefaultDependencies('slice', relations, context)
  }
  const slice = parent.ok ? parent.value : null
  const resource = completeResource({ ...parsed.resource, Slice: slice }, null)
  if (!parent.ok) {
    return finished({ type: 'slice', resource }, `Slice name ${id} is not valid. Refusing.`)
  }
  const isOutside = named !== null && named !== slice
  return finished({ type: 'slice', resource }, isOutside ? 'Located outside of parent slice. Refusing.' : undefined)
}

/** Scopes are made by request; only the manager's own is always there. */
export function finishScope(draft: Draft): Finished<PartOf<ScopeUnit>> {
  const { parsed, context } = draft
  if (parsed.unit.DefaultDependencies) {
    addDefaultDependencies('scope', draft.relations, context)
  }
  const scope = {
    ...parsed.scope,
    TimeoutStopSec: parsed.scope.TimeoutStopSec ?? context.manager.DefaultTimeoutStopSec,
    OOMPolicy: parsed.scope.OOMPolicy ?? context.manager.DefaultOOMPolicy,
  }
  const part = { type: 'scope', scope, kill: parsed.kill, resource: parsed.resource } as const
  return draft.id === 'init.scope' ? finished(part) : notFound(part)
}

export function finishTarget(draft: Draft): Finished<PartOf<TargetUnit>> {
  if (draft.parsed.unit.DefaultDependencies) {
    addDefaultDependencies('target', draft.relations, draft.context)
  }
  return finished({ type: 'target' })
}

/** Devices come from the kernel; in a container they are names that others depend on. */
export function finishDevice(): Finished<PartOf<DeviceUnit>> {
  return finished({ type: 'device' })
}
