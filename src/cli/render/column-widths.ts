/**
 * How wide the columns of a table become when it must not be wider than the terminal.
 *
 * Each column asks for the width of its longest cell. Where they all get that, they do. Otherwise every column first gets one
 * character, and what is left of the line is shared out evenly: a column that needs less than its share takes what it needs,
 * and the others share again.
 */

/** One character between two columns. */
const gap = 1
const least = 1

/** The widths for columns that ask for `wanted`, of a table of at most `width` characters. */
export function columnWidths(wanted: readonly number[], width: number): readonly number[] {
  const gaps = (wanted.length - 1) * gap
  const asked = wanted.map(columns => Math.max(columns, least))
  const total = gaps + asked.reduce((sum, columns) => sum + columns, 0)
  const smallest = gaps + asked.length * least
  return width >= total ? asked : shareOut(asked, Math.max(width - smallest, 0))
}

function shareOut(asked: readonly number[], room: number): readonly number[] {
  const given: (number | undefined)[] = asked.map(() => undefined)
  let left = room
  let waiting = asked.length
  const give = (index: number, columns: number): void => {
    given[index] = columns
    left -= Math.min(columns - least, left)
    waiting -= 1
  }
  /** The first column that is content with its share. */
  const content = (): number =>
    asked.findIndex((columns, index) => given[index] === undefined && columns <= least + Math.floor(left / waiting))
  for (let index = content(); index >= 0; index = content()) {
    give(index, asked[index] ?? least)
  }
  for (const index of asked.keys()) {
    if (given[index] === undefined) {
      give(index, least + Math.floor(left / waiting))
    }
  }
  return given.map(columns => columns ?? least)
}
