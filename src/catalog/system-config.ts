/** /etc/systemd/system.conf and its drop-ins (systemd-system.conf(5)): which files count, in which order. */
import { firstByName } from '#core/base/first-by-name.ts'
import { namesIn } from '#kernel/files/names-in.ts'
import type { Files } from '#kernel/kernel.ts'
import type { SourceFile } from './sources.ts'

const folders = ['/etc/systemd', '/run/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd'] as const
const sizeMaxBytes = 4 * 1024 * 1024

/** The first main file there is, then the drop-ins by name; of two with the same name the one in the earlier folder counts. */
export function configSources(
  files: Files,
  name: 'system.conf' | 'user.conf' | 'journald.conf',
  root = '',
): readonly SourceFile[] {
  const mains = folders.map(folder => `${root}${folder}/${name}`)
  const dropIns = firstByName(
    folders.map(at => `${root}${at}/${name}.d`),
    folder => namesIn(files, folder),
    '.conf',
  )
  const main = mains.map(path => read(files, path)).find(file => file !== null)
  return [...(main == null ? [] : [main]), ...dropIns.flatMap(path => read(files, path) ?? [])]
}

function read(files: Files, path: string): SourceFile | null {
  const text = files.readText(path, sizeMaxBytes)
  return text.ok ? { path, text: text.value } : null
}
