import { createHash } from 'node:crypto'
import { introspectInterface } from '#control/introspect.ts'
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'

/**
 * The SHA-256 of an interface's introspection. What the tests compare it with is that of systemd 257's own answer, its members
 * put into our order (properties, methods, signals): names, types, order and annotations are all the same, or it differs.
 */
export function introspectionDigest(spec: InterfaceSpec): string {
  return createHash('sha256').update(introspectInterface(spec)).digest('hex')
}
