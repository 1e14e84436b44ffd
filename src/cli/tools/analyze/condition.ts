/** systemd-analyze condition: whether conditions and asserts hold here and now. */

import { type JudgedCondition, judgeConditions } from '#catalog/condition/judge.ts'
import { readLoadContext } from '#catalog/load-context.ts'
import { lookupPaths } from '#catalog/search-path.ts'
import { readIndex } from '#catalog/unit-index.ts'
import type { Session } from '#cli/session/session.ts'
import { report } from '#cli/tools/report.ts'
import { type Given, optionValue, refuse } from '#cli/tools/tool.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import type { Condition } from '#core/unit/condition.ts'
import { conditionsHold, formatCondition } from '#core/unit/condition.ts'
import { assertRows, conditionRows } from '#core/unit/directives/condition.ts'
import { readFile } from '#core/unit/read/parse-sources.ts'
import { nothingParsed } from '#core/unit/read/parsed.ts'
import { refusalOf, unitGraph } from './unit-graph.ts'
import { completeName } from './verify.ts'

/** What stands where the name of a unit would. */
const noUnit = 'test.service'

interface Lists {
  /** The name of the unit. */
  readonly id: string
  readonly asserts: readonly Condition[]
  readonly conditions: readonly Condition[]
}

export function evaluateConditions(session: Session, given: readonly Given[]): number {
  const wanted = optionValue(given, 'unit')
  const lists = wanted === undefined ? readArguments(session) : readUnit(session, completeName(wanted))
  if (typeof lists === 'string') {
    return refuse(session, lists)
  }
  const assertsHold = judge(session, lists.id, lists.asserts, 'Asserts')
  const conditionsAreMet = judge(session, lists.id, lists.conditions, 'Conditions')
  return assertsHold && conditionsAreMet ? 0 : 1
}

/** Assignments as in a unit file; what is none is an error, a bad value only something to say. */
function readArguments(session: Session): Lists | string {
  const { kernel, args } = session
  const mode = session.options.scope === 'user' ? 'user' : 'system'
  const { context } = readLoadContext(kernel, mode, readIndex(kernel.files, []), [])
  const owner = { name: noUnit, type: 'service', fragmentPath: null } as const
  let parsed = nothingParsed
  for (const text of args) {
    const [, key = '', value = ''] = /^[ \t]*([A-Za-z]*)[ \t]*=(.*)$/s.exec(text) ?? []
    if (!Object.hasOwn(conditionRows, key) && !Object.hasOwn(assertRows, key)) {
      return `Cannot parse "${text}".`
    }
    const file = { path: '(cmdline)', text: `[Unit]\n${key}=${value.replaceAll('\n', ' ')}\n` }
    const read = readFile(parsed, file, owner, context)
    for (const diagnostic of read.diagnostics) {
      report(session, { ...diagnostic, line: 0 })
    }
    parsed = read.parsed
  }
  return { id: noUnit, asserts: parsed.unit.Asserts, conditions: parsed.unit.Conditions }
}

function readUnit(session: Session, name: string): Lists | string {
  const { kernel, options, environment } = session
  const { folders } = lookupPaths({ mode: options.scope, root: '', environment })
  const graph = unitGraph({
    kernel,
    mode: options.scope === 'user' ? 'user' : 'system',
    folders,
    alone: true,
    tell: (_, diagnostics) => {
      for (const diagnostic of diagnostics) {
        report(session, diagnostic)
      }
    },
  })
  const unit = graph.load(name)
  return refusalOf(unit)?.message ?? unit
}

/** Whether a list holds; an empty one does without a word. */
function judge(session: Session, name: string, list: readonly Condition[], what: string): boolean {
  if (list.length === 0) {
    return true
  }
  const { kernel, environment, options } = session
  const judged = judgeConditions(list, { kernel, variables: environment })
  const holds = conditionsHold(judged)
  if (options.quiet) {
    return holds
  }
  for (const one of judged) {
    const line = describe(one)
    if (line !== undefined) {
      session.say(one.outcome === 'error' ? 'warning' : 'notice', `${name}: ${line}`)
    }
  }
  session.say('notice', `${what} ${holds ? 'succeeded' : 'failed'}.`)
  return holds
}

function describe({ condition, outcome, error }: JudgedCondition): string | undefined {
  const written = formatCondition(condition)
  switch (outcome) {
    case 'untested':
      return undefined
    case 'error':
      return `Couldn't determine result for ${written}, assuming failed: ${errnoText(error ?? 'EINVAL')}`
    default:
      return `${written} ${outcome}.`
  }
}
