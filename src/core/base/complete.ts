/**
 * Plain data that another version of the program wrote, with what it did not know of as it is at first. What is there is taken as
 * it is; objects are completed field by field, so that a record need not be of our version to be of use.
 */
export function complete<T>(initial: T, read: unknown): T {
  if (read === undefined) {
    return initial
  }
  if (!isRecord(initial) || !isRecord(read)) {
    return read as T
  }
  const fields = Object.entries(initial).map(([name, value]) => [name, complete(value, read[name])])
  return { ...read, ...Object.fromEntries(fields) } as T
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
