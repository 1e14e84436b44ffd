/** The words of a value, one after the other, for the many directives that take a list. */
import { readWord, type WordRules } from '#core/unitfile/words.ts'

/**
 * The words of `text`, by the rules given. Where it is malformed the words before that are given all the same; then `malformed`
 * is told, and there are no more.
 */
export function* wordsOf(
  text: string,
  rules: WordRules = {},
  malformed: (error: 'EINVAL') => void = () => undefined,
): Generator<string, void> {
  for (let at = 0; at >= 0; ) {
    const word = readWord(text, at, rules)
    if (!word.ok) {
      malformed(word.error)
      return
    }
    if (word.value === null) {
      return
    }
    at = word.value.next
    yield word.value.word
  }
}
