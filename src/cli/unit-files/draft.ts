/** What an editor is shown of a drop-in: room for the new lines, and below it what the unit is made of now. */

const begin = '### Anything between here and the comment below will become the contents of the drop-in file'
const end = '### Edits below this comment will be discarded'

/** The line on which editors are to begin. */
export const firstLine = 4

/** A file that already makes the unit. */
export interface ExistingFile {
  readonly path: string
  readonly text: string
}

/** The draft of a file at `path`, which may have contents. */
export function writeDraft(path: string, contents: string, others: readonly ExistingFile[]): string {
  const shown = others.map(({ path: other, text }) => `\n\n### ${other}\n${commentOut(text)}`)
  return `### Editing ${path}\n${begin}\n\n${contents}\n\n${end}\n${shown.join('')}`
}

function commentOut(text: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(line => `# ${line}`)
    .join('\n')
}

/** What is left of a draft; a text without the comments is taken as it is. */
export function readDraft(text: string): string {
  const from = text.indexOf(begin)
  const start = from < 0 ? 0 : from + begin.length
  const to = text.indexOf(end, start)
  return strip(to < 0 ? text.slice(start) : text.slice(start, to))
}

/** Without blank lines at both ends, and with a line end. Empty when there is nothing else. */
export function strip(text: string): string {
  const bare = text.trim()
  return bare === '' ? '' : `${bare}\n`
}
