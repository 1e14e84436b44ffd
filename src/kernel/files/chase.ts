/**
 * The way to a path, step by step through descriptors, with its links: whether somebody who is not root can have laid it. A step
 * from what root owns to anybody's is safe, and one between things of the same user; from a user's to another's it is not.
 */
import { closeSync, constants, fstatSync, openSync, readlinkSync, type Stats } from 'node:fs'
import { baseName, parentPath } from '#core/base/path.ts'
import { fail, ok } from '#core/base/result.ts'
import { pathOf, textOf } from '#kernel/bytes.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { attempt } from './attempt.ts'

/** What Node has no name for: a descriptor that only stands for what is at a path. */
const O_PATH = 0o10_000_000
const stepFlags = O_PATH | constants.O_NOFOLLOW
const linksMax = 32

export interface Chased {
  /** An O_PATH descriptor of where the path leads to; to be closed. */
  readonly fd: number
  readonly isSafe: boolean
}

/** Walks to what an absolute path names. ELOOP beyond 32 links. */
export function chase(path: string): Outcome<Chased> {
  const walk = new Walk()
  const failed = walk.go(path)
  if (failed === null) {
    return ok({ fd: walk.fd, isSafe: walk.isSafe })
  }
  closeSync(walk.fd)
  return failed
}

/** As `chase`, of the folder that the last name of the path is in. */
export function chaseParent(path: string): Outcome<Chased & { readonly name: string }> {
  const parent = chase(parentPath(path) ?? '/')
  return parent.ok ? ok({ ...parent.value, name: baseName(path) }) : parent
}

class Walk {
  fd = openSync('/', stepFlags)
  isSafe = true
  #uid = fstatSync(this.fd).uid
  #links = 0

  go(path: string): Extract<Outcome<never>, { ok: false }> | null {
    const ahead = namesOf(path)
    for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
      const at = `/proc/self/fd/${this.fd}/${name}`
      const next = attempt(() => openSync(pathOf(at), stepFlags))
      if (!next.ok) {
        return next
      }
      const status = fstatSync(next.value)
      this.#judge(status)
      if (!status.isSymbolicLink()) {
        this.#enter(next.value, status)
        continue
      }
      closeSync(next.value)
      const target = attempt(() => textOf(readlinkSync(pathOf(at), 'buffer')))
      if (!target.ok) {
        return target
      }
      this.#links += 1
      if (this.#links > linksMax) {
        return fail('ELOOP')
      }
      if (target.value.startsWith('/')) {
        this.#restart(status)
      }
      ahead.unshift(...namesOf(target.value))
    }
    return null
  }

  /** An absolute link leads from whoever laid it to the root. */
  #restart(link: Stats): void {
    const root = openSync('/', stepFlags)
    this.#uid = link.uid
    const status = fstatSync(root)
    this.#judge(status)
    this.#enter(root, status)
  }

  #enter(fd: number, { uid }: Stats): void {
    closeSync(this.fd)
    this.fd = fd
    this.#uid = uid
  }

  #judge({ uid }: Stats): void {
    if (this.#uid !== 0 && this.#uid !== uid) {
      this.isSafe = false
    }
  }
}

function namesOf(path: string): string[] {
  return path.split('/').filter(name => name !== '' && name !== '.')
}
