/** systemd-analyze timespan: what a length of time means. */

import { glyph } from '#cli/render/glyph.ts'
import type { Session } from '#cli/session/session.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import { formatSpan, parseSpan } from '#core/calendar/span.ts'
import { sayHints } from './clock.ts'

export function explainTimespans(session: Session): number {
  for (const [index, text] of session.args.entries()) {
    if (index > 0) {
      session.print('\n')
    }
    const span = parseSpan(text)
    if (!span.ok) {
      session.say('error', `Failed to parse time span '${text}': ${errnoText(span.error)}`)
      sayHints(session, text, 'timespan')
      return 1
    }
    const unit = `${glyph('mu', session.look)}s`
    session.print(`Original: ${text}\n${unit.padStart(8)}: ${span.value}\n   Human: ${formatSpan(span.value)}\n`)
  }
  return 0
}
