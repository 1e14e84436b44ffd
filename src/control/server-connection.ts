/** One client of the server: the handshake, then calls in and answers and signals out. */
import type { Connection } from '#kernel/kernel.ts'
import { answerCall, closeReplyDescriptors, composeReply } from './answer-call.ts'
import type { Answering, Reply } from './answering.ts'
import { answerBusDriver, systemdName } from './bus-driver.ts'
import { type Draft, type Header, type Message, type MethodCall, readBody } from './codec/message.ts'
import { MessageStream } from './codec/message-stream.ts'
import { encodeMessage } from './codec/write-message.ts'
import { busError } from './errors.ts'
import type { Caller } from './implement.ts'
import { SaslServer } from './sasl-server.ts'
import type { After } from './timer.ts'

/** How much one client may ask of us. */
export interface ConnectionLimits {
  /** The longest message, in bytes. */
  readonly messageBytes: number
  /** Calls that wait for their answer. */
  readonly pendingCalls: number
  /** How long the handshake may take. */
  readonly handshakeMs: number
}

export interface ConnectionContext {
  readonly answering: Answering
  readonly guid: string
  readonly limits: ConnectionLimits
  readonly after: After
  readonly closeDescriptor: (fd: number) => void
  /** Called exactly once, when the connection is over. */
  readonly ended: () => void
}

/** Calls that are answered before other connections get their turn. */
const callsPerTurn = 32

const text = (line: string): Uint8Array => Uint8Array.from(line, character => character.charCodeAt(0))

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
        if (this.#over) callback()
        else this.#gone.push(callback)
      },
    }
    this.#stream = new MessageStream(context.limits.messageBytes)
    this.#sasl = new SaslServer(connection.peer.uid, context.guid)
    this.#cancelDeadline = context.after(context.limits.handshakeMs, () => this.#refuse('handshake takes too long'))
  }

  /** Begins to read. Not done by the constructor, as bytes may be there at once. */
  start(): void {
    this.#connection.start(
      (bytes, fds) => this.#received(bytes, fds),
      () => this.#finish(),
    )
  }

  /** Whether messages may be sent. */
  get open(): boolean {
    return !this.#over && this.#sasl === null
  }

  /** Sends a message whose serial is filled in here. Descriptors of the draft are closed after they were sent. */
  send(header: Header, draft: Draft): void {
    if (!this.open) return
    this.#serial = this.#serial === 0xffffffff ? 1 : this.#serial + 1
    const bytes = encodeMessage({ ...header, serial: this.#serial, sender: systemdName }, draft)
    this.#connection.write(bytes, draft.writer.fds)
  }

  /** Ends the connection after what was sent so far. */
  close(): void {
    this.#connection.close()
    this.#finish()
  }

  #received(bytes: Uint8Array, fds: readonly number[]): void {
    if (this.#over) {
      for (const fd of fds) this.#context.closeDescriptor(fd)
      return
    }
    if (this.#sasl === null) this.#stream.push(bytes, fds)
    else this.#shakeHands(this.#sasl, bytes, fds)
    if (this.open && !this.#turnIsDue) this.#turn()
    if (this.#stream.waitingBytes > this.#context.limits.messageBytes * 2) this.#refuse('too much is waiting')
  }

  #shakeHands(sasl: SaslServer, bytes: Uint8Array, fds: readonly number[]): void {
    const step = sasl.receive(bytes)
    if (step.at === 'closed') {
      for (const fd of fds) this.#context.closeDescriptor(fd)
      this.#refuse(step.reason)
      return
    }
    if (step.reply !== '') this.#connection.write(text(step.reply))
    this.#stream.push(step.at === 'open' ? step.rest : new Uint8Array(0), fds)
    if (step.at !== 'open') return
    this.#cancelDeadline()
    this.#passesDescriptors = step.passesDescriptors
    this.#sasl = null
  }

  /** Answers what has arrived, a bounded number of calls at a time. */
  #turn(): void {
    this.#turnIsDue = false
    for (let count = 0; count < callsPerTurn && !this.#over; count++) {
      const next = this.#stream.next()
      if (!next.ok) this.#refuse(next.error)
      if (!next.ok || next.value === null) return
      this.#handle(next.value)
    }
    if (this.#over) return
    this.#turnIsDue = true
    setImmediate(() => this.#turn())
  }

  #handle(message: Message): void {
    const { body, ...header } = message
    const values = readBody(body)
    if (!values.ok || header.type !== 'call') for (const fd of body.fds) this.#context.closeDescriptor(fd)
    if (!values.ok) this.#refuse(values.error)
    if (!values.ok || header.type !== 'call') return
    const elsewhere = answerBusDriver(header, values.value, this.#uniqueName) ?? this.#tooBusy()
    if (elsewhere !== undefined) for (const fd of body.fds) this.#context.closeDescriptor(fd)
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
    if (this.#pending < this.#context.limits.pendingCalls) return undefined
    const message = `${this.#pending} calls of this connection wait for their answer.`
    return { ok: false, error: busError('org.freedesktop.DBus.Error.LimitsExceeded', message) }
  }

  #reply(call: MethodCall, reply: Reply): void {
    const message = composeReply(call, reply, this.#passesDescriptors)
    if (message !== null) this.send(message.header, message.draft)
    closeReplyDescriptors(reply, this.#context.closeDescriptor)
  }

  /** Ends a connection that does not keep to the protocol. */
  #refuse(reason: string): void {
    if (this.#over) return
    const { pid, uid } = this.#caller
    this.#context.answering.log(`control: connection of process ${pid} (uid ${uid}) ended: ${reason}`)
    this.close()
  }

  #finish(): void {
    if (this.#over) return
    this.#over = true
    this.#cancelDeadline()
    for (const fd of this.#stream.takeDescriptors()) this.#context.closeDescriptor(fd)
    for (const callback of this.#gone) callback()
    this.#context.ended()
  }
}
