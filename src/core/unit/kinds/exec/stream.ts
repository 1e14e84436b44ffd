/** Where standard input comes from and where output goes (systemd.exec(5), "Logging and Standard Input/Output"). */
import { encodeText } from '#core/base/text/text.ts'
import { decodeBase64 } from '#core/unit/kinds/base64.ts'
import type { Kind, Place } from '#core/unit/kinds/kind.ts'
import { checkPath } from '#core/unit/kinds/path.ts'
import { unescapeC } from '#core/unitfile/escape.ts'

const plainInputs = ['null', 'tty', 'tty-force', 'tty-fail', 'socket', 'data'] as const
const plainOutputs = ['inherit', 'null', 'tty', 'kmsg', 'kmsg+console', 'journal', 'journal+console', 'socket'] as const

/** StandardInput=. A `name` of null means the descriptor named like the stream. */
export type StandardInput =
  | { readonly from: (typeof plainInputs)[number] }
  | { readonly from: 'fd'; readonly name: string | null }
  | { readonly from: 'file'; readonly path: string }

/** StandardOutput= and StandardError=. */
export type StandardOutput =
  | { readonly to: (typeof plainOutputs)[number] }
  | { readonly to: 'fd'; readonly name: string | null }
  | { readonly to: 'file' | 'append' | 'truncate'; readonly path: string }

/** Null when nothing is said: then it depends on StandardInputText= and StandardInputData=. */
export function standardInput(): Kind<StandardInput | null> {
  return {
    initial: null,
    take(before, text, place) {
      const plain = plainInputs.find(name => name === text)
      if (plain !== undefined) {
        return { from: plain }
      }
      if (text === 'fd') {
        return { from: 'fd', name: null }
      }
      if (text.startsWith('fd:')) {
        const name = descriptorName(text.slice('fd:'.length), place)
        return name === undefined ? before : { from: 'fd', name }
      }
      if (text.startsWith('file:')) {
        const path = streamPath(text.slice('file:'.length), place)
        return path === undefined ? before : { from: 'file', path }
      }
      place.warn(`Failed to parse input specifier, ignoring: ${text}`)
      return before
    },
  }
}

/** Null when nothing is said: then it is the manager's default. */
export function standardOutput(): Kind<StandardOutput | null> {
  return {
    initial: null,
    take(before, text, place) {
      const modern = modernOutput(text, place)
      const plain = plainOutputs.find(name => name === modern)
      if (plain !== undefined) {
        return { to: plain }
      }
      if (modern === 'fd') {
        return { to: 'fd', name: null }
      }
      if (modern.startsWith('fd:')) {
        const name = descriptorName(modern.slice('fd:'.length), place)
        return name === undefined ? before : { to: 'fd', name }
      }
      const how = (['file', 'append', 'truncate'] as const).find(prefix => modern.startsWith(`${prefix}:`))
      if (how !== undefined) {
        const path = streamPath(modern.slice(how.length + 1), place)
        return path === undefined ? before : { to: how, path }
      }
      place.warn(`Failed to parse output specifier, ignoring: ${text}`)
      return before
    },
  }
}

/** Outputs of earlier days went to syslog, which the journal is now. */
function modernOutput(text: string, place: Place): string {
  if (text !== 'syslog' && text !== 'syslog+console') {
    return text
  }
  const modern = text.replace('syslog', 'journal')
  place.warn(
    `Standard output type ${text} is obsolete, automatically updating to ${modern}. Please update your unit file, and consider removing the setting altogether.`,
  )
  return modern
}

/** Names of descriptors are short, printable, and without colons. */
export function isDescriptorName(name: string): boolean {
  return name.length > 0 && name.length <= 255 && /^[\x20-\x7e]*$/.test(name) && !name.includes(':')
}

function descriptorName(text: string, place: Place): string | null | undefined {
  const name = place.expand(text)
  if (name === undefined || name === '') {
    return name === '' ? null : undefined
  }
  if (isDescriptorName(name)) {
    return name
  }
  place.warn(`Invalid file descriptor name, ignoring: ${name}`)
  return undefined
}

function streamPath(text: string, place: Place): string | undefined {
  const expanded = place.expand(text)
  return expanded === undefined ? undefined : checkPath(expanded, place, { otherwise: 'complained-of' })
}

// As systemd has it: more than this is not configuration.
const inputMaxBytes = 64 * 1024 * 1024

/** StandardInputText=: adds a line; an empty assignment clears all input. */
export function inputText(before: Uint8Array, text: string, place: Place): Uint8Array {
  if (text === '') {
    return new Uint8Array()
  }
  const unescaped = unescapeC(text)
  if (!unescaped.ok) {
    place.warn(`Failed to decode C escaped text '${text}', ignoring: Invalid argument`)
    return before
  }
  const expanded = place.expand(unescaped.value)
  if (expanded === undefined) {
    return before
  }
  return append(before, encodeText(`${expanded}\n`), place)
}

/** StandardInputData=: adds bytes in Base64. */
export function inputData(before: Uint8Array, text: string, place: Place): Uint8Array {
  if (text === '') {
    return new Uint8Array()
  }
  const bytes = decodeBase64(text)
  if (bytes.ok) {
    return append(before, bytes.value, place)
  }
  place.warn(`Failed to decode base64 data, ignoring: ${text}`)
  return before
}

function append(before: Uint8Array, more: Uint8Array, place: Place): Uint8Array {
  if (before.length + more.length > inputMaxBytes) {
    place.warn(
      `Standard input data too large (${before.length + more.length}), maximum of ${inputMaxBytes} permitted, ignoring.`,
    )
    return before
  }
  const all = new Uint8Array(before.length + more.length)
  all.set(before)
  all.set(more, before.length)
  return all
}
