/** Which of the known words somebody may have meant. */

/**
 * The known word that is nearest to a typed one: the shortest that begins so, else the first of those with the fewest letters
 * changed. Undefined where all are too far away.
 */
export function closestWord(typed: string, known: readonly string[]): string | undefined {
  return startedWord(typed, known) ?? similarWord(typed, known)
}

/** The shortest word that begins so; of several the first. */
function startedWord(typed: string, known: readonly string[]): string | undefined {
  const started = known.filter(word => word.startsWith(typed))
  return started.reduce<string | undefined>(
    (best, word) => (best === undefined || word.length < best.length ? word : best),
    undefined,
  )
}

const farthest = 5

function similarWord(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const word of known) {
    const distance = editDistance(typed, word)
    if (distance < least) {
      best = word
      least = distance
    }
  }
  return least <= farthest ? best : undefined
}

/** How many letters must be added, removed or replaced to make one word of the other (Levenshtein). */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one.charAt(i - 1) === other.charAt(j - 1) ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced))
    }
    row = next
  }
  return row[other.length] ?? 0
}
