/** How many questions are on their way at once: enough that waiting does not add up, few enough for any manager's queue. */
const window = 64

/** Asks the same of many, several at a time, and gives the answers in the order of the questions. */
export async function* inOrder<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): AsyncGenerator<Answer, void> {
  const asked: Promise<Answer>[] = []
  let next = 0
  for (let at = 0; at < items.length; at++) {
    for (; next < Math.min(items.length, at + window); next++) {
      // The index is within the list.
      asked[next] = ask(items[next] as Item)
    }
    const answer = await asked[at]
    delete asked[at]
    if (answer !== undefined) {
      yield answer
    }
  }
}
