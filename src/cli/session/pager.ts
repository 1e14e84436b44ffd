/** Which pager to start (systemctl(1), "Environment": SYSTEMD_PAGER, SYSTEMD_LESS, SYSTEMD_PAGERSECURE). */
import { booleanOf, type Environment, isDumb, type Look } from '#cli/render/look.ts'
import type { Program } from '#cli/streams.ts'

/** What less is told when nothing else is said: quit where one screen suffices, keep colours, cut long lines. */
const lessOptions = 'FRSXMK'

/**
 * The pagers to try, the first one first; undefined when the user wants none. A pager of the user's own choice is honoured only
 * where SYSTEMD_PAGERSECURE says what may be expected of it. Outside of a login session of our own we may have been given
 * rights that a pager must not hand on, and only less can be told so.
 */
export function pagerProgram(
  environment: Environment,
  { utf8 }: Look,
  isOwnSession: () => boolean,
): readonly Program[] | undefined {
  if (isDumb(environment)) {
    return undefined
  }
  const wanted = environment.get('SYSTEMD_PAGER') ?? environment.get('PAGER')
  const words = wanted === undefined ? undefined : wanted.split(/\s+/).filter(word => word !== '')
  if (words !== undefined && (words.length === 0 || words[0] === 'cat')) {
    return undefined
  }
  const trusted = booleanOf(environment, 'SYSTEMD_PAGERSECURE')
  const secure = trusted ?? (environment.has('SUDO_UID') || !isOwnSession())
  const variables = new Map(environment)
  variables.set('LESS', environment.get('SYSTEMD_LESS') ?? lessOptions)
  const charset = environment.get('SYSTEMD_LESSCHARSET') ?? (utf8 ? 'utf-8' : undefined)
  if (charset !== undefined) {
    variables.set('LESSCHARSET', charset)
  }
  if (secure) {
    variables.set('LESSSECURE', '1')
  }
  const own = trusted !== undefined && words !== undefined ? [words] : []
  const known = secure ? [['less']] : [['pager'], ['less'], ['more']]
  return [...own, ...known].map(argv => ({ argv, environment: variables }))
}

/** Whether a control group, as /proc/self/cgroup has it, is in a login session of this user. */
export function isSessionOf(uid: number, controlGroup: string): boolean {
  return new RegExp(`/user-${uid}\\.slice/`).test(controlGroup)
}
