/** Conditions that compare texts: ConditionKernelVersion= and ConditionOSRelease=. */
import { compareTexts, readOperator } from '#core/base/text/comparison.ts'
import { shellPattern } from '#core/base/text/shell-pattern.ts'
import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'
import { splitWords } from '#core/unitfile/words.ts'
import { type Question, readFile, type Surroundings, type Verdict } from './subject.ts'

export const versionQuestions = {
  KernelVersion: isKernelVersion,
  OSRelease: isRelease,
} as const satisfies Readonly<Record<string, Question>>

/** Words that must all fit: an operator with a version, together or apart, or a pattern. */
function isKernelVersion(parameter: string, { kernel }: Surroundings): Verdict {
  const words = splitWords(parameter, { quotes: 'remove' })
  if (!words.ok) {
    return 'EINVAL'
  }
  const version = kernel.host.kernelRelease
  for (let at = 0; at < words.value.length; at++) {
    // Blanks around a word, and behind its operator, mean nothing where quotes have kept them.
    const word = (words.value[at] ?? '').trimStart()
    const comparison = readOperator(word, { patterns: true })
    const operand = comparison?.rest === '' ? words.value[++at] : comparison?.rest.trim()
    if (comparison !== undefined && !operand) {
      return 'EINVAL'
    }
    const holds =
      comparison === undefined || operand === undefined
        ? shellPattern(word.trim())(version)
        : compareTexts(version, comparison.operator, operand)
    if (!holds) {
      return false
    }
  }
  return true
}

/** Words such as `VERSION_ID>=12` that must all fit; a field that is not there is empty. */
function isRelease(parameter: string, around: Surroundings): Verdict {
  const words = splitWords(parameter, { quotes: 'remove' })
  if (!words.ok) {
    return 'EINVAL'
  }
  const text = readFile(around, '/etc/os-release') ?? readFile(around, '/usr/lib/os-release')
  const fields = parseEnvironmentFile(text ?? '')
  for (const word of words.value) {
    const [name = ''] = /^[A-Za-z0-9_]*/.exec(word) ?? []
    const comparison = readOperator(word.slice(name.length), { patterns: true })
    if (name === '' || comparison === undefined || comparison.rest === '') {
      return 'EINVAL'
    }
    const value = fields.ok ? (fields.value.get(name) ?? '') : ''
    if (!compareTexts(value, comparison.operator, comparison.rest)) {
      return false
    }
  }
  return true
}
