import type { Files } from '#kernel/kernel.ts'

/** The names in a folder; of one that cannot be read, none. */
export function namesIn(files: Pick<Files, 'list'>, folder: string): readonly string[] {
  const list = files.list(folder)
  return list.ok ? list.value.map(({ name }) => name) : []
}
