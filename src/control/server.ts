/**
 * The server of org.freedesktop.systemd1 on direct connections, as systemd has it on /run/systemd/private: no bus between,
 * no Hello, every signal to everybody (org.freedesktop.systemd1(5), "Description").
 *
 * It owns connections and nothing else: the objects come from an ObjectTree, and connections are handed in by whoever listens.
 */
import type { Connection } from '#kernel/kernel.ts'
import type { Answering } from './answering.ts'
import { type Arguments, orderArguments, signatureOf } from './arguments.ts'
import { type Draft, draftBody, type Header } from './codec/message.ts'
import type { Face } from './implement.ts'
import { changedProperties } from './properties.ts'
import type { InterfaceSpec } from './protocol/interface-spec.ts'
import { propertiesInterface } from './protocol/standard.ts'
import { type ConnectionLimits, ServerConnection } from './server-connection.ts'
import { type After, after } from './timer.ts'

/** What clients may ask of us, by what they are. */
export interface ServerLimits {
  /** Connections at the same time. */
  readonly connections: number
  readonly each: ConnectionLimits
}

export interface ServerOptions extends Answering {
  /** 32 hex digits that name this server in the handshake. */
  readonly guid: string
  readonly closeDescriptor: (fd: number) => void
  readonly after?: After
  /** For root and our own user. */
  readonly trusted?: ServerLimits
  /** For everybody else, all of them together. */
  readonly others?: ServerLimits
}

const mib = 1024 * 1024
const trustedLimits: ServerLimits = {
  connections: 4096,
  each: { messageBytes: 32 * mib, pendingCalls: 1024, handshakeMs: 30_000 },
}
const othersLimits: ServerLimits = {
  connections: 64,
  each: { messageBytes: mib / 4, pendingCalls: 64, handshakeMs: 5_000 },
}

/** Where signals go besides the connections: a bus. */
export interface SignalOutlet {
  /** Whether anybody listens there now. */
  readonly open: boolean
  /** Sends a message whose serial and sender are filled in there. */
  send(header: Header, draft: Draft): void
}

export class ControlServer {
  /** Add an outlet, and every signal goes there too. */
  readonly outlets = new Set<SignalOutlet>()
  readonly #options: ServerOptions
  readonly #trusted = new Set<ServerConnection>()
  readonly #others = new Set<ServerConnection>()
  #accepted = 0
  #saidFull = false

  constructor(options: ServerOptions) {
    this.#options = options
  }

  /** Serves a connection somebody accepted: hand this to Sockets.listen. */
  accept(connection: Connection): void {
    const { uid } = connection.peer
    const isTrusted = uid === 0 || uid === this.#options.ownUid
    const group = isTrusted ? this.#trusted : this.#others
    const limits = isTrusted ? (this.#options.trusted ?? trustedLimits) : (this.#options.others ?? othersLimits)
    if (group.size >= limits.connections) {
      this.#turnAway(connection, limits)
      return
    }
    this.#accepted++
    const served = new ServerConnection(connection, `:1.${this.#accepted}`, {
      answering: this.#options,
      guid: this.#options.guid,
      limits: limits.each,
      after: this.#options.after ?? after,
      closeDescriptor: this.#options.closeDescriptor,
      ended: () => {
        group.delete(served)
        this.#saidFull = false
      },
    })
    group.add(served)
    served.start()
  }

  /** Sends a signal to everybody, with the arguments its spec names. */
  emit<const Spec extends InterfaceSpec, Name extends keyof Spec['signals'] & string>(
    path: string,
    spec: Spec,
    member: Name,
    args: Arguments<Spec['signals'][Name]>,
  ): void {
    const listeners = this.#listeners()
    if (listeners.length === 0) return
    const names = spec.signals[member]
    const draft = draftBody<string>(signatureOf(names), orderArguments(names, args), 'replace')
    broadcast(listeners, signalHeader(path, spec.name, member), draft)
  }

  /**
   * Sends PropertiesChanged for one interface of an object. Without names it tells of all its properties that ever change, as
   * systemd does after each step of a unit.
   */
  emitPropertiesChanged(path: string, face: Face, names?: readonly string[]): void {
    const listeners = this.#listeners()
    if (listeners.length === 0) return
    const draft = changedProperties(this.#options, { path }, face, names)
    if (draft !== null) broadcast(listeners, signalHeader(path, propertiesInterface.name, 'PropertiesChanged'), draft)
  }

  /** How many connections there are. */
  get connectionCount(): number {
    return this.#trusted.size + this.#others.size
  }

  /** Ends all connections, each after what was sent to it so far. */
  close(): void {
    for (const connection of [...this.#trusted, ...this.#others]) connection.close()
  }

  #listeners(): readonly SignalOutlet[] {
    return [...this.#trusted, ...this.#others, ...this.outlets].filter(outlet => outlet.open)
  }

  #turnAway(connection: Connection, limits: ServerLimits): void {
    connection.close()
    if (this.#saidFull) return
    this.#saidFull = true
    this.#options.log(`control: more than ${limits.connections} connections, turning away uid ${connection.peer.uid}`)
  }
}

function signalHeader(path: string, from: string, member: string): Header {
  return { type: 'signal', serial: 0, flags: 0, sender: null, destination: null, path, interface: from, member }
}

function broadcast(listeners: readonly SignalOutlet[], header: Header, draft: Draft): void {
  for (const outlet of listeners) outlet.send(header, draft)
}
