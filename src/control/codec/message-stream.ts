/**
 * Cuts a stream of bytes into messages. Memory grows with what arrived, never with what a header announces, and ends at the
 * limit; a fault ends the stream for good.
 */
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Message } from './message.ts'
import { fixedHeaderBytes, messageLength, parseMessage } from './read-message.ts'

const idleBufferBytes = 64 * 1024

export class MessageStream {
  readonly #limitBytes: number
  readonly #limitFds: number
  #buffer = new Uint8Array(0)
  #start = 0
  #end = 0
  #fds: number[] = []
  #failure: string | null = null

  /** `limitBytes` is the longest message that is taken, `limitFds` how many descriptors may wait for their message. */
  constructor(limitBytes: number, limitFds = 1024) {
    this.#limitBytes = limitBytes
    this.#limitFds = limitFds
  }

  /** Why the stream cannot go on, if it cannot. */
  get failure(): string | null {
    return this.#failure
  }

  /** Bytes that wait to be cut. */
  get waitingBytes(): number {
    return this.#end - this.#start
  }

  push(bytes: Uint8Array, fds: readonly number[]): void {
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#end)
    this.#end += bytes.length
    this.#fds.push(...fds)
    if (this.#fds.length > this.#limitFds) {
      this.#failure ??= 'too many descriptors are waiting'
    }
  }

  /** The next whole message, null when more bytes are needed, or why the stream cannot go on. */
  next(): Result<Message | null, string> {
    while (this.#failure === null) {
      const waiting = this.#buffer.subarray(this.#start, this.#end)
      if (waiting.length < fixedHeaderBytes) {
        return ok(null)
      }
      const length = messageLength(waiting, this.#limitBytes)
      if (!length.ok) {
        return this.#fail(length.error)
      }
      if (waiting.length < length.value) {
        return ok(null)
      }
      const parsed = parseMessage(waiting.slice(0, length.value), this.#fds)
      if (!parsed.ok) {
        return this.#fail(parsed.error)
      }
      this.#consume(length.value)
      const taken = this.#fds.splice(0, parsed.value.fdCount)
      if (parsed.value.message !== null) {
        return ok(parsed.value.message)
      }
      this.#fds.unshift(...taken)
      if (taken.length > 0) {
        return this.#fail('message of an unknown kind brings descriptors')
      }
    }
    return fail(this.#failure)
  }

  /** Descriptors no message took; whoever ends the stream closes them. */
  takeDescriptors(): readonly number[] {
    const left = this.#fds
    this.#fds = []
    return left
  }

  #fail(reason: string): Result<never, string> {
    this.#failure = reason
    return fail(reason)
  }

  /** Forgets bytes; with the last of them a buffer that one long message has blown up. */
  #consume(sizeBytes: number): void {
    this.#start += sizeBytes
    if (this.#start < this.#end) {
      return
    }
    this.#start = 0
    this.#end = 0
    if (this.#buffer.length > idleBufferBytes) {
      this.#buffer = new Uint8Array(0)
    }
  }

  #reserve(sizeBytes: number): void {
    if (this.#end + sizeBytes <= this.#buffer.length) {
      return
    }
    const waiting = this.waitingBytes
    const grown = new Uint8Array(Math.max(4096, (waiting + sizeBytes) * 2))
    grown.set(this.#buffer.subarray(this.#start, this.#end))
    this.#buffer = grown
    this.#start = 0
    this.#end = waiting
  }
}
