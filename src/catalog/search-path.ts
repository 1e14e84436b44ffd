/** Where unit files are looked for (systemd.unit(5), "Unit File Load Path"): the earlier folder wins. */

export interface Scope {
  readonly mode: 'system' | 'user'
  /** `--root=`: every folder is below it; empty for the running system. */
  readonly root: string
  readonly environment: ReadonlyMap<string, string>
}

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

/**
 * The folders in which units are looked for, first one first. SYSTEMD_UNIT_PATH replaces them; with a colon at its end it
 * stands in front of them.
 */
export function searchPath({ root, environment, mode }: Scope): readonly string[] {
  const usual = mode === 'system' ? Object.values(systemFolders) : userFolders(environment)
  const own = environment.get('SYSTEMD_UNIT_PATH') ?? ''
  const extra = own.split(':').filter(folder => folder !== '')
  const folders = own === '' ? usual : own.endsWith(':') ? [...extra, ...usual] : extra
  const unique = [...new Set(folders)]
  return [...unique, builtInFolder].map(folder => `${root === '/' ? '' : root}${folder}`)
}

/** The user manager's folders, after the XDG variables. */
function userFolders(environment: ReadonlyMap<string, string>): readonly string[] {
  const home = environment.get('HOME') ?? '/root'
  const config = environment.get('XDG_CONFIG_HOME') ?? `${home}/.config`
  const data = environment.get('XDG_DATA_HOME') ?? `${home}/.local/share`
  const runtime = environment.get('XDG_RUNTIME_DIR')
  const configs = (environment.get('XDG_CONFIG_DIRS') ?? '/etc/xdg').split(':')
  const datas = (environment.get('XDG_DATA_DIRS') ?? '/usr/local/share:/usr/share').split(':')
  const below = (folder: string | undefined, name: string): readonly string[] =>
    folder === undefined || folder === '' ? [] : [`${folder}/systemd/${name}`]
  return [
    ...below(config, 'user.control'),
    ...below(runtime, 'user.control'),
    ...below(runtime, 'transient'),
    ...below(runtime, 'generator.early'),
    ...below(config, 'user'),
    ...configs.flatMap(folder => below(folder, 'user')),
    '/etc/systemd/user',
    ...below(runtime, 'user'),
    '/run/systemd/user',
    ...below(runtime, 'generator'),
    ...below(data, 'user'),
    ...datas.flatMap(folder => below(folder, 'user')),
    '/usr/local/lib/systemd/user',
    '/usr/lib/systemd/user',
    ...below(runtime, 'generator.late'),
  ]
}
