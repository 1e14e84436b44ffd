import type { Session } from '#cli/session.ts'

/** To come. */
export async function showManual(session: Session): Promise<number> {
  session.say('error', 'Not written yet.')
  return 99
}
