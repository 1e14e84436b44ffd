/** Characters beyond ASCII, and what stands for them where the locale has none (unit states as systemctl(1), "status"). */
import type { ActiveState } from '#core/unit/active-state.ts'
import type { Look } from './look.ts'

const glyphs = {
  'black-circle': ['●', '*'],
  'white-circle': ['○', '*'],
  cross: ['×', 'x'],
  'circle-arrow': ['↻', 'O'],
  'tree-vertical': ['│ ', '| '],
  'tree-branch': ['├─', '|-'],
  'tree-right': ['└─', '`-'],
  'tree-space': ['  ', '  '],
  'triangular-bullet': ['‣', '>'],
  ellipsis: ['…', '...'],
  arrow: ['→', '->'],
  dash: ['–', '-'],
  mu: ['μ', 'u'],
} as const

export type Glyph = keyof typeof glyphs

/** The character, or its stand-in. */
export function glyph(name: Glyph, { utf8 }: Pick<Look, 'utf8'>): string {
  return glyphs[name][utf8 ? 0 : 1]
}

const ofState: Readonly<Record<ActiveState, Glyph>> = {
  active: 'black-circle',
  reloading: 'circle-arrow',
  refreshing: 'circle-arrow',
  inactive: 'white-circle',
  failed: 'cross',
  activating: 'black-circle',
  deactivating: 'black-circle',
  maintenance: 'white-circle',
}

/** The sign of a unit's state; that of `active` for a state nobody knows. */
export function stateGlyph(state: string, look: Pick<Look, 'utf8'>): string {
  const known = (Object.keys(ofState) as readonly ActiveState[]).find(name => name === state)
  return glyph(known === undefined ? 'black-circle' : ofState[known], look)
}
