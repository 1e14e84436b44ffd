/** Where files and users are made, and what making them needs of the outside world. */
import type { Kernel } from '#kernel/kernel.ts'

export type Level = 'error' | 'warning' | 'notice' | 'info' | 'debug'

/** Takes what there is to say, a line each. */
export type Say = (level: Level, message: string) => void

/** The parts of the kernel that this room uses. */
export type ProvisionKernel = Pick<Kernel, 'host' | 'clock' | 'files'>

export interface Place {
  readonly kernel: ProvisionKernel
  /** `--root=`: all paths are below it; empty for the running system. */
  readonly root: string
  /** Whose rules: those of a user are about what is the user's own. */
  readonly scope: 'system' | 'user'
  /** Only say what would be done. */
  readonly dryRun: boolean
  readonly say: Say
}

/** The name of what stands on the command line itself. */
export const argumentPath = '(argument)'

/** A file of rules. */
export interface Source {
  readonly path: string
  readonly text: string
  /** Named by the user: what is wrong with it ends all. */
  readonly isNamed: boolean
}

/** The level of a diagnostic as one to say things with. */
export function levelOf(level: string): Level {
  switch (level) {
    case 'debug':
    case 'info':
    case 'notice':
    case 'warning':
      return level
    default:
      return 'error'
  }
}
