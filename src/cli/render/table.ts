/** Tables as systemctl prints them: left to themselves as wide as their cells, on a terminal no wider than that. */

import type { Session } from '#cli/session/session.ts'
import { type Colour, colourEnd, colourStart, underlineStart } from './colour.ts'
import { columnWidths } from './column-widths.ts'
import { linkTo } from './link.ts'
import type { Look } from './look.ts'
import { shorten, widthOf } from './width.ts'

/** One cell. Text without more is shown as it is, in no colour. */
export interface Cell {
  readonly text: string
  readonly colour?: Colour | null
  /** The colour of the blank behind it. */
  readonly gap?: Colour | null
  readonly align?: 'left' | 'right'
  /** The address behind the text, for terminals with links. */
  readonly link?: string
  /** The value in JSON, when it is not the text. */
  readonly json?: Json
}

export type Json = string | number | bigint | boolean | null | readonly Json[] | { readonly [name: string]: Json }

export interface Row {
  readonly cells: readonly Cell[]
  /** The whole line is underlined, in grey, to part it from what follows. */
  readonly underlined?: boolean
}

export interface Column {
  /** The header; empty for a column without. */
  readonly title: string
  readonly align?: 'left' | 'right'
  /** The name of the value in JSON, where it is not the title in small letters; null leaves it out. */
  readonly json?: string | null
  /** Not printed, but part of the JSON. */
  readonly hidden?: boolean
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** What stands in grey where there is nothing, such as a dash. */
  readonly placeholder?: string
}

/** How a table is to be printed. */
export interface TableStyle {
  readonly header: boolean
  /** In columns; infinity for as wide as it wants. */
  readonly width: number
  readonly look: Look
}

/** The style a session's options ask for: only on a terminal without pager a table has to fit. */
export function tableStyle({ options, look, paged, streams }: Session): TableStyle {
  const isFree = options.full || paged || !streams.output.isTerminal
  return { header: options.legend === true, width: isFree ? Number.POSITIVE_INFINITY : look.columns, look }
}

/** The table as text, each line with its line end. */
export function renderTable({ columns, rows, placeholder = '' }: Table, style: TableStyle): string {
  const shown = columns.flatMap(({ hidden }, index) => (hidden ? [] : [index]))
  const pick = (row: Row, instead: string): Row => ({
    ...row,
    cells: shown.map(index => fill(row.cells[index], instead)),
  })
  const header = style.header ? [pick(headerRow(columns), '')] : []
  const lines = [...header, ...rows.map(row => pick(row, placeholder))]
  const wanted = shown.map((_, column) => Math.max(0, ...lines.map(({ cells }) => widthOf(cells[column]?.text ?? ''))))
  const widths = columnWidths(wanted, style.width)
  return lines.map((line, index) => renderRow(line, widths, style.look, style.header && index === 0)).join('')
}

function headerRow(columns: readonly Column[]): Row {
  return { cells: columns.map(({ title, align = 'left' }) => ({ text: title, align })) }
}

function fill(cell: Cell | undefined, placeholder: string): Cell {
  if (cell !== undefined && (cell.text !== '' || placeholder === '')) {
    return cell
  }
  return { ...cell, text: placeholder, colour: 'grey' }
}

function renderRow({ cells, underlined = false }: Row, widths: readonly number[], look: Look, header: boolean): string {
  const line = header ? underlineStart('plain', look) : underlined ? underlineStart('grey', look) : ''
  return cells
    .map((cell, index) => {
      const text = place(cell, widths[index] ?? 0, look)
      const start = colourStart(cell.colour ?? null, look) + line
      if (index < cells.length - 1) {
        return decorate(text, start, cell, look) + decorate(' ', gapStart(cell, line, look))
      }
      return start === '' && (cell.link === undefined || !look.links)
        ? text.trimEnd()
        : decorate(text, start, cell, look)
    })
    .join('')
    .concat('\n')
}

function gapStart({ gap = null }: Cell, line: string, look: Look): string {
  return colourStart(gap, look) + line
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - widthOf(text), 0))
}

/** Cuts or pads a text to a width. */
function place({ text, align }: Cell, width: number, look: Look): string {
  const length = widthOf(text)
  if (length > width) {
    return pad(shorten(text, width, look), width)
  }
  const blanks = ' '.repeat(width - length)
  return align === 'right' ? blanks + text : text + blanks
}

function decorate(text: string, start: string, cell?: Cell, look?: Look): string {
  const linked = cell?.link !== undefined && look !== undefined ? linkTo(cell.link, text, look) : text
  return start === '' ? linked : `${start}${linked}${colourEnd}`
}

/** The rows as JSON values, as `--output=json` prints them. */
export function tableToJson({ columns, rows }: Table): Json {
  return rows.map(({ cells }) =>
    Object.fromEntries(
      columns.flatMap(({ title, json }, index) => {
        const name = json === undefined ? title.toLowerCase() : json
        if (name === null) {
          return []
        }
        const cell = cells[index]
        return [[name, cell?.json !== undefined ? cell.json : (cell?.text ?? null)]]
      }),
    ),
  )
}
