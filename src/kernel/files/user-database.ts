/** /etc/passwd and /etc/group (passwd(5), group(5)): the one place that reads them to look somebody up. */
import { parseUserDatabase, type UserDatabase } from '#core/base/linux/users.ts'
import type { Files } from '#kernel/kernel.ts'

const sizeMaxBytes = 16 * 1024 * 1024

/** Reads both below a root; a file that cannot be read has nobody in it. */
export function readUserDatabase(files: Pick<Files, 'readText'>, root = ''): UserDatabase {
  const text = (path: string): string => {
    const read = files.readText(`${root}${path}`, sizeMaxBytes)
    return read.ok ? read.value : ''
  }
  return parseUserDatabase(text('/etc/passwd'), text('/etc/group'))
}
