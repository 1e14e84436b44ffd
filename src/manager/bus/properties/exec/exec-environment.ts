/** Variables, folders and images as properties (systemd.exec(5), "Paths", "Environment", "Credentials"). */
import type { Getters } from '#control/implement.ts'
import type { execContextProperties } from '#control/protocol/units/exec-context.ts'
import type { ServiceDirectory } from '#core/unit/kinds/exec/directory.ts'
import type { LoadCredential, SetCredential } from '#core/unit/kinds/sandbox/credential.ts'
import type { PartitionOptions, Verity } from '#core/unit/kinds/sandbox/image.ts'
import type { ExecSubject } from '#manager/bus/properties/subject.ts'

type ExecGetters = Getters<typeof execContextProperties, ExecSubject>

/** What counts where no image policy is set. */
const imagePolicy = [
  ...['root', 'usr'].map(partition => `${partition}=verity+signed+encrypted+unprotected+absent`),
  ...['home', 'srv', 'tmp', 'var'].map(partition => `${partition}=encrypted+unprotected+absent`),
].join(':')

export const environmentSettings = {
  Environment: ({ exec }) => exec.Environment,
  EnvironmentFiles: ({ exec }) => exec.EnvironmentFile.map(({ path, optional }) => [path, optional] as const),
  PassEnvironment: ({ exec }) => exec.PassEnvironment,
  UnsetEnvironment: ({ exec }) => exec.UnsetEnvironment,
  ExecSearchPath: ({ exec }) => exec.ExecSearchPath,
  WorkingDirectory: ({ exec: { WorkingDirectory: at } }) =>
    at === null ? '' : `${at.optional ? '!' : ''}${at.home ? '~' : at.path}`,
  RootDirectory: ({ exec }) => exec.RootDirectory,
  RootEphemeral: ({ exec }) => exec.RootEphemeral,
  RootImage: ({ exec }) => exec.RootImage,
  RootImageOptions: ({ exec }) => optionRows(exec.RootImageOptions),
  RootImagePolicy: ({ exec }) => exec.RootImagePolicy ?? imagePolicy,
  RootHash: ({ exec }) => bytesOf(exec.RootHash),
  RootHashPath: ({ exec }) => pathOf(exec.RootHash),
  RootHashSignature: ({ exec }) => bytesOf(exec.RootHashSignature),
  RootHashSignaturePath: ({ exec }) => pathOf(exec.RootHashSignature),
  RootVerity: ({ exec }) => exec.RootVerity,
  ExtensionDirectories: ({ exec }) => exec.ExtensionDirectories,
  ExtensionImages: ({ exec }) =>
    exec.ExtensionImages.map(({ source, optional, options }) => [source, optional, optionRows(options)] as const),
  ExtensionImagePolicy: ({ exec }) => exec.ExtensionImagePolicy ?? imagePolicy,
  MountImages: ({ exec }) =>
    exec.MountImages.map(
      ({ source, destination, optional, options }) =>
        [source, destination ?? '', optional, optionRows(options)] as const,
    ),
  MountImagePolicy: ({ exec }) => exec.MountImagePolicy ?? imagePolicy,
  SetCredential: ({ exec }) => credentialRows(exec.SetCredentials, false),
  SetCredentialEncrypted: ({ exec }) => credentialRows(exec.SetCredentials, true),
  LoadCredential: ({ exec }) => sourceRows(exec.LoadCredentials, false),
  LoadCredentialEncrypted: ({ exec }) => sourceRows(exec.LoadCredentials, true),
  ImportCredential: ({ exec }) => exec.ImportCredentials.map(({ pattern }) => pattern),
  ImportCredentialEx: ({ exec }) => exec.ImportCredentials.map(({ pattern, rename }) => [pattern, rename] as const),
  RuntimeDirectorySymlink: ({ exec }) => linkRows(exec.RuntimeDirectory),
  RuntimeDirectoryPreserve: ({ exec }) => exec.RuntimeDirectoryPreserve,
  RuntimeDirectoryMode: ({ exec }) => exec.RuntimeDirectoryMode,
  RuntimeDirectory: ({ exec }) => pathsOf(exec.RuntimeDirectory),
  StateDirectorySymlink: ({ exec }) => linkRows(exec.StateDirectory),
  StateDirectoryMode: ({ exec }) => exec.StateDirectoryMode,
  StateDirectory: ({ exec }) => pathsOf(exec.StateDirectory),
  CacheDirectorySymlink: ({ exec }) => linkRows(exec.CacheDirectory),
  CacheDirectoryMode: ({ exec }) => exec.CacheDirectoryMode,
  CacheDirectory: ({ exec }) => pathsOf(exec.CacheDirectory),
  LogsDirectorySymlink: ({ exec }) => linkRows(exec.LogsDirectory),
  LogsDirectoryMode: ({ exec }) => exec.LogsDirectoryMode,
  LogsDirectory: ({ exec }) => pathsOf(exec.LogsDirectory),
  ConfigurationDirectoryMode: ({ exec }) => exec.ConfigurationDirectoryMode,
  ConfigurationDirectory: ({ exec }) => pathsOf(exec.ConfigurationDirectory),
  TimeoutCleanUSec: ({ exec }) => exec.TimeoutCleanSec,
} as const satisfies Partial<ExecGetters>

function optionRows(options: readonly PartitionOptions[]) {
  return options.map(({ partition, options: text }) => [partition, text] as const)
}

function bytesOf(verity: Verity | null): Uint8Array {
  return verity?.is === 'bytes' ? verity.bytes : new Uint8Array()
}

function pathOf(verity: Verity | null): string {
  return verity?.is === 'path' ? verity.path : ''
}

function credentialRows(credentials: readonly SetCredential[], encrypted: boolean) {
  return credentials.filter(one => one.encrypted === encrypted).map(({ name, bytes }) => [name, bytes] as const)
}

function sourceRows(credentials: readonly LoadCredential[], encrypted: boolean) {
  return credentials.filter(one => one.encrypted === encrypted).map(({ name, source }) => [name, source] as const)
}

function pathsOf(directories: readonly ServiceDirectory[]): readonly string[] {
  return directories.map(({ path }) => path)
}

/** One row a link, or one with an empty link; the last field is 1 for folders the service must not write to. */
function linkRows(directories: readonly ServiceDirectory[]) {
  return directories.flatMap(({ path, links, readOnly }) => {
    const flags = readOnly ? 1n : 0n
    return (links.length > 0 ? links : ['']).map(link => [path, link, flags] as const)
  })
}
