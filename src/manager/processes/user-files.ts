/** /etc/passwd and /etc/group, read again when they changed. */
import { parseUserDatabase, type UserDatabase } from '#core/exec/users.ts'
import type { Files } from '#kernel/kernel.ts'

const sizeMaxBytes = 16 * 1024 * 1024

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
      this.#database = parseUserDatabase(this.#read('/etc/passwd'), this.#read('/etc/group'))
    }
    return this.#database
  }

  #stampOf(path: string): string {
    const status = this.#files.status(path)
    return status.ok ? `${status.value.inode}:${status.value.modifiedUs}:${status.value.sizeBytes}` : '-'
  }

  #read(path: string): string {
    const text = this.#files.readText(path, sizeMaxBytes)
    return text.ok ? text.value : ''
  }
}
