/**
 * What an operation on unit files did, in the order in which it happened. The words are those of the D-Bus methods
 * (org.freedesktop.systemd1(5), EnableUnitFiles()).
 */
import type { ErrnoName } from '#core/base/linux/errno.ts'

export type ChangeType =
  /** A link was made at `path` that says `source`. */
  | 'symlink'
  /** A link, file or folder was removed. */
  | 'unlink'
  /** Left alone, since the unit is masked. */
  | 'masked'
  /** A generator masks the unit, which no command can undo. */
  | 'masked by generator'
  /** A link to no unit was left alone. */
  | 'dangling'
  /** A link was made although `path`, which shall want the unit, does not exist. */
  | 'destination not present'
  /** A unit of Also= does not exist. */
  | 'auxiliary unit failed'

/** Something that was done, or should be known. Paths have the root in front, what links say has not. */
export interface Done {
  readonly type: ChangeType
  readonly path: string
  readonly source: string
}

/** Something that could not be done: why, with what, and what stood in the way. */
export interface Failure {
  readonly type: 'failure'
  readonly errno: ErrnoName
  readonly path: string
  readonly source: string
}

export type Change = Done | Failure

/** How an operation went as a whole. */
export interface InstallResult {
  readonly changes: readonly Change[]
  /** The error of the operation; what was done before it stays done. Null where single failures did not stop it. */
  readonly errno: ErrnoName | null
  /** Whether there was anything to enable or disable; without it people are told why nothing happened. */
  readonly carriesInstallInfo: boolean
}

/** The changes of an operation while it runs. */
export class Changes {
  readonly #list: Change[] = []

  get list(): readonly Change[] {
    return this.#list
  }

  add(type: ChangeType, path: string, source = ''): void {
    this.#list.push({ type, path, source })
  }

  /** Notes a failure and gives it back as one. */
  fail(errno: ErrnoName, path: string, source = ''): { readonly ok: false; readonly error: ErrnoName } {
    this.#list.push({ type: 'failure', errno, path, source })
    return { ok: false, error: errno }
  }

  /** Whether something was made or removed. */
  get hasModification(): boolean {
    return this.#list.some(({ type }) => type === 'symlink' || type === 'unlink')
  }
}

/** The answer of a D-Bus method: the changes, or the first failure when nothing else happened or the whole failed. */
export type InstallReply =
  | { readonly ok: true; readonly changes: readonly Done[]; readonly carriesInstallInfo: boolean }
  /** `failure` is null where the errno is all that is known. */
  | { readonly ok: false; readonly errno: ErrnoName; readonly failure: Failure | null }

/** Makes the answer of a method call from a result. */
export function replyOf({ changes, errno, carriesInstallInfo }: InstallResult): InstallReply {
  const failures = changes.filter(change => change.type === 'failure')
  const done = changes.filter(change => change.type !== 'failure')
  const [failure = null] = failures
  if (errno !== null || (failure !== null && done.length === 0)) {
    return { ok: false, errno: failure?.errno ?? errno ?? 'EINVAL', failure }
  }
  return { ok: true, changes: done, carriesInstallInfo }
}
