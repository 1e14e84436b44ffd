/** /etc/passwd and /etc/group, read again when they changed. */

import type { UserDatabase } from '#core/base/linux/users.ts'
import { readUserDatabase } from '#kernel/files/user-database.ts'
import type { Files } from '#kernel/kernel.ts'

export class UserFiles {
  readonly #files: Files
  #stamp = ''
  #database: UserDatabase = { users: [], groups: [] }

  constructor(files: Files) {
    this.#files = files
  }

  get database(): UserDatabase {
    const stamp = `${this.#stampOf('/etc/passwd')} ${this.#stampOf('/etc/group')}`
    if (stamp !== this.#stamp) {
      this.#stamp = stamp
      this.#database = readUserDatabase(this.#files)
    }
    return this.#database
  }

  #stampOf(path: string): string {
    const status = this.#files.status(path)
    return status.ok ? `${status.value.inode}:${status.value.modifiedUs}:${status.value.sizeBytes}` : '-'
  }
}
