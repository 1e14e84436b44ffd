/** The operators of conditions that compare (systemd.unit(5): ConditionKernelVersion=, ConditionMemory=, ConditionOSRelease=). */
import { compareVersions } from './compare-versions.ts'
import { shellPattern } from './shell-pattern.ts'

export type Operator = '<' | '<=' | '=' | '!=' | '>=' | '>' | '$=' | '!$='

// Longer ones first: `<=` starts with `<`.
const written: readonly (readonly [text: string, Operator])[] = [
  ['!$=', '!$='],
  ['$=', '$='],
  ['<>', '!='],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['==', '='],
  ['=', '='],
  ['<', '<'],
  ['>', '>'],
]

/** The operator a text starts with, and what follows it. `patterns` allows `$=` and `!$=`, which take a shell pattern. */
export function readOperator(
  text: string,
  { patterns }: { readonly patterns: boolean },
): { readonly operator: Operator; readonly rest: string } | undefined {
  const found = written.find(([sign, operator]) => text.startsWith(sign) && (patterns || !operator.endsWith('$=')))
  return found === undefined ? undefined : { operator: found[1], rest: text.slice(found[0].length) }
}

/** Whether an order (below, at or above 0) is what the operator asks for; patterns are no question of order. */
export function isOrder(order: number, operator: Exclude<Operator, '$=' | '!$='>): boolean {
  switch (operator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '>=':
      return order >= 0
    case '>':
      return order > 0
  }
}

/** Compares texts: equality letter by letter, `$=` by pattern, the rest as versions. */
export function compareTexts(one: string, operator: Operator, other: string): boolean {
  switch (operator) {
    case '$=':
      return shellPattern(other)(one)
    case '!$=':
      return !shellPattern(other)(one)
    case '=':
      return one === other
    case '!=':
      return one !== other
    default:
      return isOrder(compareVersions(one, other), operator)
  }
}
