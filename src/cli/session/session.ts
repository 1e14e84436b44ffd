/** What one command works with: its options and words, the outside world, and where its output goes. */

import type { Options } from '#cli/command-line/options.ts'
import type { Environment, Look } from '#cli/render/look.ts'
import type { Streams } from '#cli/streams.ts'
import type { Client } from '#control/client.ts'
import type { Result } from '#core/base/result.ts'
import type { Zone } from '#core/calendar/zone.ts'
import type { Kernel } from '#kernel/kernel.ts'

/** Which manager is meant. */
export interface ManagerAddress {
  readonly scope: 'system' | 'user'
  readonly transport: Options['transport']
  readonly wish: Wish
}

/**
 * What a command wants where no manager is, which matters beside a foreign PID 1: it can do without, or it only asks what a
 * manager without anything to do could answer, or it needs one.
 */
export type Wish = 'reach' | 'ask' | 'change'

/** Why there is no connection: what stands behind "Failed to connect to ...", and what is said in front of it. */
export interface NoConnection {
  readonly hint: readonly string[]
  readonly message: string
}

/** Connects to a manager, or to the message bus on which it and other services are. */
export type ConnectBus = (address: ManagerAddress, focus: 'manager' | 'bus') => Promise<Result<Client, NoConnection>>

/** Has something done should the process end by a signal; calling what it gives back takes that back. */
export type AtEnd = (callback: () => void) => Promise<() => void>

/** The parts of the kernel a command uses. */
export type CommandKernel = Pick<Kernel, 'host' | 'clock' | 'files' | 'processes'>

/** How a message looks on a terminal. */
export type Severity = 'error' | 'warning' | 'notice' | 'info'

export interface Session {
  /** argv[0]. */
  readonly name: string
  readonly verb: string
  /** The words behind the verb. */
  readonly args: readonly string[]
  readonly options: Options
  readonly environment: Environment
  readonly workingDirectory: string
  readonly kernel: CommandKernel
  readonly streams: Streams
  readonly look: Look
  readonly atEnd: AtEnd
  /** The zone in which times are printed. */
  zone(): Promise<Zone>
  /** Writes to standard output, or to the pager once there is one. */
  print(text: string): void
  /** Writes a line to standard error. */
  say(severity: Severity, line: string): void
  /** Shows what is printed from here on page by page, where that is wanted and possible. */
  openPager(): void
  /** Whether output goes to a pager. */
  readonly paged: boolean
  /** The manager; connected to once. Where that fails the error is the exit status, and the reason was said. */
  manager(): Promise<Result<Client, number>>
  /** The manager where one answers, for verbs that can do without: that there is none is not said. */
  reachManager(): Promise<Client | undefined>
  /** The message bus, for verbs that speak with services themselves. */
  bus(): Promise<Result<Client, number>>
}
