/** One client of the server: the handshake, then calls in and answers and signals out. */
import { answerCall, closeReplyDescriptors, composeReply } from '#control/answer-call.ts'
import type { Reply } from '#control/answering.ts'
import { type Draft, type Header, type Message, type MethodCall, readBody } from '#control/codec/message.ts'
import { MessageStream } from '#control/codec/message-stream.ts'
import { encodeMessage } from '#control/codec/write-message.ts'
import { busError } from '#control/errors.ts'
import type { Caller } from '#control/implement.ts'
import type { Connection } from '#kernel/kernel.ts'
import { answerBusDriver, systemdName } from './bus-driver.ts'
import type { ConnectionContext } from './connection-context.ts'
import { asciiOf } from './sasl-client.ts'
import { SaslServer } from './sasl-server.ts'

/** Calls that are answered before other connections get their turn. */
const callsPerTurn = 32
/** Room for a reply's header. */
const envelopeBytes = 1024

export class ServerConnection {
  readonly #connection: Connection
  readonly #context: ConnectionContext
  readonly #uniqueName: string
  readonly #caller: Caller
  readonly #stream: MessageStream
  readonly #gone: (() => void)[] = []
  #sasl: SaslServer | null
  #cancelDeadline: () => void
  #passesDescriptors = false
  #serial = 0
  #pending = 0
  #turnIsDue = false
  #over = false

  constructor(connection: Connection, uniqueName: string, context: ConnectionContext) {
    this.#connection = connection
    this.#context = context
    this.#uniqueName = uniqueName
    this.#caller = {
      uid: connection.peer.uid,
      pid: connection.peer.pid,
      subscribe: () => true,
      unsubscribe: () => true,
      onGone: callback => {
        if (this.#over) {
          callback()
        } else {
          this.#gone.push(callback)
        }
      },
    }
    this.#stream = new MessageStream(context.limits.messageBytes, context.limits.descriptors)
    this.#sasl = new SaslServer(connection.peer.uid, context.guid)
    this.#cancelDeadline = context.after(context.limits.handshakeMs, () => this.refuse('handshake takes too long'))
  }

  /** Begins to read. Not done by the constructor, as bytes may be there at once. */
  start(): void {
    const { pieceBytes, descriptors } = this.#context.limits
    this.#connection.start(
      (bytes, fds) => this.#received(bytes, fds),
      () => this.#finish(),
      // One more than may wait: so that who sends more is found out.
      { pieceBytes, descriptors: descriptors + 1, drained: () => this.#go() },
    )
  }

  /** Whose connection it is. */
  get uid(): number {
    return this.#caller.uid
  }

  /** Bytes that were sent and not read. */
  get waitingBytes(): number {
    return this.#connection.waitingBytes
  }

  /** Whether messages may be sent. */
  get open(): boolean {
    return !this.#over && this.#sasl === null
  }

  /** Sends a message whose serial is filled in here. Descriptors of the draft are closed after they were sent. */
  send(header: Header, draft: Draft): void {
    if (!this.open) {
      return
    }
    this.#serial = this.#serial === 0xffffffff ? 1 : this.#serial + 1
    const bytes = encodeMessage({ ...header, serial: this.#serial, sender: systemdName }, draft)
    this.#connection.write(bytes, draft.writer.fds)
    if (this.waitingBytes > this.#context.limits.sendBytes) {
      this.refuse('does not read')
    }
    this.#context.sent(bytes.length)
  }

  /** Ends the connection after what was sent so far. */
  close(): void {
    this.#connection.close()
    this.#finish()
  }

  #received(bytes: Uint8Array, fds: readonly number[]): void {
    if (this.#over) {
      for (const fd of fds) {
        this.#context.closeDescriptor(fd)
      }
      return
    }
    if (this.#sasl === null) {
      this.#stream.push(bytes, fds)
    } else {
      this.#shakeHands(this.#sasl, bytes, fds)
    }
    if (this.#stream.failure !== null) {
      this.refuse(this.#stream.failure)
    } else {
      this.#go()
    }
    const { messageBytes, pieceBytes } = this.#context.limits
    if (this.#stream.waitingBytes > messageBytes + pieceBytes) {
      this.refuse('too much is waiting')
    }
  }

  #shakeHands(sasl: SaslServer, bytes: Uint8Array, fds: readonly number[]): void {
    const step = sasl.receive(bytes)
    if (step.at === 'closed') {
      for (const fd of fds) {
        this.#context.closeDescriptor(fd)
      }
      this.refuse(step.reason)
      return
    }
    if (step.reply !== '') {
      this.#connection.write(asciiOf(step.reply))
    }
    this.#stream.push(step.at === 'open' ? step.rest : new Uint8Array(0), fds)
    if (step.at !== 'open') {
      return
    }
    this.#cancelDeadline()
    this.#passesDescriptors = step.passesDescriptors
    this.#sasl = null
  }

  /** Answers what has arrived, at once or when it is this user's turn. */
  #go(): void {
    const { takeTurns } = this.#context
    if (!this.open || this.#turnIsDue) {
      return
    }
    if (this.#isUnread()) {
      this.#connection.hold(true)
    } else if (takeTurns === undefined) {
      this.#turn()
    } else if (this.#stream.waitingBytes > 0) {
      this.#turnLater(work => takeTurns(this.uid, work))
    } else {
      this.#connection.hold(false)
    }
  }

  #turnLater(arrange: (work: () => void) => void): void {
    this.#turnIsDue = true
    this.#connection.hold(true)
    arrange(() => {
      this.#turnIsDue = false
      if (!this.#over) {
        this.#turn()
      }
    })
  }

  /** Answers a bounded number of calls. */
  #turn(): void {
    const { takeTurns } = this.#context
    const calls = takeTurns === undefined ? callsPerTurn : 1
    for (let count = 0; count < calls && !this.#over && !this.#isUnread(); count++) {
      const next = this.#stream.next()
      if (!next.ok) {
        this.refuse(next.error)
      }
      if (!next.ok) {
        return
      }
      if (next.value === null) {
        this.#connection.hold(false)
        return
      }
      this.#handle(next.value)
    }
    if (this.#over) {
      return
    }
    // Who does not read is not read either; once everything was read, it goes on.
    if (this.#isUnread()) {
      this.#connection.hold(true)
    } else {
      this.#turnLater(takeTurns === undefined ? setImmediate : work => takeTurns(this.uid, work))
    }
  }

  #isUnread(): boolean {
    return this.#connection.waitingBytes > this.#context.limits.unreadBytes
  }

  #handle(message: Message): void {
    this.#context.busy()
    const { body, ...header } = message
    const values = readBody(body)
    if (!values.ok || header.type !== 'call') {
      for (const fd of body.fds) {
        this.#context.closeDescriptor(fd)
      }
    }
    if (!values.ok) {
      this.refuse(values.error)
    }
    if (!values.ok || header.type !== 'call') {
      return
    }
    const elsewhere = answerBusDriver(header, values.value, this.#uniqueName) ?? this.#tooBusy()
    if (elsewhere !== undefined) {
      for (const fd of body.fds) {
        this.#context.closeDescriptor(fd)
      }
    }
    const incoming = { header, body, values: values.value }
    const { answering, closeDescriptor } = this.#context
    const reply = elsewhere ?? answerCall(answering, incoming, this.#caller, closeDescriptor)
    if (!(reply instanceof Promise)) {
      this.#reply(header, reply)
      return
    }
    this.#pending++
    void reply.then(late => {
      this.#pending--
      this.#reply(header, late)
    })
  }

  #tooBusy(): Reply | undefined {
    if (this.#pending < this.#context.limits.pendingCalls) {
      return undefined
    }
    const message = `${this.#pending} calls of this connection wait for their answer.`
    return { ok: false, error: busError('org.freedesktop.DBus.Error.LimitsExceeded', message) }
  }

  #reply(call: MethodCall, reply: Reply): void {
    const message = composeReply(call, this.#shorten(reply), this.#passesDescriptors)
    if (message !== null) {
      this.send(message.header, message.draft)
    }
    closeReplyDescriptors(reply, this.#context.closeDescriptor)
  }

  /** An answer that is longer than this client may have is an error instead. */
  #shorten(reply: Reply): Reply {
    const most = this.#context.limits.sendBytes - this.#connection.waitingBytes - envelopeBytes
    if (!reply.ok || reply.value === 'silent' || reply.value.writer.size <= most) {
      return reply
    }
    closeReplyDescriptors(reply, this.#context.closeDescriptor)
    const message = `The answer has ${reply.value.writer.size} bytes, which is more than you may ask for.`
    return { ok: false, error: busError('org.freedesktop.DBus.Error.LimitsExceeded', message) }
  }

  /** Ends a connection that does not keep to the protocol, or to its limits. */
  refuse(reason: string): void {
    if (this.#over) {
      return
    }
    const { pid, uid } = this.#caller
    const what = this.#sasl === null ? 'connection' : 'handshake'
    const kind = `a ${what} of ${this.#context.takeTurns === undefined ? 'root' : 'users'} ended before its time`
    this.#context.complain(kind, `control: connection of process ${pid} (uid ${uid}) ended: ${reason}`)
    this.close()
  }

  #finish(): void {
    if (this.#over) {
      return
    }
    this.#over = true
    this.#cancelDeadline()
    // Who did not read and is gone, or was thrown out, gets no more; only root is trusted to read it still.
    if (this.#context.takeTurns !== undefined) {
      this.#connection.close(true)
    }
    for (const fd of this.#stream.takeDescriptors()) {
      this.#context.closeDescriptor(fd)
    }
    for (const callback of this.#gone) {
      callback()
    }
    this.#context.ended()
  }
}
