/** Calls of node:fs as Results: what they throw has an errno's name. */
import { type ErrnoName, isErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok } from '#core/base/result.ts'
import type { Outcome } from '#kernel/kernel.ts'

export function attempt<T>(call: () => T): Outcome<T> {
  try {
    return ok(call())
  } catch (error) {
    return fail(errnoOf(error))
  }
}

/** The errno of what Node threw; anything else is a bug and goes on. A path with NUL in it is EINVAL, as it names nothing. */
export function errnoOf(error: unknown): ErrnoName {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (isErrnoName(code)) {
    return code
  }
  if (code === 'ERR_INVALID_ARG_VALUE') {
    return 'EINVAL'
  }
  throw error
}
