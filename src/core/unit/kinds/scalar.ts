/** Truth values, numbers and signals. */
import { parseBoolean } from '#core/base/boolean.ts'
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { parseSignal } from '#core/base/linux/signal.ts'
import { parseUint32 } from '#core/base/numbers.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { parseMode } from '#core/base/scalars.ts'
import { resettable, single } from './complain.ts'
import type { Kind } from './kind.ts'

export function boolean(initial: boolean): Kind<boolean> {
  return single<boolean>(initial, parseBoolean)
}

/** A truth value whose default is the manager's. */
export function optionalBoolean(): Kind<boolean | null> {
  return single<boolean, null>(null, parseBoolean)
}

/** A truth value whose default depends on other settings; an empty assignment brings that back. */
export function tristate(): Kind<boolean | null> {
  return resettable(single<boolean, null>(null, parseBoolean))
}

/** A number of 32 bits without sign. */
export function unsigned<I extends number | null>(initial: I): Kind<number | I> {
  return single<number, I>(initial, text => parseUint32(text))
}

/** Permission bits. */
export function mode(initial: number): Kind<number> {
  return single<number>(initial, parseMode)
}

/** KillSignal= and its siblings: a name, with or without SIG, or a number. */
export function signal<I extends number | null>(initial: I): Kind<number | I> {
  return single<number, I>(initial, parsePositiveSignal)
}

function parsePositiveSignal(text: string): Result<number, ErrnoName> {
  const parsed = parseSignal(text)
  return parsed.ok && parsed.value <= 0 ? fail('EINVAL') : parsed.ok ? ok(parsed.value) : parsed
}
