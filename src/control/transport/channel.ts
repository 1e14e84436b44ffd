/**
 * A connection on which we are the client: the handshake, serials, and which answer belongs to which call. What a bus brings
 * besides, calls for us, goes to `onCall`.
 */

import { type Body, type Draft, type Header, type MethodCall, readBody, type Signal } from '#control/codec/message.ts'
import { MessageStream } from '#control/codec/message-stream.ts'
import { encodeMessage } from '#control/codec/write-message.ts'
import { maxMessageBytes } from '#control/codec/writer.ts'
import { type BusError, busErrorOfErrno } from '#control/errors.ts'
import type { ErrnoName } from '#core/base/linux/errno.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Connection } from '#kernel/kernel.ts'
import { SaslClient, saslGreeting } from './sasl-client.ts'

/** A signal with its values. */
export interface IncomingSignal {
  readonly header: Signal
  readonly body: Body
  readonly values: readonly unknown[]
}

export class Channel {
  /** Resolves when messages may be sent, or with the reason why they never may. */
  readonly opened: Promise<Result<void, BusError>>
  /** Resolves when the connection is over. */
  readonly lost: Promise<void>
  readonly listeners = new Set<(signal: IncomingSignal) => void>()
  /** Takes calls for us, which come on a bus only. Its descriptors are the taker's. */
  onCall: ((header: MethodCall, body: Body) => void) | undefined

  readonly #connection: Connection
  readonly #closeDescriptor: (fd: number) => void
  readonly #stream = new MessageStream(maxMessageBytes)
  readonly #pending = new Map<number, (answer: Result<Body, BusError>) => void>()
  readonly #open: (result: Result<void, BusError>) => void
  readonly #lose: () => void
  #sasl: SaslClient | null = new SaslClient()
  #serial = 0
  #over: BusError | null = null

  constructor(connection: Connection, uid: number, closeDescriptor: (fd: number) => void) {
    const opened = Promise.withResolvers<Result<void, BusError>>()
    const lost = Promise.withResolvers<void>()
    this.opened = opened.promise
    this.lost = lost.promise
    this.#open = opened.resolve
    this.#lose = lost.resolve
    this.#connection = connection
    this.#closeDescriptor = closeDescriptor
    connection.start(
      (bytes, fds) => this.#received(bytes, fds),
      () => this.#finish(busErrorOfErrno('ECONNRESET')),
    )
    connection.write(saslGreeting(uid))
  }

  /** Sends a call and promises its answer; the serial is what `giveUp` takes. */
  ask(header: MethodCall, draft: Draft): { readonly serial: number; readonly answer: Promise<Result<Body, BusError>> } {
    if (this.#over !== null) {
      return { serial: 0, answer: Promise.resolve(fail(this.#over)) }
    }
    const { promise, resolve } = Promise.withResolvers<Result<Body, BusError>>()
    const serial = this.send(header, draft)
    this.#pending.set(serial, resolve)
    return { serial, answer: promise }
  }

  /** Sends a message whose serial is filled in here, and returned. */
  send(header: Header, draft: Draft): number {
    this.#serial = this.#serial === 0xffffffff ? 1 : this.#serial + 1
    const bytes = encodeMessage({ ...header, serial: this.#serial }, draft)
    if (this.#over === null) {
      this.#connection.write(bytes, draft.writer.fds)
    }
    return this.#serial
  }

  /** Answers a pending call with an error of our own; what the peer answers later is dropped. */
  giveUp(serial: number, error: BusError): void {
    const resolve = this.#pending.get(serial)
    this.#pending.delete(serial)
    resolve?.(fail(error))
  }

  close(why: ErrnoName): void {
    this.#connection.close()
    this.#finish(busErrorOfErrno(why))
  }

  #received(bytes: Uint8Array, fds: readonly number[]): void {
    if (this.#over !== null) {
      this.#drop(fds)
      return
    }
    this.#stream.push(this.#sasl === null ? bytes : this.#shakeHands(this.#sasl, bytes), fds)
    while (this.#sasl === null && this.#over === null) {
      const next = this.#stream.next()
      if (!next.ok) {
        this.#fault(next.error)
      }
      if (!next.ok || next.value === null) {
        return
      }
      const { body, ...header } = next.value
      this.#handle(header, body)
    }
  }

  /** What came behind the handshake. */
  #shakeHands(sasl: SaslClient, bytes: Uint8Array): Uint8Array {
    const answer = sasl.receive(bytes)
    if (answer.at === 'refused') {
      this.#connection.close()
      this.#finish(busErrorOfErrno('EACCES', `Access denied: ${answer.reason}`))
    }
    if (answer.at !== 'open') {
      return new Uint8Array(0)
    }
    this.#sasl = null
    this.#open(ok(undefined))
    return answer.rest
  }

  #handle(header: Header, body: Body): void {
    switch (header.type) {
      case 'return':
        this.#answer(header.replyTo, ok(body), body)
        break
      case 'error':
        this.#answer(header.replyTo, fail(readError(header.name, body)), body)
        break
      case 'signal':
        this.#hear(header, body)
        break
      case 'call':
        if (this.onCall === undefined) {
          this.#drop(body.fds)
        } else {
          this.onCall(header, body)
        }
    }
  }

  #answer(serial: number, answer: Result<Body, BusError>, body: Body): void {
    const resolve = this.#pending.get(serial)
    this.#pending.delete(serial)
    if (resolve === undefined || !answer.ok) {
      this.#drop(body.fds)
    }
    resolve?.(answer)
  }

  #hear(header: Signal, body: Body): void {
    const values = readBody(body)
    if (!values.ok) {
      this.#fault(values.error)
    } else {
      for (const listener of [...this.listeners]) {
        listener({ header, body, values: values.value })
      }
    }
    this.#drop(body.fds)
  }

  #drop(fds: readonly number[]): void {
    for (const fd of fds) {
      this.#closeDescriptor(fd)
    }
  }

  /** The peer does not keep to the protocol. */
  #fault(reason: string): void {
    this.#connection.close()
    this.#finish(busErrorOfErrno('EBADMSG', reason))
  }

  #finish(why: BusError): void {
    if (this.#over !== null) {
      return
    }
    this.#over = why
    this.#open(fail(why))
    this.#drop(this.#stream.takeDescriptors())
    for (const resolve of this.#pending.values()) {
      resolve(fail(why))
    }
    this.#pending.clear()
    this.#lose()
  }
}

/** The message for people is the first value, if it is a string. */
function readError(name: string, body: Body): BusError {
  const values = readBody(body)
  const first = values.ok ? values.value[0] : undefined
  return { name, message: typeof first === 'string' ? first : name }
}
