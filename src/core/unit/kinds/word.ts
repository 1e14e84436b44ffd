/** One word out of a list (Type=, Restart=, KillMode= ...). */
import { parseBoolean } from '#core/base/boolean.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import { type Complaint, cannotParse, single } from './complain.ts'
import type { Kind } from './kind.ts'

/** `initial` may be null for a directive whose default depends on others. */
export function word<const W extends string, I extends W | null>(
  words: readonly W[],
  initial: I,
  complain: Complaint = cannotParse,
): Kind<W | I> {
  return single<W, I>(initial, text => find(words, text), complain)
}

/** A word, or a truth value which stands for `yes` or `no`. */
export function wordOrBoolean<const W extends string>(
  words: readonly W[],
  initial: NoInfer<W> | 'no',
): Kind<W | 'yes' | 'no'> {
  return single<W | 'yes' | 'no'>(initial, text => {
    const found = find(words, text)
    if (found.ok) {
      return found
    }
    const truth = parseBoolean(text)
    return truth.ok ? ok(truth.value ? 'yes' : 'no') : truth
  })
}

/** A word that stands for a number; the number itself may be written too where `max` says up to which. */
export function numberedWord<I extends number | null>(
  words: readonly string[],
  initial: I,
  complain: Complaint = cannotParse,
): Kind<number | I> {
  return single<number, I>(
    initial,
    text => {
      const index = words.indexOf(text)
      return index < 0 ? fail('EINVAL') : ok(index)
    },
    complain,
  )
}

function find<W extends string>(words: readonly W[], text: string): Result<W, 'EINVAL'> {
  const found = words.find(known => known === text)
  return found === undefined ? fail('EINVAL') : ok(found)
}
