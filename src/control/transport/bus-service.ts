/**
 * The manager's objects on a bus, for busctl, monitoring and users without privileges: answers the calls that reach us there,
 * and sends signals once somebody subscribed (org.freedesktop.systemd1(5), "Methods": Subscribe). Who calls is what the bus
 * says about the sender.
 */
import { answerCall, closeReplyDescriptors, composeReply } from '#control/answer-call.ts'
import type { Answering } from '#control/answering.ts'
import { type Body, type Draft, type Header, type MethodCall, readBody } from '#control/codec/message.ts'
import { busError } from '#control/errors.ts'
import type { Caller } from '#control/implement.ts'
import type { Bus } from './bus.ts'
import { othersLimits } from './limits.ts'
import type { SignalOutlet } from './server.ts'
import type { Turns } from './turns.ts'

/** Senders that are remembered although nothing of theirs has to end with them. */
const maxIdleSenders = 128

/** Methods whose caller waits for signals about a job or a unit. */
const leadsToSignals = /^(?:Start|Stop|Restart|Reload|TryRestart|Enqueue|Ref)/

/** What users' calls that wait for their turn may take: of one user, and of all together. */
const waitingCalls = { perUser: 64, all: 512 } as const

interface Sender {
  readonly caller: Caller
  readonly gone: Set<() => void>
  watched: boolean
}

interface BusServiceParts {
  readonly closeDescriptor: (fd: number) => void
  /** In which users' calls are answered. */
  readonly turns: Turns
  /** Called for each call. */
  readonly busy: () => void
  /** Called when a user was answered. */
  answered(sizeBytes: number): void
}

export class BusService implements SignalOutlet {
  readonly #bus: Bus
  readonly #answering: Answering
  readonly #closeDescriptor: (fd: number) => void
  readonly #parts: BusServiceParts
  readonly #senders = new Map<string, Promise<Sender | null>>()
  readonly #subscribers = new Set<string>()
  /** Who asked for a job or holds a unit hears what becomes of it, also without Subscribe. */
  readonly #waiting = new Set<string>()
  /** Users' calls that wait for their turn, by uid. */
  readonly #inLine = new Map<number, number>()

  /** Takes over the calls that come to `bus`, from now on. */
  constructor(bus: Bus, answering: Answering, parts: BusServiceParts) {
    this.#bus = bus
    this.#parts = parts
    const { closeDescriptor } = parts
    this.#answering = answering
    this.#closeDescriptor = closeDescriptor
    bus.client.channel.onCall = (header, body) => void this.#answer(header, body)
    bus.client.onLost(() => void this.#forgetAll())
  }

  get open(): boolean {
    return this.#subscribers.size > 0 || this.#waiting.size > 0
  }

  send(header: Header, draft: Draft): void {
    this.#bus.client.channel.send(header, draft)
  }

  async #answer(header: MethodCall, body: Body): Promise<void> {
    this.#parts.busy()
    const sender = header.sender === null ? null : await this.#find(header.sender)
    if (sender === null) {
      this.#refuse(header, body, 'AccessDenied', 'The bus does not tell who you are.')
      return
    }
    const { uid } = sender.caller
    if (uid === 0 || uid === this.#answering.ownUid) {
      await this.#work(header, body, sender)
      return
    }
    const own = this.#inLine.get(uid) ?? 0
    const all = [...this.#inLine.values()].reduce((total, count) => total + count, 0)
    if (own >= waitingCalls.perUser || all >= waitingCalls.all || body.bytes.length > othersLimits.each.messageBytes) {
      this.#refuse(header, body, 'LimitsExceeded', 'You ask for too much at once.')
      return
    }
    this.#inLine.set(uid, own + 1)
    this.#parts.turns.add(uid, () => {
      const left = (this.#inLine.get(uid) ?? 1) - 1
      if (left > 0) {
        this.#inLine.set(uid, left)
      } else {
        this.#inLine.delete(uid)
      }
      void this.#work(header, body, sender)
    })
  }

  async #work(header: MethodCall, body: Body, sender: Sender): Promise<void> {
    const values = readBody(body)
    if (!values.ok) {
      this.#refuse(header, body, 'InvalidArgs', values.error)
      return
    }
    if (header.sender !== null && leadsToSignals.test(header.member)) {
      this.#waiting.add(header.sender)
      this.#watch(header.sender, sender)
    }
    const incoming = { header, body, values: values.value }
    const reply = await answerCall(this.#answering, incoming, sender.caller, this.#closeDescriptor)
    this.#reply(header, reply)
    if (sender.caller.uid !== 0 && reply.ok && reply.value !== 'silent') {
      this.#parts.answered(reply.value.writer.size)
    }
  }

  #refuse(header: MethodCall, body: Body, name: 'AccessDenied' | 'InvalidArgs' | 'LimitsExceeded', why: string): void {
    for (const fd of body.fds) {
      this.#closeDescriptor(fd)
    }
    this.#reply(header, { ok: false, error: busError(`org.freedesktop.DBus.Error.${name}`, why) })
  }

  #reply(header: MethodCall, reply: Parameters<typeof composeReply>[1]): void {
    const message = composeReply(header, reply, true)
    if (message !== null) {
      this.send(message.header, message.draft)
    }
    closeReplyDescriptors(reply, this.#closeDescriptor)
  }

  #find(name: string): Promise<Sender | null> {
    const known = this.#senders.get(name)
    if (known !== undefined) {
      return known
    }
    const asked = this.#ask(name)
    this.#senders.set(name, asked)
    if (this.#senders.size > maxIdleSenders) {
      void this.#forgetIdle()
    }
    return asked
  }

  async #ask(name: string): Promise<Sender | null> {
    const [uid, pid] = await Promise.all([this.#bus.userOf(name), this.#bus.processOf(name)])
    if (!uid.ok) {
      return null
    }
    const gone = new Set<() => void>()
    const caller: Caller = {
      uid: uid.value,
      pid: pid.ok ? pid.value : 0,
      subscribe: () => this.#subscribe(name, sender),
      unsubscribe: () => this.#subscribers.delete(name),
      onGone: callback => {
        gone.add(callback)
        this.#watch(name, sender)
      },
    }
    const sender: Sender = { caller, gone, watched: false }
    return sender
  }

  #subscribe(name: string, sender: Sender): boolean {
    if (this.#subscribers.has(name)) {
      return false
    }
    this.#subscribers.add(name)
    this.#watch(name, sender)
    return true
  }

  /** Follows a sender until it leaves the bus. */
  #watch(name: string, sender: Sender): void {
    if (sender.watched) {
      return
    }
    sender.watched = true
    const watch = this.#bus.watchName(name, owner => {
      if (owner !== null) {
        return
      }
      this.#forget(name, sender)
      void watch.then(watching => watching.ok && watching.value.close())
    })
  }

  #forget(name: string, sender: Sender): void {
    this.#senders.delete(name)
    this.#subscribers.delete(name)
    this.#waiting.delete(name)
    for (const callback of sender.gone) {
      callback()
    }
    sender.gone.clear()
  }

  /** Without the bus nobody who came over it is there any more. */
  async #forgetAll(): Promise<void> {
    for (const [name, asked] of [...this.#senders]) {
      const sender = await asked
      if (sender !== null) {
        this.#forget(name, sender)
      }
    }
  }

  async #forgetIdle(): Promise<void> {
    for (const [name, asked] of [...this.#senders]) {
      const sender = await asked
      if (this.#senders.size > maxIdleSenders / 2 && sender?.watched !== true) {
        this.#senders.delete(name)
      }
    }
  }
}
