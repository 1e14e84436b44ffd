/** What one line of tmpfiles.d asks for. */
import type { AclRule } from './acl.ts'

export const letters = 'fFwdDevqQpLcbCxXrRzZtThHaAm'
/** What a line is about: its letter; `F` is an old name of `f+`, `m` of `z`, and yet sorted by itself. */
export type Letter =
  | 'f'
  | 'w'
  | 'd'
  | 'D'
  | 'e'
  | 'v'
  | 'q'
  | 'Q'
  | 'p'
  | 'L'
  | 'c'
  | 'b'
  | 'C'
  | 'x'
  | 'X'
  | 'r'
  | 'R'
  | 'z'
  | 'm'
  | 'Z'
  | 't'
  | 'T'
  | 'h'
  | 'H'
  | 'a'
  | 'A'

export interface Item {
  readonly letter: Letter
  /** With the root in front. */
  readonly path: string
  /** `+`: also when something else is there; for `w` and the attributes, to add. */
  readonly force: boolean
  /** `-`: to fail in creating this is no failure of all. */
  readonly mayFail: boolean
  /** `=`: what has another type is removed. */
  readonly replace: boolean
  /** `?`: a link whose target is not there is not made. */
  readonly mayLackTarget: boolean
  /** `$`: `--purge` removes it. */
  readonly purge: boolean
  readonly mode: ModeRule | null
  readonly user: Owner | null
  readonly group: Owner | null
  readonly age: Age | null
  /** The content of files, the target of links, the source of copies. */
  readonly argument: string | null
  /** What `a` lines say, else null. */
  readonly acl: readonly AclRule[] | null
  readonly device: { readonly major: number; readonly minor: number } | null
}

export interface ModeRule {
  readonly bits: number
  /** `~`: only as far as the mode that is there allows. */
  readonly masked: boolean
  /** `:`: only for what is made. */
  readonly onlyNew: boolean
}

export interface Owner {
  readonly id: number
  /** `:`: only for what is made. */
  readonly onlyNew: boolean
}

/** Which times of files and folders count. */
export interface AgeBy {
  readonly files: readonly TimeLetter[]
  readonly folders: readonly TimeLetter[]
}

/** Accessed, born, changed, modified. */
export type TimeLetter = 'a' | 'b' | 'c' | 'm'

export interface Age {
  /** In µs. */
  readonly span: bigint
  readonly by: AgeBy
  /** `~`: what lies directly in the folder stays. */
  readonly keepFirstLevel: boolean
}

/** Lines whose path may be a pattern; they are carried out after the others. */
export const globbing: ReadonlySet<Letter> = new Set('wexXrRzZmtThHaA') as ReadonlySet<Letter>

/** Lines of which one path takes only one. */
export const owning: ReadonlySet<Letter> = new Set('fdDvqQpLcbCwexXrR') as ReadonlySet<Letter>
