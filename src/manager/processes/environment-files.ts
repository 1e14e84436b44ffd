/** EnvironmentFile= (systemd.exec(5)): read anew before each command. */

import type { ErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { EnvironmentFile } from '#core/unit/kinds/exec/environment.ts'
import { parseEnvironmentFile } from '#core/unitfile/env-file.ts'
import { glob } from '#kernel/files/glob.ts'
import type { Files } from '#kernel/kernel.ts'

const sizeMaxBytes = 4 * 1024 * 1024

/** The assignments of each file, in order; the reason when one that must be there cannot be read. */
export function readEnvironmentFiles(
  files: Files,
  wanted: readonly EnvironmentFile[],
): Result<readonly (readonly string[])[], ErrnoName> {
  const lists: (readonly string[])[] = []
  for (const { path, optional } of wanted) {
    const paths = /[*?[]/.test(path) ? glob(files, path) : [path]
    if (paths.length === 0 && !optional) {
      return fail('ENOENT')
    }
    for (const one of paths) {
      const list = readFile(files, one)
      if (list.ok) {
        lists.push(list.value)
      } else if (!optional) {
        return fail(list.error)
      }
    }
  }
  return ok(lists)
}

function readFile(files: Files, path: string): Result<readonly string[], ErrnoName> {
  const text = files.readText(path, sizeMaxBytes)
  if (!text.ok) {
    return text
  }
  const variables = parseEnvironmentFile(text.value)
  return variables.ok ? ok([...variables.value].map(([name, value]) => `${name}=${value}`)) : variables
}
