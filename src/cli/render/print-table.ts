/** Prints a table the way the options ask for it: for people, or as JSON. */

import type { OutputMode } from '#cli/command-line/options.ts'
import type { Session } from '#cli/session/session.ts'
import { paint } from './colour.ts'
import type { Look } from './look.ts'
import { type Json, renderTable, type Table, tableStyle, tableToJson } from './table.ts'

type JsonMode = 'json' | 'json-pretty' | 'json-sse' | 'json-seq'

const jsonModes: readonly OutputMode[] = ['json', 'json-pretty', 'json-sse', 'json-seq']

/** Whether JSON is wanted. */
export function wantsJson(mode: OutputMode): mode is JsonMode {
  return jsonModes.includes(mode)
}

/** Prints a list; with `--output=json` as JSON. */
export function printTable(session: Session, table: Table): void {
  const { output } = session.options
  session.print(
    wantsJson(output) ? formatJson(tableToJson(table), output, session.look) : renderTable(table, tableStyle(session)),
  )
}

/** JSON on one line, or indented by tabs, or framed as an event or a sequence (RFC 7464). */
export function formatJson(value: Json, mode: JsonMode, look: Look): string {
  switch (mode) {
    case 'json':
      return `${write(value, look, null)}\n`
    case 'json-pretty':
      return `${write(value, look, '')}\n`
    case 'json-sse':
      return `data: ${write(value, look, null)}\n\n`
    case 'json-seq':
      return `\x1e${write(value, look, null)}\n`
  }
}

/** `indent` is what stands in front of lines, null for all on one line. */
function write(value: Json, look: Look, indent: string | null): string {
  if (typeof value === 'string') {
    return writeText(value, look)
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    return paint(String(value), 'blue', look)
  }
  if (value === null || typeof value === 'boolean') {
    return paint(String(value), 'bold', look)
  }
  const inner = indent === null ? null : `${indent}\t`
  const isList = Array.isArray(value)
  const items = isList
    ? value.map(item => write(item, look, inner))
    : Object.entries(value).map(([name, item]) => {
        const colon = indent === null ? ':' : ' : '
        return `${writeText(name, look)}${colon}${write(item, look, inner)}`
      })
  const [open, shut] = isList ? ['[', ']'] : ['{', '}']
  if (inner === null || items.length === 0) {
    return `${open}${items.join(',')}${shut}`
  }
  return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${shut}`
}

function writeText(text: string, look: Look): string {
  return `"${paint(JSON.stringify(text).slice(1, -1), 'plain-green', look)}"`
}
