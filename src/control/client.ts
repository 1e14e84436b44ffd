/**
 * A client of org.freedesktop.systemd1, of our manager or of systemd itself, over a direct connection or (see bus.ts) a bus.
 * Every call ends: with its answer, an error of the peer, its time limit, or the end of the connection.
 */

import { systemdName } from '#control/transport/bus-driver.ts'
import { Channel, type IncomingSignal } from '#control/transport/channel.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Connection, Sockets } from '#kernel/kernel.ts'
import {
  type Arguments,
  type ArgumentsIn,
  type ArgumentsOut,
  nameArguments,
  orderArguments,
  signatureOf,
} from './arguments.ts'
import { draftBody, type Envelope, type MethodCall, readBody } from './codec/message.ts'
import type { ValueOf, ValuesOf, Variant } from './codec/value-of.ts'
import { type BusError, busError, busErrorOfErrno } from './errors.ts'
import type { InterfaceSpec } from './protocol/interface-spec.ts'
import { propertiesInterface } from './protocol/standard.ts'
import { type After, after } from './timer.ts'

export interface ClientOptions {
  /** Our own uid, which the handshake claims. */
  readonly uid: number
  readonly closeDescriptor: (fd: number) => void
  readonly after?: After
  /** Of calls that name no other; 25 s, as sd-bus has it. */
  readonly timeLimitMs?: number
}

export interface CallOptions {
  /** Infinity: wait as long as the connection lasts. */
  readonly timeLimitMs?: number
  /** The name on a bus that is asked; otherwise org.freedesktop.systemd1. */
  readonly destination?: string
}

/** Which signals a listener wants; what is left out matches everything. */
export interface SignalFilter {
  readonly path?: string
  readonly interface?: string
  readonly member?: string
}

const defaultTimeLimitMs = 25_000

/** Connects to a direct socket, such as /run/systemd/private. */
export async function connectClient(
  sockets: Sockets,
  path: string,
  options: ClientOptions,
): Promise<Result<Client, BusError>> {
  const connection = await sockets.connect(path)
  return connection.ok ? openClient(connection.value, options) : fail(busErrorOfErrno(connection.error))
}

/** Shakes hands on a connection that is there already. */
export async function openClient(connection: Connection, options: ClientOptions): Promise<Result<Client, BusError>> {
  const channel = new Channel(connection, options.uid, options.closeDescriptor)
  const cancel = (options.after ?? after)(options.timeLimitMs ?? defaultTimeLimitMs, () => channel.close('ETIMEDOUT'))
  const opened = await channel.opened
  cancel()
  return opened.ok ? ok(new Client(channel, options)) : opened
}

export class Client {
  readonly channel: Channel
  readonly #options: ClientOptions
  readonly #after: After

  constructor(channel: Channel, options: ClientOptions) {
    this.channel = channel
    this.#options = options
    this.#after = options.after ?? after
  }

  /** Calls a method by its names; the answer's values are as its signature says. */
  call<const S extends string>(
    path: string,
    from: string,
    member: string,
    signature: S,
    args: ValuesOf<S>,
    options?: CallOptions,
  ): Promise<Result<readonly unknown[], BusError>>
  async call(
    path: string,
    from: string,
    member: string,
    signature: string,
    args: readonly unknown[],
    options: CallOptions = {},
  ): Promise<Result<readonly unknown[], BusError>> {
    const reply = await this.#exchange(path, from, member, signature, args, options)
    return reply.ok ? ok(reply.value.values) : reply
  }

  /** Calls a method of a spec, with its arguments by name. */
  async invoke<const Spec extends InterfaceSpec, Name extends keyof Spec['methods'] & string>(
    path: string,
    spec: Spec,
    member: Name,
    args: ArgumentsIn<Spec['methods'][Name]>,
    options: CallOptions = {},
  ): Promise<Result<ArgumentsOut<Spec['methods'][Name]>, BusError>> {
    const method = spec.methods[member]
    const expected = signatureOf(method?.out)
    const ordered = orderArguments(method?.in, args)
    const reply = await this.#exchange(path, spec.name, member, signatureOf(method?.in), ordered, options)
    if (!reply.ok) {
      return reply
    }
    if (reply.value.signature !== expected) {
      return unexpected(member, reply.value.signature, expected)
    }
    // The decoder built the values from the very signature the type is derived from.
    return ok(nameArguments(method?.out, reply.value.values) as ArgumentsOut<Spec['methods'][Name]>)
  }

  /** The value of one property. */
  async get<const Spec extends InterfaceSpec, Name extends keyof Spec['properties'] & string>(
    path: string,
    spec: Spec,
    property: Name,
    options: CallOptions = {},
  ): Promise<Result<ValueOf<Spec['properties'][Name]['type']>, BusError>> {
    const args = { interface_name: spec.name, property_name: property }
    const reply = await this.invoke(path, propertiesInterface, 'Get', args, options)
    if (!reply.ok) {
      return reply
    }
    const expected = spec.properties[property]?.type ?? ''
    const { signature, value } = reply.value.value
    if (signature !== expected) {
      return unexpected(property, signature, expected)
    }
    // As above: the variant's own signature is the one of the spec.
    return ok(value as ValueOf<Spec['properties'][Name]['type']>)
  }

  /** All properties of an interface, or of all of them for '', in the order in which they came. */
  async getAll(
    path: string,
    from: string,
    options: CallOptions = {},
  ): Promise<Result<ReadonlyMap<string, Variant>, BusError>> {
    const reply = await this.invoke(path, propertiesInterface, 'GetAll', { interface_name: from }, options)
    return reply.ok ? ok(reply.value.props) : reply
  }

  /** Sets a property. */
  async set(
    path: string,
    from: string,
    property: string,
    value: Variant,
    options: CallOptions = {},
  ): Promise<Result<void, BusError>> {
    const args = { interface_name: from, property_name: property, value }
    const reply = await this.invoke(path, propertiesInterface, 'Set', args, options)
    return reply.ok ? ok(undefined) : reply
  }

  /** Hears the signals that fit, until it is closed. A direct connection brings all signals unasked. */
  subscribe(filter: SignalFilter, heard: (signal: IncomingSignal) => void): { close(): void } {
    const listener = (signal: IncomingSignal): void => {
      const { header } = signal
      const fits =
        (filter.path ?? header.path) === header.path &&
        (filter.interface ?? header.interface) === header.interface &&
        (filter.member ?? header.member) === header.member
      if (fits) {
        heard(signal)
      }
    }
    this.channel.listeners.add(listener)
    return { close: () => void this.channel.listeners.delete(listener) }
  }

  /** Hears one signal of a spec, with its arguments by name. One with another signature is not for us. */
  listen<const Spec extends InterfaceSpec, Name extends keyof Spec['signals'] & string>(
    spec: Spec,
    member: Name,
    heard: (args: Arguments<Spec['signals'][Name]>, path: string) => void,
  ): { close(): void } {
    const args = spec.signals[member]
    return this.subscribe({ interface: spec.name, member }, signal => {
      if (signal.body.signature !== signatureOf(args)) {
        return
      }
      heard(nameArguments(args, signal.values) as Arguments<Spec['signals'][Name]>, signal.header.path)
    })
  }

  /** Calls back once when the connection is over, or at once when it is already. */
  onLost(callback: () => void): void {
    void this.channel.lost.then(callback)
  }

  close(): void {
    this.channel.close('ECONNRESET')
  }

  async #exchange(
    path: string,
    from: string,
    member: string,
    signature: string,
    args: readonly unknown[],
    options: CallOptions,
  ): Promise<Result<{ readonly signature: string; readonly values: readonly unknown[] }, BusError>> {
    const destination = options.destination ?? systemdName
    const envelope: Envelope = { serial: 0, flags: 0, sender: null, destination }
    const header: MethodCall = { ...envelope, type: 'call', path, interface: from, member }
    const { serial, answer } = this.channel.ask(header, draftBody<string>(signature, args))
    const limitMs = options.timeLimitMs ?? this.#options.timeLimitMs ?? defaultTimeLimitMs
    const expire = (): void => this.channel.giveUp(serial, busErrorOfErrno('ETIMEDOUT'))
    const cancel = Number.isFinite(limitMs) ? this.#after(limitMs, expire) : () => {}
    const reply = await answer
    cancel()
    if (!reply.ok) {
      return reply
    }
    const values = readBody(reply.value)
    return values.ok ? ok({ signature: reply.value.signature, values: values.value }) : malformed(values.error)
  }
}

function unexpected(member: string, signature: string, expected: string): Result<never, BusError> {
  return malformed(`${member} answers with '${signature}', not '${expected}'`)
}

function malformed(reason: string): Result<never, BusError> {
  return fail(busError('org.freedesktop.DBus.Error.InconsistentMessage', reason))
}
