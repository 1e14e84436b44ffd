/** The two columns of `status`: a label that ends at a colon, and what it says. */
import type { Session } from '#cli/session/session.ts'

const labelWidth = 11

/** Where what is said begins. */
export const indent = ' '.repeat(labelWidth + 2)

export function labelled(label: string, text: string): string {
  return `${label.padStart(labelWidth)}: ${text}\n`
}

/** Several texts below each other behind one label. */
export function labelledList(label: string, texts: readonly string[]): string {
  return texts.map((text, index) => (index === 0 ? labelled(label, text) : `${indent}${text}\n`)).join('')
}

/** How many columns are left on the terminal behind a margin; infinity where nothing is to be cut. */
export function columnsBehind(session: Session, margin: number): number {
  const { options, look, paged } = session
  if (options.full || !look.onTerminal || paged) {
    return Number.POSITIVE_INFINITY
  }
  return Math.max(look.columns - margin, 0)
}
