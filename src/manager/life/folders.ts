/** Folders that clients of systemd look for, made as early as possible (sd_booted(3), "/run/systemd/system"). */
import { systemRuntimeFolder } from '#catalog/search-path.ts'
import { errnoText } from '#core/base/linux/errno.ts'
import type { Files } from '#kernel/kernel.ts'
import type { Realm } from '#manager/realm.ts'

/** Makes them; what cannot be made is told once, and the boot goes on. */
export function makeFolders(files: Files, { folders, runtimeFolder }: Realm, warn: (text: string) => void): void {
  if (runtimeFolder !== systemRuntimeFolder) {
    warn(`${systemRuntimeFolder} is not ours to write: sockets and what generators write are in ${runtimeFolder}.`)
  }
  for (const path of folders) {
    const made = files.makeDirectories(path, 0o755)
    if (!made.ok && made.error !== 'EEXIST') {
      warn(`Cannot make ${path}: ${errnoText(made.error)}. Clients that look for it will not find systemd.`)
    }
  }
}
