/** /etc/systemd/system.conf and its drop-ins (systemd-system.conf(5)): which files count, in which order. */
import type { Files } from '#kernel/kernel.ts'
import type { SourceFile } from './sources.ts'

const folders = ['/etc/systemd', '/run/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd'] as const
const sizeMaxBytes = 4 * 1024 * 1024

/** The first main file there is, then the drop-ins by name; of two with the same name the one in the earlier folder counts. */
export function configSources(files: Files, name: 'system.conf' | 'user.conf', root = ''): readonly SourceFile[] {
  const mains = folders.map(folder => `${root}${folder}/${name}`)
  const dropIns = new Map<string, string>()
  for (const folder of folders.map(at => `${root}${at}/${name}.d`)) {
    const list = files.list(folder)
    for (const entry of list.ok ? list.value : []) {
      if (entry.name.endsWith('.conf') && !dropIns.has(entry.name)) {
        dropIns.set(entry.name, `${folder}/${entry.name}`)
      }
    }
  }
  const ordered = [...dropIns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
  const main = mains.map(path => read(files, path)).find(file => file !== null)
  return [...(main == null ? [] : [main]), ...ordered.flatMap(path => read(files, path) ?? [])]
}

function read(files: Files, path: string): SourceFile | null {
  const text = files.readText(path, sizeMaxBytes)
  return text.ok ? { path, text: text.value } : null
}
