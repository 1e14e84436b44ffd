import { fail, ok, type Result } from './result.ts'

const yes = new Set(['1', 'yes', 'y', 'true', 't', 'on'])
const no = new Set(['0', 'no', 'n', 'false', 'f', 'off'])

/** Reads a boolean as unit files write it (systemd.syntax(7)): no spaces, any case. Anything else is EINVAL. */
export function parseBoolean(text: string): Result<boolean, 'EINVAL'> {
  const word = text.toLowerCase()
  if (yes.has(word)) {
    return ok(true)
  }
  if (no.has(word)) {
    return ok(false)
  }
  return fail('EINVAL')
}

/** A boolean as `systemctl show` prints it. */
export function formatBoolean(value: boolean): 'yes' | 'no' {
  return value ? 'yes' : 'no'
}
