/** Texts cut to a width of columns, as the tables of `systemctl list-units` and the tree of `status` need them. */

// Code points that take two columns (Unicode East Asian Width W and F), in pairs of first and last.
// biome-ignore format: a table of 36 ranges
const wide = [
  0x1100, 0x115f, 0x2329, 0x232a, 0x2e80, 0x2e99, 0x2e9b, 0x2ef3, 0x2f00, 0x2fd5, 0x2ff0, 0x2ffb,
  0x3000, 0x303e, 0x3041, 0x3096, 0x3099, 0x30ff, 0x3105, 0x312d, 0x3131, 0x318e, 0x3190, 0x31ba,
  0x31c0, 0x31e3, 0x31f0, 0x321e, 0x3220, 0x3247, 0x3250, 0x32fe, 0x3300, 0x4dbf, 0x4e00, 0xa48c,
  0xa490, 0xa4c6, 0xa960, 0xa97c, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe10, 0xfe19, 0xfe30, 0xfe52,
  0xfe54, 0xfe66, 0xfe68, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x1b000, 0x1b001, 0x1f200, 0x1f202,
  0x1f210, 0x1f23a, 0x1f240, 0x1f248, 0x1f250, 0x1f251, 0x1f300, 0x1f567, 0x20000, 0x2fffd, 0x30000, 0x3fffd,
]

/** Whether a code point takes two columns on a terminal. */
export function isWide(point: number): boolean {
  let low = 0
  let high = wide.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (point > (wide[2 * middle + 1] ?? 0)) {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return point >= (wide[2 * low] ?? Number.POSITIVE_INFINITY)
}

type Cell = { readonly text: string; readonly width: number }

// A terminal control sequence of ECMA-48: ESC [ parameters final, or ESC and one byte. The text of ESC ] is not one.
const sequence = /\x1b(?:\[[\x30-\x3f]*[\x20-\x2f]*[\x40-\x7e]|[\x40-\x5a\x5c-\x5f])/y

function toCells(text: string): readonly Cell[] {
  const cells: Cell[] = []
  for (let at = 0; at < text.length; ) {
    sequence.lastIndex = at
    const control = sequence.exec(text)?.[0]
    const point = text.codePointAt(at) ?? 0
    const cell = control ?? String.fromCodePoint(point)
    cells.push({ text: cell, width: control !== undefined ? 0 : isWide(point) ? 2 : 1 })
    at += cell.length
  }
  return cells
}

/**
 * Cuts a text to at most `columns` columns with one `…`, leaving `percent` of the room in front of it. Wide characters count
 * two; control sequences for colours count nothing and are kept, also those inside what is cut.
 */
export function ellipsize(text: string, columns: number, percent: number): string {
  if (columns === 0) {
    return ''
  }
  const cells = toCells(text)
  const width = cells.reduce((sum, cell) => sum + cell.width, 0)
  if (width <= columns) {
    return text
  }
  // Plain ASCII is rounded, everything else is cut: both are systemd's.
  const rounding = /^[\x00-\x7f]*$/.test(text) && cells.every(cell => cell.width === 1) ? 50 : 0
  const head = Math.trunc(((columns - 1) * percent + rounding) / 100)
  let front = 0
  let used = 0
  while (front < cells.length && used + widthAt(cells, front) <= head) {
    used += widthAt(cells, front++)
  }
  let back = cells.length
  while (back > front && used + widthAt(cells, back - 1) < columns) {
    used += widthAt(cells, --back)
  }
  const cut = cells.slice(front, back).filter(cell => cell.width === 0)
  return `${join(cells.slice(0, front))}…${join(cut)}${join(cells.slice(back))}`
}

function widthAt(cells: readonly Cell[], index: number): number {
  return cells[index]?.width ?? 0
}

function join(cells: readonly Cell[]): string {
  return cells.map(cell => cell.text).join('')
}
