/** Texts that a terminal shows as links (OSC 8), and the addresses behind them. */
import type { Look } from './look.ts'

/** A text as a link to an address, or as it is on a terminal without links. */
export function linkTo(address: string, text: string, { links }: Look): string {
  return links ? `\x1b]8;;${address}\x1b\\${text}\x1b]8;;\x1b\\` : text
}

/** A file as a link: `text` is what is shown of it, its path if nothing else. */
export function linkToFile(path: string, host: string, look: Look, text: string = path): string {
  // What is no absolute path cannot be an address.
  return path.startsWith('/') ? linkTo(`file://${host}${escapePath(path)}`, text, look) : text
}

/** A path as part of an address: bytes that are not plain become `%` and two digits. */
function escapePath(path: string): string {
  return path.replace(/[^A-Za-z0-9\-._~/:@!$&'()*+,;=]/gu, encodeURIComponent)
}
