/** What systemd-tmpfiles(8) and systemd-sysusers(8) have in common: where they work, and which files they read and show. */
import type { Session } from '#cli/session/session.ts'
import { printAll } from '#cli/tools/analyze/cat-config.ts'
import { simplifyPath } from '#core/base/path.ts'
import { configPaths, type Kind, readSources, type Selection } from '#provision/config-files.ts'
import type { Level, Place, Source } from '#provision/place.ts'
import { type Given, has, optionValue, refuse } from './tool.ts'

/** How files are shown. */
export const showShapes = [
  { long: 'cat-config', value: 'none' },
  { long: 'tldr', value: 'none' },
] as const

/** Which place is worked on, and by what. */
export const placeShapes = [
  { long: 'root', value: 'required' },
  { long: 'image', value: 'required' },
  { long: 'image-policy', value: 'required' },
  { long: 'replace', value: 'required' },
  { long: 'dry-run', value: 'none' },
  { long: 'no-pager', value: 'none' },
] as const

/** What is wrong with an option that both have. */
export function checkCommon({ name, value = '' }: Given): string | undefined {
  if (name !== 'replace') {
    return undefined
  }
  if (!value.startsWith('/')) {
    return 'The argument to --replace= must be an absolute path.'
  }
  return value.endsWith('.conf') ? undefined : "The argument to --replace= must have the extension '.conf'."
}

/** A path from the command line counts from the folder we are in. */
export function absolute({ workingDirectory }: Session, path: string): string {
  return simplifyPath(path.startsWith('/') ? path : `${workingDirectory}/${path}`)
}

/** Whether files are only to be shown. */
export function onlyShows(given: readonly Given[]): boolean {
  return has(given, 'cat-config') || has(given, 'tldr')
}

/** What options say against each other about which files are read. */
export function replaceFault(session: Session, given: readonly Given[]): string | undefined {
  if (!has(given, 'replace')) {
    return undefined
  }
  if (onlyShows(given)) {
    return 'Option --replace= is not supported with --cat-config/--tldr.'
  }
  return session.args.length === 0 ? 'When --replace= is given, some configuration items must be specified.' : undefined
}

export const noImages = 'Working on disk images (--image=) is not supported.'

/** Where to work. */
export function placeOf(session: Session, given: readonly Given[]): Place {
  const { kernel, environment } = session
  return {
    // What a user sets for one call counts, not what the process was started with.
    kernel: { ...kernel, host: { ...kernel.host, environment } },
    root: rootOf(session, given),
    scope: has(given, 'user') ? 'user' : 'system',
    dryRun: has(given, 'dry-run'),
    say: (level, message) => sayTo(session, level, message),
  }
}

function sayTo(session: Session, level: Level, message: string): void {
  if (level !== 'debug') {
    session.say(level, message)
  }
}

function rootOf(session: Session, given: readonly Given[]): string {
  const root = optionValue(given, 'root') ?? ''
  const path = root === '' ? '' : absolute(session, root)
  return path === '/' ? '' : path
}

/** The files to read; undefined when one cannot be read, which was said. */
export function sourcesOf(
  session: Session,
  place: Place,
  given: readonly Given[],
  kind: Kind,
): readonly Source[] | undefined {
  const inline = has(given, 'inline')
  const selection: Selection = {
    kind,
    words: inline ? session.args : session.args.map(word => fileWord(session, word)),
    inline,
    replace: optionValue(given, 'replace') ?? null,
    readInput: () => session.streams.readInput(),
  }
  const sources = readSources(place, selection)
  if (sources.ok) {
    return sources.value
  }
  refuse(session, sources.error)
  return undefined
}

/** A name is looked for in the folders of configuration, a path is one. */
function fileWord(session: Session, word: string): string {
  return word.includes('/') ? absolute(session, word) : word
}

/** `--cat-config` and `--tldr`: all files, whatever is named behind them. */
export function showFiles(session: Session, given: readonly Given[], kind: Kind): number {
  session.openPager()
  const paths = configPaths(placeOf(session, given), kind)
  return printAll(session, paths, has(given, 'tldr')) ? 0 : 1
}
