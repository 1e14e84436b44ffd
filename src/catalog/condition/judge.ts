/** Conditions and asserts of a unit, judged in the order of their list (systemd.unit(5), "Conditions and Asserts"). */

import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { Condition } from '#core/unit/condition.ts'
import type { ConditionSubject } from '#core/unit/directives/condition.ts'
import { identityQuestions } from './identity.ts'
import { machineQuestions } from './machine.ts'
import { pathQuestions } from './paths.ts'
import { resourceQuestions } from './resources.ts'
import type { Question, Surroundings, Verdict } from './subject.ts'
import { updateQuestions } from './updates.ts'
import { versionQuestions } from './versions.ts'

const questions: Readonly<Record<ConditionSubject, Question>> = {
  ...pathQuestions,
  ...updateQuestions,
  ...machineQuestions,
  ...versionQuestions,
  ...identityQuestions,
  ...resourceQuestions,
}

export interface JudgedCondition {
  readonly condition: Condition
  /** `untested` behind one that had to hold and did not; `error` counts as failed, with or without `!`. */
  readonly outcome: 'succeeded' | 'failed' | 'untested' | 'error'
  /** Why it could not be told. */
  readonly error: ErrnoName | null
}

/** One condition by itself. */
export function judgeCondition(condition: Condition, around: Surroundings): JudgedCondition {
  const verdict = answer(condition, around)
  if (typeof verdict === 'string') {
    return { condition, outcome: 'error', error: verdict }
  }
  return { condition, outcome: verdict === condition.negate ? 'failed' : 'succeeded', error: null }
}

function answer({ type, parameter }: Condition, around: Surroundings): Verdict {
  const subject = type.replace(/^(?:Condition|Assert)/, '')
  const question = Object.hasOwn(questions, subject) ? questions[subject as ConditionSubject] : undefined
  return question === undefined ? 'EINVAL' : question(parameter, around)
}

/** All of a list, until one that must hold does not. */
export function judgeConditions(conditions: readonly Condition[], around: Surroundings): readonly JudgedCondition[] {
  let decided = false
  return conditions.map(condition => {
    if (decided) {
      return { condition, outcome: 'untested', error: null }
    }
    const judged = judgeCondition(condition, around)
    decided = !condition.trigger && judged.outcome !== 'succeeded'
    return judged
  })
}
