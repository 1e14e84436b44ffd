import type { Session } from '#cli/session.ts'

/** To come. */
export async function bindMount(session: Session): Promise<number> {
  session.say('error', 'Not written yet.')
  return 99
}
export { bindMount as mountImage }
