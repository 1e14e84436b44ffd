/** What a connection of the server needs of the server. */
import type { Answering } from '#control/answering.ts'
import type { After } from '#control/timer.ts'
import type { ConnectionLimits } from './limits.ts'

export interface ConnectionContext {
  readonly answering: Answering
  readonly guid: string
  readonly limits: ConnectionLimits
  /** How calls that have to wait for their turn get it; undefined where they have not. */
  readonly takeTurns: ((uid: number, work: () => void) => void) | undefined
  readonly after: After
  readonly closeDescriptor: (fd: number) => void
  /** Tells why a client loses its connection; `kind` is one of few. */
  complain(kind: string, line: string): void
  /** Called for each call. */
  readonly busy: () => void
  /** Called after something was sent. */
  readonly sent: (sizeBytes: number) => void
  /** Called exactly once, when the connection is over. */
  readonly ended: () => void
}
