/** The processes of a unit as a tree of control groups (systemctl(1), "status"). */
import { paint } from '#cli/render/colour.ts'
import { glyph } from '#cli/render/glyph.ts'
import type { Look } from '#cli/render/look.ts'
import { shorten } from '#cli/render/width.ts'

/** A process as GetUnitProcesses tells it. */
export type ProcessRow = readonly [controlGroup: string, pid: number, commandLine: string]

interface Group {
  readonly processes: Map<number, string>
  readonly groups: Map<string, Group>
}

const newGroup = (): Group => ({ processes: new Map(), groups: new Map() })

/** Lines of the tree below a control group, each behind a margin, at most `columns` wide without it. */
export function processTree(
  rows: readonly ProcessRow[],
  root: string,
  style: { readonly look: Look; readonly margin: string; readonly columns: number },
): string {
  const top = newGroup()
  const base = root === '/' ? '' : root
  for (const [path, pid, commandLine] of rows) {
    const below = path.startsWith(`${base}/`) ? path.slice(base.length + 1).split('/') : []
    let group = top
    for (const name of below.filter(part => part !== '')) {
      const next = group.groups.get(name) ?? newGroup()
      group.groups.set(name, next)
      group = next
    }
    group.processes.set(pid, commandLine)
  }
  return drawGroup(top, { ...style, prefix: style.margin })
}

interface Drawing {
  readonly look: Look
  readonly prefix: string
  readonly columns: number
}

function drawGroup({ processes, groups }: Group, drawing: Drawing): string {
  const { look, prefix, columns } = drawing
  const sorted = [...groups].sort(([one], [other]) => (one < other ? -1 : 1))
  const pids = [...processes.keys()].sort((one, other) => one - other)
  const lines = pids.map((pid, index) => {
    const isLast = index === pids.length - 1 && sorted.length === 0
    return `${prefix}${branch(isLast, look)}${describe(pid, processes.get(pid) ?? '', pids.at(-1) ?? 0, drawing)}\n`
  })
  for (const [index, [name, group]] of sorted.entries()) {
    const isLast = index === sorted.length - 1
    const inner = `${prefix}${glyph(isLast ? 'tree-space' : 'tree-vertical', look)}`
    lines.push(`${prefix}${branch(isLast, look)}${name}\n`)
    lines.push(drawGroup(group, { look, prefix: inner, columns: columns - 2 }))
  }
  return lines.join('')
}

function branch(isLast: boolean, look: Look): string {
  return glyph(isLast ? 'tree-right' : 'tree-branch', look)
}

const leastColumns = 20

/** The number, as wide as the largest beside it, and as much of the command line as there is room for. */
function describe(pid: number, commandLine: string, largest: number, { look, columns }: Drawing): string {
  const width = `${largest}`.length
  const room = Math.max(columns - width - 3, leastColumns)
  const shown = Number.isFinite(room) ? shorten(commandLine, room, look) : commandLine
  return paint(`${`${pid}`.padStart(width)} ${shown}`, 'grey', look)
}
