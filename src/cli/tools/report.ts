/** What is wrong with unit files, as verify and condition print it. */
import type { Session, Severity } from '#cli/session/session.ts'
import { type Diagnostic, formatDiagnostic } from '#core/unitfile/diagnostic.ts'

const severities: Partial<Record<Diagnostic['level'], Severity>> = {
  err: 'error',
  warning: 'warning',
  notice: 'notice',
}

/** Says it; true for something that counts as a mistake. What is about the unit as a whole has no line. */
export function report(session: Session, diagnostic: Diagnostic): boolean {
  if (diagnostic.level === 'debug') {
    return false
  }
  const { path, line, message, level } = diagnostic
  session.say(severities[level] ?? 'info', line === 0 ? `${path}: ${message}` : formatDiagnostic(diagnostic))
  return level === 'warning' || level === 'err'
}
