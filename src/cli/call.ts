import type { Environment } from '#cli/render/look.ts'
import type { AtEnd, CommandKernel, ConnectBus } from '#cli/session/session.ts'
import type { Streams } from './streams.ts'

/** Everything a command may see and use. */
export interface Call {
  /** argv[0] first. */
  readonly argv: readonly string[]
  readonly environment: Environment
  readonly workingDirectory: string
  readonly streams: Streams
  readonly kernel: CommandKernel
  readonly connectBus: ConnectBus
  readonly atEnd: AtEnd
}
