// The simulation notices when a rule of the engine is broken on purpose, one at a time (mutants.ts). REPORT=1 tells after how many
// steps.
import { expect, test } from '@jest/globals'
import { liveWith, type Mutation } from './mutants.ts'

const mutations: readonly Mutation[] = [
  {
    rule: 'a job waits for what its unit is ordered after',
    file: 'src/core/engine/jobs/run.ts',
    from: "firstOf(job, other.job, influence) !== 'b'",
    to: 'true',
  },
  {
    rule: 'of two jobs the stop goes first',
    file: 'src/core/job/order.ts',
    from: "return stopsFirst(a.type) ? 'a' : 'b'",
    to: "return 'b'",
  },
  {
    rule: 'a start pulls in what the unit requires',
    file: 'src/core/unit/relation.ts',
    from: "Requires: { inverse: 'RequiredBy', does: ['pull-in-start', 'start-too',",
    to: "Requires: { inverse: 'RequiredBy', does: [",
  },
  {
    rule: 'a start stops what the unit conflicts with',
    file: 'src/core/job/expand.ts',
    from: "(yield addAll(work, job, 'pull-in-stop', 'stop', { conflicts: true }))",
    to: 'null',
  },
  {
    rule: 'a stop takes down what depends on the unit',
    file: 'src/core/job/expand.ts',
    from: "return (yield addAll(work, job, 'pass-stop', 'stop')) ?? (yield passStopGracefully",
    to: 'return (yield passStopGracefully',
  },
  {
    rule: 'what requires a unit that failed to start fails with it',
    file: 'src/core/engine/jobs/finish.ts',
    from: "dependents(work, entry, 'pass-start-failure')",
    to: '[]',
  },
  {
    rule: 'a unit is not started more often than its limit allows',
    file: 'src/core/engine/jobs/run.ts',
    from: 'entry.starts = count\n  return allowed',
    to: 'entry.starts = count\n  return allowed || true',
  },
  {
    rule: 'Restart=always starts a service again',
    file: 'src/core/lifecycle/service/restart.ts',
    from: "return result !== 'exec-condition'",
    to: "return result !== 'exec-condition' && result !== 'signal'",
  },
  {
    rule: 'OnFailure= is triggered by a failure',
    file: 'src/core/engine/change.ts',
    from: "wishForHandlers(work, entry, 'on-failure')",
    to: '',
  },
  {
    rule: 'a job that cannot be taken back is not replaced',
    file: 'src/core/job/transaction.ts',
    from: '(gentle || queued.irreversible)',
    to: 'gentle',
  },
  {
    rule: 'a job that ends lets others have their turn',
    file: 'src/core/engine/jobs/finish.ts',
    from: '        work.world.runQueue.add(other.job)\n',
    to: '',
  },
  {
    rule: 'a service that will not stop is killed in the end',
    file: 'src/core/lifecycle/service/timeout.ts',
    from: ": killOrSkip(turn, phase.at, 'stop-sigkill')",
    to: ': turn',
  },
  {
    rule: 'what is bound to a unit goes down with it',
    file: 'src/core/engine/settle.ts',
    from: 'if (lost !== undefined) {',
    to: 'if (lost !== undefined && Number.isNaN(0)) {',
  },
  {
    rule: 'what an active unit upholds is started again',
    file: 'src/core/engine/settle.ts',
    from: 'if (holder !== undefined) {',
    to: 'if (holder !== undefined && Number.isNaN(0)) {',
  },
  {
    rule: 'what nobody needs is stopped',
    file: 'src/core/engine/settle.ts',
    from: 'if (!isPinned) {',
    to: 'if (isPinned && Number.isNaN(0)) {',
  },
  {
    rule: 'a start job is done when the unit is up',
    file: 'src/core/engine/change.ts',
    from: "if (job.state === 'running' && to !== 'activating') {\n    if (isInactiveOrFailed(to)) {\n      finishJob(work, job, to === 'failed' ? 'failed' : 'done', { recursive: true })\n    }\n    return false",
    to: 'return true\n  if (Number.isNaN(0)) {\n    return false',
  },
  {
    rule: 'a stop job is done when the unit is down',
    file: 'src/core/engine/change.ts',
    from: "if (isInactiveOrFailed(to)) {\n    finishJob(work, job, 'done'",
    to: "if (isInactiveOrDeactivating(to)) {\n    finishJob(work, job, 'done'",
  },
  {
    rule: 'a main process that ends is noticed',
    file: 'src/core/engine/step.ts',
    from: "give(work, entry, { type: 'exited', exit, successor })",
    to: '',
  },
]

test.each(mutations.map(mutation => [mutation.rule, mutation] as const))(
  'it is noticed unless %s',
  (rule, mutation) => {
    const noticed = liveWith(mutation, 400)
    if (process.env['REPORT'] !== undefined) {
      process.stderr.write(`${rule}: ${JSON.stringify(noticed)}\n`)
    }
    expect(noticed).not.toBeNull()
  },
)
