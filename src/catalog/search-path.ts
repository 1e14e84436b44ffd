/**
 * Where unit files are looked for (systemd.unit(5), "Unit File Load Path"): the earlier folder wins. Some folders have a part of
 * their own: links are made in `config` or `runtimeConfig`, what generators wrote cannot be enabled, and so on.
 */
import { pathBelow } from '#core/base/path.ts'

export interface Scope {
  /** `global`: what all users' managers read, changed for all of them (`--global`). */
  readonly mode: 'system' | 'global' | 'user'
  /** `--root=`: every folder is below it; empty for the running system. */
  readonly root: string
  readonly environment: ReadonlyMap<string, string>
}

/** The folders by their part. None has the root in front, and null stands for what this scope does not have. */
export interface LookupPaths {
  readonly folders: readonly string[]
  /** Where `enable` makes links. */
  readonly config: string
  /** Where `enable --runtime` makes links; null for a user without a runtime folder. */
  readonly runtimeConfig: string | null
  readonly control: string | null
  readonly runtimeControl: string | null
  readonly transient: string | null
  readonly generators: readonly string[]
  /** Where `enable` would make links for all users; null unless these are a user's folders. */
  readonly allUsers: string | null
  /** Where units of portable services are linked, for good or until the next boot. */
  readonly attached: string | null
  readonly runtimeAttached: string | null
}

/** Where the system's manager keeps its sockets, and what must not outlive a boot. */
export const systemRuntimeFolder = '/run/systemd'

/** Folders of the system manager whose place in the order matters to others, too. */
export const systemFolders = {
  control: '/etc/systemd/system.control',
  runtimeControl: '/run/systemd/system.control',
  transient: '/run/systemd/transient',
  generatorEarly: '/run/systemd/generator.early',
  config: '/etc/systemd/system',
  attached: '/etc/systemd/system.attached',
  runtime: '/run/systemd/system',
  runtimeAttached: '/run/systemd/system.attached',
  generator: '/run/systemd/generator',
  local: '/usr/local/lib/systemd/system',
  vendor: '/usr/lib/systemd/system',
  generatorLate: '/run/systemd/generator.late',
} as const

/** The targets every system has, for images without the systemd package; looked at last. */
export const builtInFolder = '/usr/lib/berth/system'

const userShareFolders = ['/usr/local/share/systemd/user', '/usr/share/systemd/user'] as const
const userLibFolders = ['/usr/local/lib/systemd/user', '/usr/lib/systemd/user'] as const

const globalConfig = '/etc/systemd/user'
const globalRuntime = '/run/systemd/user'

/**
 * The folders in which units are looked for, first one first, with the root in front. SYSTEMD_UNIT_PATH replaces them; with a
 * colon at its end it stands in front of them.
 */
export function searchPath(scope: Scope): readonly string[] {
  return lookupPaths(scope).folders.map(folder => `${scope.root === '/' ? '' : scope.root}${folder}`)
}

/** The folders of a scope, and which of them has which part. */
export function lookupPaths({ mode, environment }: Scope): LookupPaths {
  const usual = mode === 'system' ? systemPaths : mode === 'global' ? globalPaths : userPaths(environment)
  const own = environment.get('SYSTEMD_UNIT_PATH')
  const extra = (own ?? '').split(':').filter(folder => folder.startsWith('/'))
  const folders = own === undefined ? usual.folders : own.endsWith(':') ? [...extra, ...usual.folders] : extra
  const builtIn = mode === 'system' ? [builtInFolder] : []
  return { ...usual, folders: [...new Set([...folders, ...builtIn].map(withoutSlashes))] }
}

const systemPaths: LookupPaths = {
  folders: Object.values(systemFolders),
  config: systemFolders.config,
  runtimeConfig: systemFolders.runtime,
  control: systemFolders.control,
  runtimeControl: systemFolders.runtimeControl,
  transient: systemFolders.transient,
  generators: [systemFolders.generator, systemFolders.generatorEarly, systemFolders.generatorLate],
  allUsers: null,
  attached: systemFolders.attached,
  runtimeAttached: systemFolders.runtimeAttached,
}

const globalPaths: LookupPaths = {
  folders: [globalConfig, globalRuntime, ...userShareFolders, ...userLibFolders],
  config: globalConfig,
  runtimeConfig: globalRuntime,
  control: null,
  runtimeControl: null,
  transient: null,
  generators: [],
  allUsers: null,
  attached: null,
  runtimeAttached: null,
}

/** A user's folders, after the XDG variables; relative ones in them mean nothing. */
function userPaths(environment: ReadonlyMap<string, string>): LookupPaths {
  const home = absolute(environment.get('HOME'))
  const runtime = absolute(environment.get('XDG_RUNTIME_DIR'))
  const below = (folder: string, name: string): string => `${folder}/systemd/${name}`
  const inRuntime = (name: string): string | null => (runtime === null ? null : below(runtime, name))
  const own = absolute(environment.get('XDG_CONFIG_HOME')) ?? `${home ?? '/root'}/.config`
  const data = absolute(environment.get('XDG_DATA_HOME')) ?? (home === null ? null : `${home}/.local/share`)
  const configs = listOf(environment.get('XDG_CONFIG_DIRS') ?? '').map(folder => below(folder, 'user'))
  const datas = listOf(environment.get('XDG_DATA_DIRS') ?? '/usr/local/share:/usr/share')
  const late = inRuntime('generator.late')
  const early = inRuntime('generator.early')
  const generator = inRuntime('generator')
  const folders = [
    below(own, 'user.control'),
    inRuntime('user.control'),
    inRuntime('transient'),
    early,
    below(own, 'user'),
    ...configs,
    globalConfig,
    inRuntime('user'),
    globalRuntime,
    generator,
    data === null ? null : below(data, 'user'),
    ...datas.map(folder => below(folder, 'user')),
    userLibFolders[0],
    userShareFolders[0],
    userLibFolders[1],
    userShareFolders[1],
    late,
  ]
  return {
    folders: present(folders),
    config: below(own, 'user'),
    runtimeConfig: inRuntime('user'),
    control: below(own, 'user.control'),
    runtimeControl: inRuntime('user.control'),
    transient: inRuntime('transient'),
    generators: present([generator, early, late]),
    allUsers: globalConfig,
    attached: null,
    runtimeAttached: null,
  }
}

function present(folders: readonly (string | null)[]): readonly string[] {
  return folders.flatMap(folder => folder ?? [])
}

function absolute(folder: string | undefined): string | null {
  return folder?.startsWith('/') ? withoutSlashes(folder) : null
}

function listOf(folders: string): readonly string[] {
  return folders.split(':').flatMap(folder => absolute(folder) ?? [])
}

function withoutSlashes(folder: string): string {
  return folder.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')
}

/** Whether a unit file lies directly in one of the folders. */
export function isDirectlyIn(path: string, folders: readonly (string | null)[]): boolean {
  return folders.includes(path.slice(0, path.lastIndexOf('/')) || '/')
}

/** Whether a file is gone with the next boot. */
export function isRuntimePath(paths: LookupPaths, path: string): boolean {
  const runtime = [paths.runtimeConfig, paths.runtimeControl, paths.transient, ...paths.generators]
  return pathBelow(path, '/run') !== undefined || isDirectlyIn(path, runtime)
}
