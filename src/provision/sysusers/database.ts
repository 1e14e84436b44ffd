/** The four files of users and groups, line by line as they are, so that what nobody asks to change stays to the letter. */
import type { Files } from '#kernel/kernel.ts'

export interface Row {
  readonly name: string
  readonly fields: readonly string[]
}

export interface Table {
  readonly path: string
  readonly isThere: boolean
  readonly rows: readonly Row[]
}

export interface Database {
  readonly passwd: Table
  readonly group: Table
  readonly shadow: Table
  readonly gshadow: Table
}

const sizeMaxBytes = 64 * 1024 * 1024

/** Reads the files below a root; one that is missing is empty. The error is the path of one that cannot be read. */
export function readDatabase(files: Files, root: string): Database | { readonly unreadable: string } {
  const tables: Record<string, Table> = {}
  for (const name of ['passwd', 'group', 'shadow', 'gshadow']) {
    const path = `${root}/etc/${name}`
    const text = files.readText(path, sizeMaxBytes)
    if (!text.ok && text.error !== 'ENOENT') {
      return { unreadable: path }
    }
    tables[name] = { path, isThere: text.ok, rows: text.ok ? rowsOf(text.value) : [] }
  }
  const { passwd, group, shadow, gshadow } = tables as unknown as Database
  return { passwd, group, shadow, gshadow }
}

function rowsOf(text: string): readonly Row[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') {
    lines.pop()
  }
  return lines.map(line => {
    const fields = line.split(':')
    return { name: fields[0] ?? '', fields }
  })
}

/** The id in a row, undefined where none stands. */
export function idOf({ fields }: Row): number | undefined {
  const text = fields[2] ?? ''
  return /^\d+$/.test(text) ? Number(text) : undefined
}

/** Rows with more behind them; those that ask NIS stay the last, as nothing behind them is read. */
export function withRows(rows: readonly Row[], more: readonly Row[]): readonly Row[] {
  const nis = rows.findIndex(({ name }) => name.startsWith('+') || name.startsWith('-'))
  const end = nis < 0 ? rows.length : nis
  return [...rows.slice(0, end), ...more, ...rows.slice(end)]
}

export function textOf(rows: readonly Row[]): string {
  return rows.map(({ fields }) => `${fields.join(':')}\n`).join('')
}
