/** Folders that clients of systemd look for, made as early as possible (sd_booted(3), "/run/systemd/system"). */
import { errnoText } from '#core/base/linux/errno.ts'
import type { Files } from '#kernel/kernel.ts'
import type { Realm } from '#manager/realm.ts'

/** Makes them; what cannot be made is told once, and the boot goes on. */
export function makeFolders(files: Files, { folders }: Realm, warn: (text: string) => void): void {
  for (const path of folders) {
    const made = files.makeDirectories(path, 0o755)
    if (!made.ok && made.error !== 'EEXIST') {
      warn(`Cannot make ${path}: ${errnoText(made.error)}. Clients that look for it will not find systemd.`)
    }
  }
}
