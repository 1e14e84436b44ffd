/**
 * From one request to the jobs that fulfil it, or to the reason why they cannot be (systemctl(1), "start" and --job-mode=).
 *
 * A transaction is made in a Plan (plan.ts) and leaves the world untouched until it is whole: either all its jobs are
 * installed, or none. It first takes in everything the relations between the units ask for, then takes out again what is
 * not needed, then proves that the rest can be done: in some order, without contradiction, and without undoing what nobody
 * may undo. Essential are the jobs the anchor reaches over Requires= and its like; all others are wishes, and a wish is
 * dropped where it stands in the way.
 */
import { fail, ok, type Result } from '#core/base/result.ts'
import type { JobMode } from '#core/unit/job-mode.ts'
import type { Cycle } from './cycle.ts'
import { type ExpandOptions, type Expansion, expand, type Omission, stopTheRest, stopTriggers } from './expand.ts'
import type { InstalledJobType, Refusal } from './job.ts'
import { mergeTypes } from './merge.ts'
import { checkOrder } from './order.ts'
import { essentialJobs, type Plan, type PlannedJob } from './plan.ts'
import { dropRedundant, dropUnasked, mergeJobs, minimizeImpact } from './prune.ts'
import type { View } from './view.ts'

export interface Request {
  readonly unit: string
  readonly type: InstalledJobType
  readonly mode: JobMode
}

/** A job left out to break a cycle, for the log: "Ordering cycle found, skipping ...". */
export interface BrokenCycle {
  readonly deleted: { readonly unit: string; readonly type: string }
  readonly cycle: Cycle
}

export interface Transaction {
  /** The job that was asked for comes first. */
  readonly jobs: readonly Readonly<Pick<PlannedJob, 'unit' | 'type' | 'ignoreOrder' | 'irreversible'>>[]
  readonly omitted: readonly Omission[]
  readonly brokenCycles: readonly BrokenCycle[]
}

/** Makes the transaction for a request against the world as it is. Changes nothing. */
export function makeTransaction(view: View, request: Request): Result<Transaction, Refusal> {
  // 1. Take in the job and all it pulls in.
  const options = expandOptions(request)
  const expanded = expand(view, request, options)
  if (!expanded.ok) {
    return expanded
  }
  const plan = expanded.value.plan

  // 2. Take in what the mode stops besides.
  addByMode(view, expanded.value, request.mode, options)

  // What matters is decided before anything is taken out, and stays so.
  const essential = essentialJobs(plan)

  // 3. Leave out wishes that would do harm, and what is as it should be.
  if (request.mode === 'fail') {
    minimizeImpact(plan, view, essential)
  }
  dropRedundant(plan, view)

  // 4. Leave out jobs until there is an order.
  const collect = request.mode === 'isolate' ? keepUnasked : dropUnasked
  const cycles = breakCycles(plan, view, essential, collect)
  if (!cycles.ok) {
    return cycles
  }

  // 5. One job a unit.
  const contradiction = resolveContradictions(plan, view, essential, collect)
  if (contradiction !== null) {
    return fail(contradiction)
  }

  // 6. Merging may have shown more to be redundant.
  dropRedundant(plan, view)

  // 7. What is queued may be in the way.
  const destruction = findDestruction(plan, view, request)
  return destruction === null
    ? ok({ jobs: anchorFirst(plan), omitted: expanded.value.omitted, brokenCycles: cycles.value })
    : fail(destruction)
}

function expandOptions({ mode }: Request): ExpandOptions {
  return {
    irreversible: mode === 'replace-irreversibly',
    withoutRequirements: mode === 'ignore-dependencies' || mode === 'ignore-requirements',
    ignoreOrder: mode === 'ignore-dependencies',
    restartDependencies: mode === 'restart-dependencies',
  }
}

function addByMode(view: View, expansion: Expansion, mode: JobMode, options: ExpandOptions): void {
  if (mode === 'isolate') {
    stopTheRest(view, expansion, options)
  } else if (mode === 'triggering') {
    stopTriggers(view, expansion, options)
  }
}

/** In a plan to isolate a job stays though nobody asks for it any more, even one that will contradict another. */
function keepUnasked(): void {}

function breakCycles(
  plan: Plan,
  view: View,
  essential: ReadonlySet<PlannedJob>,
  collect: (plan: Plan) => void,
): Result<readonly BrokenCycle[], Refusal> {
  const broken: BrokenCycle[] = []
  for (;;) {
    collect(plan)
    const check = checkOrder(plan, view, essential)
    switch (check.found) {
      case 'order':
        return ok(broken)
      case 'unbreakable':
        return fail({
          code: 'TransactionOrderIsCyclic',
          message: 'Transaction order is cyclic. See system logs for details.',
          cycle: check.cycle,
        })
      case 'breakable':
        broken.push({ deleted: { unit: check.job.unit, type: check.job.type }, cycle: check.cycle })
        for (const job of plan.of(check.job.unit)) {
          plan.drop(job)
        }
    }
  }
}

function resolveContradictions(
  plan: Plan,
  view: View,
  essential: ReadonlySet<PlannedJob>,
  collect: (plan: Plan) => void,
): Refusal | null {
  for (;;) {
    const outcome = mergeJobs(plan, view, essential)
    switch (outcome.type) {
      case 'merged':
        return null
      case 'contradiction':
        return {
          code: 'TransactionJobsConflicting',
          message: `Transaction contains conflicting jobs '${outcome.one}' and '${outcome.other}' for ${outcome.unit}. Probably contradicting requirement dependencies configured.`,
        }
      case 'changed':
        collect(plan)
    }
  }
}

function findDestruction(plan: Plan, view: View, request: Request): Refusal | null {
  const gentle = request.mode === 'fail'
  for (const job of plan.all()) {
    // A nop stands beside whatever is queued.
    const queued = job.type === 'nop' ? null : view.unit(job.unit).job
    if (queued !== null && (gentle || queued.irreversible) && mergeTypes(queued.type, job.type) === null) {
      const anchor = plan.anchor ?? job
      return {
        code: 'TransactionIsDestructive',
        message: `Transaction for ${anchor.unit}/${anchor.type} is destructive (${job.unit} has '${queued.type}' job queued, but '${job.type}' is included in transaction).`,
      }
    }
  }
  return null
}

function anchorFirst(plan: Plan): readonly PlannedJob[] {
  const anchor = plan.anchor
  const others = plan.all().filter(job => job !== anchor)
  return anchor === null ? others : [anchor, ...others]
}
