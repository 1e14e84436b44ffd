/** Where a user keeps what (file-hierarchy(7), after the XDG variables). */
import { readAccounts } from './accounts.ts'
import type { ProvisionKernel } from './place.ts'

export interface UserFolders {
  readonly home: string
  readonly configuration: string
  readonly data: string
  readonly state: string
  readonly cache: string
  /** Only there in a session. */
  readonly runtime: string | undefined
  /** For all users. */
  readonly sharedConfiguration: readonly string[]
  readonly sharedData: readonly string[]
}

export function userFolders({ host, files }: Pick<ProvisionKernel, 'host' | 'files'>): UserFolders {
  const named = (variable: string): string | undefined => {
    const path = host.environment.get(variable)
    return path?.startsWith('/') ? path.replace(/\/+$/, '') : undefined
  }
  const several = (variable: string, otherwise: readonly string[]): readonly string[] => {
    const paths = (host.environment.get(variable) ?? '').split(':').filter(path => path.startsWith('/'))
    return paths.length === 0 ? otherwise : paths
  }
  const home = named('HOME') ?? readAccounts(files, '').home(host.uid) ?? '/root'
  return {
    home,
    configuration: named('XDG_CONFIG_HOME') ?? `${home}/.config`,
    data: named('XDG_DATA_HOME') ?? `${home}/.local/share`,
    state: named('XDG_STATE_HOME') ?? `${home}/.local/state`,
    cache: named('XDG_CACHE_HOME') ?? `${home}/.cache`,
    runtime: named('XDG_RUNTIME_DIR'),
    sharedConfiguration: several('XDG_CONFIG_DIRS', ['/etc/xdg']),
    sharedData: several('XDG_DATA_DIRS', ['/usr/local/share', '/usr/share']),
  }
}
