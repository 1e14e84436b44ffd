// One condition, asked of a machine in memory.
import { judgeCondition } from '#catalog/condition/judge.ts'
import { type MachineFacts, surroundings } from '../../fake/surroundings.ts'

/** `true`, `false`, or the error. */
export function ask(subject: string, parameter: string, facts: MachineFacts = {}): boolean | string {
  const condition = { type: `Condition${subject}`, trigger: false, negate: false, parameter }
  const { outcome, error } = judgeCondition(condition, surroundings(facts))
  return error ?? outcome === 'succeeded'
}

/** Asks the same of several parameters, and gives those that hold. */
export function whichHold(subject: string, parameters: readonly string[], facts: MachineFacts = {}): readonly string[] {
  return parameters.filter(parameter => ask(subject, parameter, facts) === true)
}
