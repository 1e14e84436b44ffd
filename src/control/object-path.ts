/**
 * How systemd names its objects (org.freedesktop.systemd1(5), "The D-Bus API of systemd/PID 1"): the unit `dbus.service` is
 * `/org/freedesktop/systemd1/unit/dbus_2eservice`, job 7 is `/org/freedesktop/systemd1/job/7`.
 */
import { decodeText, encodeText } from '#core/base/text/text.ts'

export const managerPath = '/org/freedesktop/systemd1'
export const unitsPath = `${managerPath}/unit`
export const jobsPath = `${managerPath}/job`
export const logControlPath = '/org/freedesktop/LogControl1'

/** The object path of a unit. */
export function unitPath(name: string): string {
  return `${unitsPath}/${escapeLabel(name)}`
}

/** The unit an object path names, or undefined for a path that is not below the units' node. It may be no valid unit name. */
export function unitFromPath(path: string): string | undefined {
  return path.startsWith(`${unitsPath}/`) ? unescapeLabel(path.slice(unitsPath.length + 1)) : undefined
}

/** The object path of a job. */
export function jobPath(id: number): string {
  return `${jobsPath}/${id}`
}

/** The number of the job an object path names, or undefined for another path. */
export function jobFromPath(path: string): number | undefined {
  const id = /^\/org\/freedesktop\/systemd1\/job\/([1-9][0-9]{0,9})$/.exec(path)?.[1]
  return id !== undefined && Number(id) <= 0xffffffff ? Number(id) : undefined
}

/** Makes any text one element of an object path: what is no letter or digit becomes `_` and two hex digits a byte. */
export function escapeLabel(text: string): string {
  if (text === '') {
    return '_'
  }
  let label = ''
  for (const [index, byte] of encodeText(text).entries()) {
    const character = String.fromCharCode(byte)
    const plain = /[A-Za-z]/.test(character) || (index > 0 && /[0-9]/.test(character))
    label += plain ? character : `_${byte.toString(16).padStart(2, '0')}`
  }
  return label
}

/**
 * The text behind an escaped label. A `_` that no two hex digits follow stands for itself, and the text ends at an escaped NUL,
 * as systemd reads it.
 */
export function unescapeLabel(label: string): string {
  if (label === '_') {
    return ''
  }
  const bytes: number[] = []
  for (let at = 0; at < label.length; at++) {
    const hex = label.slice(at + 1, at + 3)
    if (label.charAt(at) === '_' && /^[0-9a-fA-F]{2}$/.test(hex)) {
      if (hex === '00') {
        break
      }
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else {
      bytes.push(label.charCodeAt(at))
    }
  }
  return decodeText(Uint8Array.from(bytes))
}
