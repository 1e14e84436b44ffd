/**
 * Hands over what arrives, one by one and exactly once. What comes before there is a listener is kept, and when a listener
 * throws the rest follows in the next turn.
 */
interface Mailbox<T> {
  put(items: readonly T[]): void
  /** There is one listener; what is waiting follows in the next turn. */
  listen(listener: (item: T) => void): void
}

export function createMailbox<T>(): Mailbox<T> {
  let waiting: T[] = []
  let listener: ((item: T) => void) | null = null
  let busy = false

  function deliver(): void {
    if (!listener || busy) {
      return
    }
    const batch = waiting
    waiting = []
    let next = 0
    busy = true
    try {
      for (const item of batch) {
        next++
        listener(item)
      }
    } finally {
      busy = false
      waiting = [...batch.slice(next), ...waiting]
      if (waiting.length > 0) {
        setImmediate(deliver)
      }
    }
  }

  return {
    put: items => {
      waiting = waiting.concat(items)
      deliver()
    },
    listen: callback => {
      listener = callback
      setImmediate(deliver)
    },
  }
}
