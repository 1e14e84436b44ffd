/** [Scope] (systemd.scope(5)): groups of processes that somebody else started. They are made by request only. */
import { inert, type SettingsOf, type Table } from '#core/unit/kinds/kind.ts'
import { span, timeoutSpan, USEC_INFINITY } from '#core/unit/kinds/span.ts'
import { word } from '#core/unit/kinds/word.ts'

const why = 'scope units are not run yet'

export const scopeDirectives = {
  RuntimeMaxSec: inert(span(USEC_INFINITY), why),
  RuntimeRandomizedExtraSec: inert(span(0n), why),
  TimeoutStopSec: inert(timeoutSpan<bigint | null>(null), why),
  OOMPolicy: inert(word(['continue', 'stop', 'kill'], null), why),
} as const satisfies Table

export type ParsedScope = SettingsOf<typeof scopeDirectives>

/** What is left open is the manager's. */
export type ScopeSettings = Omit<ParsedScope, 'TimeoutStopSec' | 'OOMPolicy'> & {
  readonly TimeoutStopSec: bigint
  readonly OOMPolicy: 'continue' | 'stop' | 'kill'
}
