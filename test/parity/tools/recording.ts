/** What a tool answered, made comparable: what depends on the day or on chance is masked. */
import type { Group } from './invocations.ts'

export interface Answer {
  readonly run: readonly string[]
  readonly exit: number
  readonly out: string
  readonly err: string
  /** Where ours differs on purpose: why, and its answer. */
  readonly differs?: { readonly why: string; readonly exit?: number; readonly out?: string; readonly err?: string }
}

export interface Recorded {
  readonly name: string
  readonly answers: readonly Answer[]
}

/** Times, and which job of several systemd happens to look at first: its tables are walked in an order of chance. */
export function mask(text: string): string {
  return text
    .replace(/(From now: ).*( ago| left)$/gm, '$1@TIME@$2')
    .replace(
      /^\S+: (Found ordering cycle on|Found dependency on|Unable to break cycle starting with) .*$/gm,
      '@UNIT@: $1 @JOB@',
    )
    .replace(/^\S+: Job .* deleted to break ordering cycle .*$/gm, '@UNIT@: Job @JOB@ deleted to break ordering cycle')
    .replace(/(conflicting jobs 'stop' and 'start' for) \S+\./g, '$1 @UNIT@.')
    .replace(/^((?:---|\+\+\+) \/\S*)\t.*$/gm, '$1\t@TIME@')
}

/** A long word is no good to read. */
export function titleOf(run: readonly string[]): string {
  const text = run.map(word => (word === '' || /\s/.test(word) ? `'${word}'` : word)).join(' ')
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

export function baseEnvironment({ environment = {} }: Group): Readonly<Record<string, string>> {
  return { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', ...environment }
}
