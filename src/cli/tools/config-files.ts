/** Configuration files which may lie in several folders: of two with the same name the one in the earlier folder counts. */
import { firstByName } from '#core/base/first-by-name.ts'
import { namesIn } from '#kernel/files/names-in.ts'
import type { Files } from '#kernel/kernel.ts'

/** The folders of configuration, the first one first. */
export const configFolders = ['/etc', '/run', '/usr/local/lib', '/usr/lib'] as const

/** What lies in folders with the same name, by its names; also what cannot be read, which whoever reads it will say. */
export function filesIn(files: Files, folders: readonly string[], extension: string): readonly string[] {
  return firstByName(folders, folder => namesIn(files, folder), extension)
}

const extensions = new Map([
  ['udev/rules.d', '.rules'],
  ['udev/hwdb.d', '.hwdb'],
  ['kernel/install.d', '.install'],
  ['systemd/ntp-units.d', '.list'],
  ['systemd/relabel-extra.d', '.relabel'],
  ['systemd/system-preset', '.preset'],
  ['systemd/user-preset', '.preset'],
])

/** What the files of a folder end in; undefined for what is no folder of configuration but one file with drop-ins. */
export function extensionOf(name: string): string | undefined {
  const plain = name.replace(/\/+$/, '')
  return extensions.get(plain) ?? (plain.endsWith('.d') ? '.conf' : undefined)
}
