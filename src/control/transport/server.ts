/**
 * The server of org.freedesktop.systemd1 on direct connections, as systemd has it on /run/systemd/private: no bus between,
 * no Hello, every signal to everybody (org.freedesktop.systemd1(5), "Description").
 *
 * It owns connections and nothing else: the objects come from an ObjectTree, and connections are handed in by whoever listens.
 */

import type { Answering } from '#control/answering.ts'
import { type Arguments, orderArguments, signatureOf } from '#control/arguments.ts'
import { type Draft, draftBody, type Header } from '#control/codec/message.ts'
import type { Face } from '#control/implement.ts'
import { changedProperties } from '#control/properties.ts'
import type { InterfaceSpec } from '#control/protocol/interface-spec.ts'
import { propertiesInterface } from '#control/protocol/standard.ts'
import { type After, after } from '#control/timer.ts'
import type { Connection } from '#kernel/kernel.ts'
import { Complaints } from './complaints.ts'
import { othersLimits, type ServerLimits, trustedLimits } from './limits.ts'
import { ServerConnection } from './server-connection.ts'
import { Turns } from './turns.ts'

export interface ServerOptions extends Answering {
  /** 32 hex digits that name this server in the handshake. */
  readonly guid: string
  readonly closeDescriptor: (fd: number) => void
  readonly after?: After
  /** In which users' calls are answered. */
  readonly turns?: Turns
  /** Called for each call. */
  readonly busy?: () => void
  /** Gives back the memory that answering took. */
  readonly clean?: () => void
  /** For root and our own user. */
  readonly trusted?: ServerLimits
  /** For everybody else, all of them together. */
  readonly others?: ServerLimits
}

/** Where signals go besides the connections: a bus. */
export interface SignalOutlet {
  /** Whether anybody listens there now. */
  readonly open: boolean
  /** Sends a message whose serial and sender are filled in there. */
  send(header: Header, draft: Draft): void
}

/** After so many bytes that were answered to users memory is given back; making an answer takes some times its size. */
const cleanBytes = 2 * 1024 * 1024
/** The user in whose name that is done: none. */
const usersTime = -1

export class ControlServer {
  /** Add an outlet, and every signal goes there too. */
  readonly outlets = new Set<SignalOutlet>()
  readonly #options: ServerOptions
  readonly #trusted = new Set<ServerConnection>()
  readonly #others = new Set<ServerConnection>()
  readonly #turns: Turns
  readonly #complaints: Complaints
  #accepted = 0
  #uncleanBytes = 0

  constructor(options: ServerOptions) {
    this.#options = options
    this.#turns = options.turns ?? new Turns()
    this.#complaints = new Complaints(line => options.log(line), options.after ?? after)
  }

  /** Serves a connection somebody accepted: hand this to Sockets.listen. */
  accept(connection: Connection): void {
    const { uid } = connection.peer
    const isTrusted = uid === 0 || uid === this.#options.ownUid
    const group = isTrusted ? this.#trusted : this.#others
    const limits = isTrusted ? (this.#options.trusted ?? trustedLimits) : (this.#options.others ?? othersLimits)
    const own = [...group].filter(one => one.uid === uid).length
    if (group.size >= limits.connections || own >= limits.perUser) {
      this.#turnAway(connection, own >= limits.perUser ? limits.perUser : limits.connections)
      return
    }
    this.#accepted++
    const served = new ServerConnection(connection, `:1.${this.#accepted}`, {
      answering: this.#options,
      guid: this.#options.guid,
      limits: limits.each,
      takeTurns: isTrusted ? undefined : (user, work) => this.#turns.add(user, work),
      after: this.#options.after ?? after,
      closeDescriptor: this.#options.closeDescriptor,
      complain: (kind, line) => this.#complaints.tell(`control: ${kind}`, line),
      sent: sizeBytes => {
        relieve(group, limits.sendBytes)
        if (!isTrusted) {
          this.answered(sizeBytes)
        }
      },
      busy: () => this.#options.busy?.(),
      ended: () => group.delete(served),
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
    if (listeners.length === 0) {
      return
    }
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
    if (listeners.length === 0) {
      return
    }
    const draft = changedProperties(this.#options, { path }, face, names)
    if (draft !== null) {
      broadcast(listeners, signalHeader(path, propertiesInterface.name, 'PropertiesChanged'), draft)
    }
  }

  /** Users were answered, here or elsewhere. What that leaves behind is gathered up often, and in their time: it would be tens of MB else. */
  answered(sizeBytes: number): void {
    this.#uncleanBytes += sizeBytes
    if (this.#uncleanBytes < cleanBytes) {
      return
    }
    this.#uncleanBytes = 0
    this.#turns.add(usersTime, () => this.#options.clean?.())
  }

  /** How many connections there are. */
  get connectionCount(): number {
    return this.#trusted.size + this.#others.size
  }

  /** Ends all connections, each after what was sent to it so far. */
  close(): void {
    for (const connection of [...this.#trusted, ...this.#others]) {
      connection.close()
    }
  }

  #listeners(): readonly SignalOutlet[] {
    return [...this.#trusted, ...this.#others, ...this.outlets].filter(outlet => outlet.open)
  }

  #turnAway(connection: Connection, most: number): void {
    connection.close(true)
    const line = `control: more than ${most} connections, turning away uid ${connection.peer.uid}`
    this.#complaints.tell('control: connections were turned away', line)
  }
}

/** Ends the connections that leave most unread until what is left unread by all is little enough. */
function relieve(group: ReadonlySet<ServerConnection>, mostBytes: number): void {
  if (mostBytes === Number.POSITIVE_INFINITY) {
    return
  }
  for (let total = waiting([...group]); total > mostBytes; total = waiting([...group])) {
    const worst = [...group].reduce((one, other) => (other.waitingBytes > one.waitingBytes ? other : one))
    worst.refuse('does not read')
  }
}

function waiting(connections: readonly ServerConnection[]): number {
  return connections.reduce((total, { waitingBytes }) => total + waitingBytes, 0)
}

function signalHeader(path: string, from: string, member: string): Header {
  return { type: 'signal', serial: 0, flags: 0, sender: null, destination: null, path, interface: from, member }
}

function broadcast(listeners: readonly SignalOutlet[], header: Header, draft: Draft): void {
  for (const outlet of listeners) {
    outlet.send(header, draft)
  }
}
