/** runlevel (runlevel(8)). It stands in utmp, which a container has not. */
import type { Session } from '#cli/session/session.ts'
import type { Asked } from './asked.ts'
import { refuse } from './halt.ts'

export function runlevel(session: Session, { words }: Asked): number {
  if (words.length > 0) {
    return refuse(session, 'Too many arguments.')
  }
  session.print('unknown\n')
  return 1
}
