/**
 * The server's half of the handshake before the first message (D-Bus Specification, "Authentication Protocol"): EXTERNAL only.
 * The peer's uid is what the kernel says it is; a client may repeat it or leave it out, and may send everything at once, as
 * systemd's own client does, or line by line. The wording of the answers is that of systemd's private socket.
 */

/** What came of the bytes so far. */
export type SaslStep =
  | { readonly at: 'more'; readonly reply: string }
  | { readonly at: 'open'; readonly reply: string; readonly rest: Uint8Array; readonly passesDescriptors: boolean }
  | { readonly at: 'closed'; readonly reason: string }

const maxBytes = 16 * 1024
const maxLines = 32

export class SaslServer {
  readonly #uid: number
  readonly #guid: string
  #pending = new Uint8Array(0)
  #sawNul = false
  #state: 'start' | 'data' | 'accepted' = 'start'
  #passesDescriptors = false
  #lines = 0

  /** `uid` is the peer's; `guid`, 32 hex digits, names the server. */
  constructor(uid: number, guid: string) {
    this.#uid = uid
    this.#guid = guid
  }

  receive(bytes: Uint8Array): SaslStep {
    this.#append(bytes)
    if (this.#pending.length > 0 && !this.#sawNul) {
      if (this.#pending[0] !== 0) {
        return { at: 'closed', reason: 'handshake does not begin with a NUL byte' }
      }
      this.#sawNul = true
      this.#pending = this.#pending.subarray(1)
    }
    let reply = ''
    for (let line = this.#takeLine(); line !== null; line = this.#takeLine()) {
      if (line === 'BEGIN' && this.#state === 'accepted') {
        return { at: 'open', reply, rest: this.#pending, passesDescriptors: this.#passesDescriptors }
      }
      this.#lines++
      if (this.#lines > maxLines) {
        return { at: 'closed', reason: 'handshake does not come to an end' }
      }
      reply += `${this.#answer(line)}\r\n`
    }
    if (this.#pending.length > maxBytes) {
      return { at: 'closed', reason: 'line of the handshake is too long' }
    }
    return { at: 'more', reply }
  }

  #answer(line: string): string {
    const [command = '', mechanism, ...rest] = line.split(' ')
    switch (command) {
      case 'AUTH':
        if (mechanism !== 'EXTERNAL') {
          return this.#reject('REJECTED EXTERNAL')
        }
        if (rest.length > 0) {
          return this.#authenticate(rest.join(' '))
        }
        this.#state = 'data'
        return 'DATA'
      case 'DATA':
        if (this.#state === 'start') {
          return 'ERROR'
        }
        return this.#authenticate(line.slice('DATA '.length))
      case 'CANCEL':
      case 'ERROR':
        return this.#reject('REJECTED')
      case 'NEGOTIATE_UNIX_FD':
        if (this.#state !== 'accepted') {
          return 'ERROR'
        }
        this.#passesDescriptors = true
        return 'AGREE_UNIX_FD'
      default:
        return 'ERROR'
    }
  }

  /** `claim` is the uid in decimal, its characters in hex; nothing at all means: whoever I am. */
  #authenticate(claim: string): string {
    if (claim !== '' && claim !== hex(String(this.#uid))) {
      return this.#reject('REJECTED')
    }
    this.#state = 'accepted'
    return `OK ${this.#guid}`
  }

  #reject(reply: string): string {
    this.#state = 'start'
    this.#passesDescriptors = false
    return reply
  }

  #append(bytes: Uint8Array): void {
    const joined = new Uint8Array(this.#pending.length + bytes.length)
    joined.set(this.#pending)
    joined.set(bytes, this.#pending.length)
    this.#pending = joined
  }

  /** The next line without its end, or null when it is not whole yet. */
  #takeLine(): string | null {
    for (let at = 0; at + 1 < this.#pending.length && at <= maxBytes; at++) {
      if (this.#pending[at] !== 0x0d || this.#pending[at + 1] !== 0x0a) {
        continue
      }
      const line = Array.from(this.#pending.subarray(0, at), byte => String.fromCharCode(byte)).join('')
      this.#pending = this.#pending.subarray(at + 2)
      return line
    }
    return null
  }
}

/** The characters of a number in hex, as AUTH EXTERNAL has the uid. */
export function hex(digits: string): string {
  return Array.from(digits, digit => digit.charCodeAt(0).toString(16)).join('')
}
