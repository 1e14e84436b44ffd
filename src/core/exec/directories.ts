/** RuntimeDirectory= and its siblings (systemd.exec(5)): where they are, who owns them, which variable names them. */
import type { LaunchDirectory } from './launch.ts'

export const directoryKinds = ['Runtime', 'State', 'Cache', 'Logs', 'Configuration'] as const
export type DirectoryKind = (typeof directoryKinds)[number]

/** The folder each kind lives in, the variable that tells the service, and the exit code when it cannot be made. */
const table = {
  Runtime: { base: '/run', variable: 'RUNTIME_DIRECTORY', exitStatus: 233 },
  State: { base: '/var/lib', variable: 'STATE_DIRECTORY', exitStatus: 238 },
  Cache: { base: '/var/cache', variable: 'CACHE_DIRECTORY', exitStatus: 239 },
  Logs: { base: '/var/log', variable: 'LOGS_DIRECTORY', exitStatus: 240 },
  Configuration: { base: '/etc', variable: 'CONFIGURATION_DIRECTORY', exitStatus: 241 },
} as const satisfies Record<
  DirectoryKind,
  { readonly base: string; readonly variable: string; readonly exitStatus: number }
>

export interface DirectorySetting {
  readonly kind: DirectoryKind
  readonly mode: number
  /** Names below the base, each with the names of extra links to it. */
  readonly entries: readonly { readonly path: string; readonly links: readonly string[] }[]
}

/**
 * The directories to make. They belong to the service, unless the command keeps full privileges; configuration that is there
 * already stays as it is.
 */
export function launchDirectories(
  settings: readonly DirectorySetting[],
  hasFullPrivilege: boolean,
): readonly LaunchDirectory[] {
  return settings.flatMap(({ kind, mode, entries }) => {
    const { base, exitStatus } = table[kind]
    const owner = hasFullPrivilege ? 'manager' : 'service'
    return entries.map(({ path, links }) => ({
      base,
      path: `${base}/${path}`,
      mode,
      owner,
      isLeftAsFound: kind === 'Configuration',
      exitStatus,
      links: links.map(link => `${base}/${link}`),
    }))
  })
}

/** RUNTIME_DIRECTORY=/run/a:/run/b and its siblings. */
export function directoryVariables(settings: readonly DirectorySetting[]): readonly string[] {
  return settings.flatMap(({ kind, entries }) => {
    const { base, variable } = table[kind]
    const paths = entries.map(({ path }) => `${base}/${path}`)
    return paths.length === 0 ? [] : [`${variable}=${paths.join(':')}`]
  })
}

/** The paths of one kind, as they are removed when the service has stopped. */
export function directoryPaths({ kind, entries }: DirectorySetting): readonly string[] {
  return entries.flatMap(({ path, links }) => [path, ...links].map(name => `${table[kind].base}/${name}`))
}
