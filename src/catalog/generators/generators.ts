/**
 * Programs of the image that write unit files (systemd.generator(7)): which there are, and what each is told. The manager runs
 * them all at once, before it reads units, and gives up on those that take longer than `generatorTimeLimitUs`.
 */

import { detectVirtualization } from '#catalog/condition/virtualization.ts'
import { systemFolders, systemRuntimeFolder } from '#catalog/search-path.ts'
import { firstByName } from '#core/base/first-by-name.ts'
import { baseName } from '#core/base/path.ts'
import { namesIn } from '#kernel/files/names-in.ts'
import type { Files, Kernel } from '#kernel/kernel.ts'
import { emptyFolder } from './sysv-generator.ts'

export interface Generator {
  readonly name: string
  readonly path: string
}

export interface GeneratorCall {
  readonly argv: readonly string[]
  /** `NAME=value`, the manager's own variables first. */
  readonly environment: readonly string[]
}

/** Where generators write, in the order of their arguments: without, before and behind what people wrote. */
export interface GeneratorOutputs {
  readonly usual: string
  readonly early: string
  readonly late: string
}

/** The output folders below a manager's runtime folder. */
export function generatorOutputs(runtimeFolder: string): GeneratorOutputs {
  const [usual, early, late] = [systemFolders.generator, systemFolders.generatorEarly, systemFolders.generatorLate].map(
    path => path.replace(systemRuntimeFolder, runtimeFolder),
  ) as [string, string, string]
  return { usual, early, late }
}

/** How long systemd lets generators run. */
export const generatorTimeLimitUs = 90_000_000

// Unlike for units, /run goes before /etc.
const systemGenerators = ['/run', '/etc', '/usr/local/lib', '/usr/lib'].map(at => `${at}/systemd/system-generators`)

/**
 * systemd's own generators that have nothing to do in a container, or whose work the manager does itself. They would look for
 * disks and terminals, or read the command line of a kernel that is not ours.
 */
const leftOut: ReadonlySet<string> = new Set(
  [
    'bless-boot',
    'cryptsetup',
    'debug',
    'factory-reset',
    'fstab',
    'getty',
    'gpt-auto',
    'hibernate-resume',
    'import',
    'integritysetup',
    'run',
    'ssh',
    'system-update',
    'sysv',
    'tpm2',
    'veritysetup',
  ].map(name => `systemd-${name}-generator`),
)

/** The generators there are, by name: of two with one name that of the earlier folder; masked and left out ones are none. */
export function findGenerators(files: Files, environment: ReadonlyMap<string, string>): readonly Generator[] {
  return firstByName(generatorFolders(environment), folder => namesIn(files, folder))
    .map(path => ({ name: baseName(path), path }))
    .filter(({ name, path }) => !leftOut.has(name) && isProgram(files, path))
}

/** SYSTEMD_GENERATOR_PATH stands for the usual folders; with a colon at its end it stands in front of them. */
function generatorFolders(environment: ReadonlyMap<string, string>): readonly string[] {
  const own = environment.get('SYSTEMD_GENERATOR_PATH')
  if (own === undefined) {
    return systemGenerators
  }
  const given = own.split(':').filter(folder => folder.startsWith('/'))
  return own.endsWith(':') ? [...given, ...systemGenerators] : given
}

/** An empty file and a link to /dev/null mask those of later folders. */
function isProgram(files: Files, path: string): boolean {
  const status = files.status(path)
  return status.ok && status.value.kind === 'file' && status.value.sizeBytes > 0 && files.access(path, 'execute')
}

/** How a generator of the system is called. */
export function generatorCall(
  { path }: Generator,
  kernel: Pick<Kernel, 'host' | 'files'>,
  variables: ReadonlyMap<string, string>,
  { usual, early, late }: GeneratorOutputs,
): GeneratorCall {
  const { kind, name } = detectVirtualization({ kernel, variables })
  const isFirstBoot = kernel.files.access('/run/systemd/first-boot', 'exists')
  const told = new Map([
    ...variables,
    ['SYSTEMD_SCOPE', 'system'],
    ['SYSTEMD_IN_INITRD', '0'],
    ['SYSTEMD_FIRST_BOOT', isFirstBoot ? '1' : '0'],
    ['SYSTEMD_ARCHITECTURE', kernel.host.architecture],
    ...(kind === 'none' ? [] : [['SYSTEMD_VIRTUALIZATION', `${kind}:${name}`] as const]),
  ])
  return { argv: [path, usual, early, late], environment: [...told].map(([key, value]) => `${key}=${value}`) }
}

/** Makes the output folders, empty, before anything is generated. @returns those that cannot be. */
export function clearGenerated(files: Files, { usual, early, late }: GeneratorOutputs): readonly string[] {
  return [usual, early, late].filter(folder => {
    emptyFolder(files, folder)
    return !files.makeDirectories(folder, 0o755).ok
  })
}
