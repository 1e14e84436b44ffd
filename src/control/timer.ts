/** Calls back once after a delay; calling what it returns first means: not at all. Tests hand in one that they ring. */
export type After = (delayMs: number, ring: () => void) => () => void

/** The real one. It does not keep the process alive by itself. */
export const after: After = (delayMs, ring) => {
  const timeout = setTimeout(ring, delayMs)
  timeout.unref()
  return () => clearTimeout(timeout)
}
