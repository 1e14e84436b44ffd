/** Sets of exit codes and signals (systemd.service(5), SuccessExitStatus=), and single exit codes. */

import { errnoText } from '#core/base/linux/errno.ts'
import { parseExitStatus } from '#core/base/linux/exit-status.ts'
import { parseSignal } from '#core/base/linux/signal.ts'
import { parseUint8 } from '#core/base/numbers.ts'
import { resettable, single } from '#core/unit/kinds/complain.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { wordsOf } from '#core/unit/kinds/words.ts'

export interface ExitStatusSet {
  readonly statuses: readonly number[]
  readonly signals: readonly number[]
}

const empty: ExitStatusSet = { statuses: [], signals: [] }

/** A list that grows; an empty assignment clears it. */
export function exitStatusSet(): Kind<ExitStatusSet> {
  return {
    initial: empty,
    take(before, text, place) {
      if (text === '') {
        return empty
      }
      let set = before
      for (const word of wordsOf(text, {}, () => place.warn(`Failed to parse ${place.key}=, ignoring: ${text}`))) {
        set = addWord(set, word, place)
      }
      return set
    },
  }
}

function addWord(set: ExitStatusSet, word: string, place: Place): ExitStatusSet {
  const status = parseExitStatus(word)
  if (status.ok) {
    return { ...set, statuses: insert(set.statuses, status.value) }
  }
  const signal = parseSignal(word)
  if (signal.ok) {
    return { ...set, signals: insert(set.signals, signal.value) }
  }
  place.warn(`Failed to parse value, ignoring: ${word}`)
  return set
}

function insert(numbers: readonly number[], number: number): readonly number[] {
  return numbers.includes(number) ? numbers : [...numbers, number].sort((a, b) => a - b)
}

/** FailureActionExitStatus=: 0 to 255, or null when nothing is said. */
export function exitCode(): Kind<number | null> {
  return resettable(
    single<number, null>(
      null,
      text => parseUint8(text),
      (place, text, why) => place.warn(`Failed to parse exit status '${text}', ignoring: ${errnoText(why)}`),
    ),
  )
}
