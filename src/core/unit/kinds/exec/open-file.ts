/** OpenFile= (systemd.service(5)): `path[:name[:options]]`, one an assignment; an empty one clears the list. */
import { isAbsolute, isValidPath, simplifyPath } from '#core/base/path.ts'
import type { Kind } from '#core/unit/kinds/kind.ts'

export interface OpenFile {
  readonly path: string
  readonly name: string
  readonly flags: readonly ('read-only' | 'append' | 'truncate' | 'graceful')[]
}

const options = ['read-only', 'append', 'truncate', 'graceful'] as const

export function openFileList(): Kind<readonly OpenFile[]> {
  return {
    initial: [],
    take(before, text, place) {
      if (text === '') {
        return []
      }
      const file = parseOpenFile(text)
      if (file === null) {
        place.warn(`Failed to parse OpenFile= setting, ignoring: ${text}`)
        return before
      }
      return [...before, file]
    },
  }
}

function parseOpenFile(text: string): OpenFile | null {
  const [path = '', name = '', flagText = '', ...rest] = text.split(':')
  const words = flagText === '' ? [] : flagText.split(',')
  const flags = words.flatMap(word => options.find(option => option === word) ?? [])
  const isBad = rest.length > 0 || !isAbsolute(path) || !isValidPath(path) || flags.length !== words.length
  const writes = flags.filter(flag => flag === 'read-only' || flag === 'append' || flag === 'truncate')
  if (isBad || writes.length > 1) {
    return null
  }
  const simple = simplifyPath(path)
  if (simple === '/') {
    return null
  }
  return { path, name: name === '' ? (simple.split('/').at(-1) ?? '') : name, flags }
}
