/** Unit files in colours: comments, headers of sections, and the keys in front of `=`. */
import { paint } from '#cli/render/colour.ts'
import type { Look } from '#cli/render/look.ts'

/** The text line by line; without colours as it is, but for a line end at the last line. */
export function paintUnitFile(text: string, look: Look): string {
  const lines = text.split('\n')
  if (lines.at(-1) === '') {
    lines.pop()
  }
  let continues = false
  return lines
    .map(line => {
      const painted = paintLine(line, continues, look)
      if (!isComment(line)) {
        continues = line.endsWith('\\')
      }
      return `${painted}\n`
    })
    .join('')
}

function isComment(line: string): boolean {
  return line.trim() === '' || /^\s*[#;]/.test(line)
}

function paintLine(line: string, continues: boolean, look: Look): string {
  if (look.colours === 'none') {
    return line
  }
  if (isComment(line)) {
    return paint(line, 'bold-grey', look)
  }
  if (continues) {
    return line
  }
  if (line.startsWith('[')) {
    return paint(line, 'cyan', look)
  }
  const at = line.indexOf('=')
  return at < 0 ? line : `${paint(line.slice(0, at + 1), 'green', look)}${line.slice(at + 1)}`
}
