/** Swaps (systemd.swap(5)). A container has none of its own; the units are read and shown. */

import { unitNameFromPath } from '#core/unit/name/name-escape.ts'
import type { Draft } from '#core/unit/read/load-context.ts'
import { addExecDependencies, commandStreams, completeExec, completeResource } from '#core/unit/relate/implicit.ts'
import type { SwapUnit } from '#core/unit/unit.ts'
import { type Finished, finished, type PartOf } from './finished.ts'
import { pathOf } from './mount.ts'
import { problemWithPam } from './service.ts'

export function finishSwap(draft: Draft): Finished<PartOf<SwapUnit>> {
  const { parsed, context, relations, id, names } = draft
  const What = parsed.swap.What || pathOf(id)
  const swap = { ...parsed.swap, What, TimeoutSec: parsed.swap.TimeoutSec ?? context.manager.DefaultTimeoutStartSec }
  const exec = completeExec(parsed.exec, commandStreams(parsed.exec, context.manager), draft)
  relations.needMount(What, 'RequiresMountsFor')
  addExecDependencies(exec, draft)
  if (context.place.mode === 'system') {
    relations.add('systemd-remount-fs.service', 'After')
  }
  const name = unitNameFromPath(What, '.swap')
  const mismatch =
    name.ok && names.includes(name.value) ? undefined : 'Value of What= and unit name do not match, not loading.'
  const problem = mismatch ?? problemWithPam(parsed.exec.PAMName, parsed.kill.KillMode)
  const resource = completeResource(parsed.resource, exec)
  return finished({ type: 'swap', swap, exec, kill: parsed.kill, resource }, problem)
}
