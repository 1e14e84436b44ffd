/**
 * The client's half of the handshake (D-Bus Specification, "Authentication Protocol"). AUTH, NEGOTIATE_UNIX_FD and BEGIN are
 * written at once, but the first message only after the answers have come: systemd leaves unread what arrives in the same
 * read as BEGIN, until more comes.
 */
import { hex } from './sasl-server.ts'

export type SaslAnswer =
  | { readonly at: 'more' }
  | { readonly at: 'open'; readonly rest: Uint8Array; readonly passesDescriptors: boolean }
  | { readonly at: 'refused'; readonly reason: string }

const maxBytes = 16 * 1024

/** What a client of this uid writes first. */
export function saslGreeting(uid: number): Uint8Array {
  const lines = `\0AUTH EXTERNAL ${hex(String(uid))}\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n`
  return asciiOf(lines)
}

/** Lines of the handshake as bytes: they are ASCII. */
export function asciiOf(lines: string): Uint8Array {
  return Uint8Array.from(lines, character => character.charCodeAt(0))
}

/** Reads the two lines that answer the greeting: `OK` with the server's name, then whether descriptors may be passed. */
export class SaslClient {
  #pending = ''

  receive(bytes: Uint8Array): SaslAnswer {
    const before = this.#pending.length
    this.#pending += Array.from(bytes.subarray(0, maxBytes), byte => String.fromCharCode(byte)).join('')
    const [first, second, ...others] = this.#pending.split('\r\n')
    if (first !== undefined && second !== undefined && !/^OK [0-9a-f]{32}$/.test(first)) {
      return { at: 'refused', reason: `the server answers '${first.slice(0, 80)}'` }
    }
    if (first === undefined || second === undefined || others.length === 0) {
      return this.#pending.length > maxBytes
        ? { at: 'refused', reason: 'the server does not answer in lines' }
        : { at: 'more' }
    }
    const answered = first.length + second.length + 4
    return { at: 'open', rest: bytes.subarray(answered - before), passesDescriptors: second === 'AGREE_UNIX_FD' }
  }
}
