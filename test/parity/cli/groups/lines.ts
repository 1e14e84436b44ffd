/** Ways to write invocations down. */
import type { Invocation } from '../../../../scripts/record-cli/invocation.ts'

/** Lines that need no more than themselves. */
export const plain = (...lines: readonly string[]): readonly Invocation[] => lines.map(run => ({ run }))

/** The same line on terminals of several widths. */
export const wide = (run: string, ...columns: readonly number[]): readonly Invocation[] =>
  columns.map(width => ({ run, columns: width }))

/** Lines that begin in the same state, and whose traces are shown in the same way. */
export const each = (around: Omit<Invocation, 'run'>, ...lines: readonly string[]): readonly Invocation[] =>
  lines.map(run => ({ ...around, run }))
