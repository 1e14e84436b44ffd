/** Says what became of a change of unit files, as systemctl does itself, or as it passes on what the manager answers. */
import { type Change, type InstallResult, replyOf } from '#catalog/install/change.ts'
import { doneLine, noInstallInfoLines, replyErrorText, resultLines } from '#catalog/install/messages.ts'
import type { Session, Severity } from '#cli/session/session.ts'
import type { ErrnoName } from '#core/base/linux/errno.ts'
import type { Place } from './place.ts'

/** What is done, in the words of both. */
export interface Wording {
  /** Stands in "Failed to VERB unit X". */
  readonly verb: string
  /** Stands in "Failed to CALL: ...", where the manager is asked. */
  readonly call: string
}

/** Says the changes, or what failed; false when it failed. */
export function sayOutcome(session: Session, { client }: Place, wording: Wording, result: InstallResult): boolean {
  return client === undefined ? sayResult(session, wording, result) : sayReply(session, wording, result)
}

function sayResult(session: Session, { verb }: Wording, result: InstallResult): boolean {
  const style = styleOf(session)
  for (const change of result.changes) {
    const only = { ...result, changes: [change], errno: null }
    for (const line of resultLines(verb, only, style)) {
      session.say(severityOf(change), line)
    }
  }
  const isTold = result.changes.some(({ type }) => type === 'failure')
  if (result.errno !== null && !isTold) {
    for (const line of resultLines(verb, { ...result, changes: [] }, style)) {
      session.say('error', line)
    }
  }
  return result.errno === null
}

function sayReply(session: Session, { call }: Wording, result: InstallResult): boolean {
  const reply = replyOf(result)
  if (!reply.ok) {
    // The manager would have been allowed to.
    const isDenied = session.kernel.host.uid !== 0 && deniedErrors.includes(reply.errno)
    const why = isDenied ? 'Access denied' : replyErrorText(reply.errno, reply.failure)
    session.say('error', `Failed to ${call}: ${why}`)
    return false
  }
  for (const change of reply.changes) {
    const line = doneLine(change, styleOf(session))
    if (line !== null) {
      session.say(severityOf(change), line)
    }
  }
  return true
}

const deniedErrors: readonly ErrnoName[] = ['EACCES', 'EPERM']

function styleOf({ options, look }: Session) {
  return { quiet: options.quiet, utf8: look.utf8 }
}

function severityOf({ type }: Change): Severity {
  if (type === 'failure') {
    return 'error'
  }
  return type === 'destination not present' || type === 'auxiliary unit failed' ? 'warning' : 'info'
}

/** Says why nothing happened to units without an [Install] section. */
export function sayNoInstallInfo(session: Session): void {
  if (session.options.quiet || session.options.noWarn) {
    return
  }
  for (const line of noInstallInfoLines(session.look.utf8)) {
    session.say('notice', line)
  }
}
