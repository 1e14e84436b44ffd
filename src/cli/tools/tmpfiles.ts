/** systemd-tmpfiles (systemd-tmpfiles(8)): makes, cleans and removes what tmpfiles.d(5) names. */
import type { Session } from '#cli/session/session.ts'
import { runTmpfiles } from '#provision/tmpfiles/run.ts'
import {
  absolute,
  checkCommon,
  noImages,
  onlyShows,
  placeOf,
  placeShapes,
  replaceFault,
  showFiles,
  showShapes,
  sourcesOf,
} from './provisioning.ts'
import { type Given, has, refuse, type Tool } from './tool.ts'

export const tmpfilesTool: Tool = {
  // In this order those that are meant by a part of their name are told.
  options: [
    { long: 'user', value: 'none' },
    ...showShapes,
    { long: 'create', value: 'none' },
    { long: 'clean', value: 'none' },
    { long: 'remove', value: 'none' },
    { long: 'purge', value: 'none' },
    { long: 'boot', value: 'none' },
    { long: 'graceful', value: 'none' },
    { long: 'prefix', value: 'required' },
    { long: 'exclude-prefix', value: 'required' },
    { short: 'E', value: 'none' },
    ...placeShapes,
  ],
  check: checkCommon,
  settle: () => ({}),
  run: applyRules,
}

const commands = ['clean', 'create', 'remove', 'purge'] as const

async function applyRules(session: Session, given: readonly Given[]): Promise<number> {
  const fault = faultOf(session, given)
  if (fault !== undefined) {
    return refuse(session, fault)
  }
  const kind = has(given, 'user') ? 'user-tmpfiles.d' : 'tmpfiles.d'
  if (onlyShows(given)) {
    return showFiles(session, given, kind)
  }
  const place = placeOf(session, given)
  const sources = sourcesOf(session, place, given, kind)
  if (sources === undefined) {
    return 1
  }
  return runTmpfiles(place, sources, {
    create: has(given, 'create'),
    remove: has(given, 'remove') && !isAmidLife(session, given),
    clean: has(given, 'clean'),
    purge: has(given, 'purge'),
    boot: has(given, 'boot'),
    graceful: has(given, 'graceful'),
    prefixes: pathsOf(session, given, 'prefix'),
    excluded: [...pathsOf(session, given, 'exclude-prefix'), ...(has(given, 'E') ? volatile : [])],
  })
}

/**
 * Whether the boot of a manager that is not PID 1 asks: what others run here has begun long before, and may be using what is to
 * be removed at boot, all of /tmp first.
 */
function isAmidLife(session: Session, given: readonly Given[]): boolean {
  const { files, host } = session.kernel
  const isAsked = has(given, 'boot') && has(given, 'remove') && host.environment.has('INVOCATION_ID')
  const first = isAsked ? files.readText('/proc/1/comm', 4096) : undefined
  if (first?.ok !== true || first.value.trim() === 'systemd') {
    return false
  }
  session.say('warning', `PID 1 is '${first.value.trim()}', so this is no boot of the whole: nothing is removed.`)
  return true
}

/** What `-E` leaves out. */
const volatile = ['/dev', '/proc', '/run', '/sys'] as const

function pathsOf(session: Session, given: readonly Given[], name: string): readonly string[] {
  return given.flatMap(one => (one.name === name ? [absolute(session, one.value ?? '')] : []))
}

function faultOf(session: Session, given: readonly Given[]): string | undefined {
  if (!commands.some(name => has(given, name)) && !onlyShows(given)) {
    return 'You need to specify at least one of --clean, --create, --remove, or --purge.'
  }
  if (has(given, 'purge') && session.args.length === 0) {
    return 'Refusing --purge without specification of a configuration file.'
  }
  const fault = replaceFault(session, given)
  if (fault !== undefined) {
    return fault
  }
  if (has(given, 'user') && has(given, 'root')) {
    return 'Combination of --user and --root= is not supported.'
  }
  if (!has(given, 'image')) {
    return undefined
  }
  return has(given, 'root')
    ? 'Please specify either --root= or --image=, the combination of both is not supported.'
    : noImages
}
