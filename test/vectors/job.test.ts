import type { InstalledJobType } from '#core/job/job.ts'
import { mergeAndCollapse, mergeTypes } from '#core/job/merge.ts'
import { vectorTest } from './vectors.ts'

interface MergeCase {
  readonly op: 'merge' | 'merge_collapse'
  readonly a: InstalledJobType
  readonly b: InstalledJobType
  readonly service?: 'dead' | 'running'
}

vectorTest<MergeCase>('job_merge', 'two jobs for one unit become one as in systemd', ({ op, a, b, service }) => ({
  out: op === 'merge' ? mergeTypes(a, b) : mergeAndCollapse(a, b, service === 'running' ? 'active' : 'inactive'),
}))
