/**
 * Files that may lie in several folders, as configuration does: of two with one name that in the earlier folder counts, so that
 * an administrator can replace what a package brought.
 * @param namesIn the names in a folder; of one that is not there, none.
 * @returns paths, ordered by the names of the files.
 */
export function firstByName(
  folders: readonly string[],
  namesIn: (folder: string) => Iterable<string>,
  extension = '',
): readonly string[] {
  const found = new Map<string, string>()
  for (const folder of folders) {
    for (const name of namesIn(folder)) {
      if (name.endsWith(extension) && !found.has(name)) {
        found.set(name, `${folder}/${name}`)
      }
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path)
}
