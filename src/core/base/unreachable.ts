/** Marks a branch the compiler proves impossible; at run time it names the value that slipped through. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
