/**
 * A message bus as its client: who owns which name, and since when. The manager follows the names of `Type=dbus` services with
 * it, and owns its own name there (D-Bus Specification, "Message Bus Specification").
 */

import type { ArgumentsIn, ArgumentsOut } from '#control/arguments.ts'
import { type Client, type ClientOptions, openClient } from '#control/client.ts'
import { isBusName } from '#control/codec/names.ts'
import { type BusError, busError, busErrorOfErrno } from '#control/errors.ts'
import { messageBusInterface, messageBusPath } from '#control/protocol/message-bus.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Connection, Sockets } from '#kernel/kernel.ts'

/** The system bus. */
export const systemBusPath = '/run/dbus/system_bus_socket'

/** What became of a wish for a name: ours now, we wait for it, somebody else has it, ours already. */
export type NameRequest = 'owner' | 'queued' | 'taken' | 'already-owner'

/** What became of giving a name back: done, nobody has it, somebody else has it. */
export type NameRelease = 'released' | 'not-owned' | 'not-ours'

/** How a name is wanted; without any of them we wait for it, and keep it. */
export interface NameFlags {
  readonly allowReplacement?: boolean
  readonly replaceExisting?: boolean
  readonly doNotQueue?: boolean
}

const requests: readonly NameRequest[] = ['owner', 'queued', 'taken', 'already-owner']
const releases: readonly NameRelease[] = ['released', 'not-owned', 'not-ours']
const busName = 'org.freedesktop.DBus'

type BusMethods = (typeof messageBusInterface)['methods']

/** Connects to a bus and says Hello. */
export async function connectBus(
  sockets: Sockets,
  path: string,
  options: ClientOptions,
): Promise<Result<Bus, BusError>> {
  const connection = await sockets.connect(path)
  return connection.ok ? openBus(connection.value, options) : fail(busErrorOfErrno(connection.error))
}

/** Says Hello on a connection that is there already. */
export async function openBus(connection: Connection, options: ClientOptions): Promise<Result<Bus, BusError>> {
  const client = await openClient(connection, options)
  if (!client.ok) {
    return client
  }
  const destination = { destination: busName }
  const hello = await client.value.invoke(messageBusPath, messageBusInterface, 'Hello', {}, destination)
  if (hello.ok) {
    return ok(new Bus(client.value, hello.value.unique_name))
  }
  client.value.close()
  return hello
}

export class Bus {
  /** For calls to anybody on the bus: name them with `destination`. */
  readonly client: Client
  /** Our name for the life of this connection, such as `:1.42`. */
  readonly uniqueName: string

  constructor(client: Client, uniqueName: string) {
    this.client = client
    this.uniqueName = uniqueName
  }

  async requestName(name: string, flags: NameFlags = {}): Promise<Result<NameRequest, BusError>> {
    const bits = (flags.allowReplacement ? 1 : 0) | (flags.replaceExisting ? 2 : 0) | (flags.doNotQueue ? 4 : 0)
    const reply = await this.#ask('RequestName', { name, flags: bits })
    return reply.ok ? outcome(requests, reply.value.result) : reply
  }

  async releaseName(name: string): Promise<Result<NameRelease, BusError>> {
    const reply = await this.#ask('ReleaseName', { name })
    return reply.ok ? outcome(releases, reply.value.result) : reply
  }

  async hasOwner(name: string): Promise<Result<boolean, BusError>> {
    const reply = await this.#ask('NameHasOwner', { name })
    return reply.ok ? ok(reply.value.has_owner) : reply
  }

  /** The unique name of a name's owner; null when it has none. */
  async ownerOf(name: string): Promise<Result<string | null, BusError>> {
    const reply = await this.#ask('GetNameOwner', { name })
    if (reply.ok) {
      return ok(reply.value.unique_name)
    }
    return reply.error.name === 'org.freedesktop.DBus.Error.NameHasNoOwner' ? ok(null) : reply
  }

  /** The pid behind a name. */
  async processOf(name: string): Promise<Result<number, BusError>> {
    const reply = await this.#ask('GetConnectionUnixProcessID', { name })
    return reply.ok ? ok(reply.value.pid) : reply
  }

  /** The uid behind a name. */
  async userOf(name: string): Promise<Result<number, BusError>> {
    const reply = await this.#ask('GetConnectionUnixUser', { name })
    return reply.ok ? ok(reply.value.uid) : reply
  }

  /** Has the bus send us the signals of a match rule; hear them with `client.subscribe`. */
  async addMatch(rule: string): Promise<Result<void, BusError>> {
    const reply = await this.#ask('AddMatch', { rule })
    return reply.ok ? ok(undefined) : reply
  }

  async removeMatch(rule: string): Promise<Result<void, BusError>> {
    const reply = await this.#ask('RemoveMatch', { rule })
    return reply.ok ? ok(undefined) : reply
  }

  /** Calls back with the owner of a name, or null: with the one it has now, and whenever that changes, until it is closed. */
  async watchName(name: string, changed: (owner: string | null) => void): Promise<Result<{ close(): void }, BusError>> {
    if (!isBusName(name)) {
      return fail(busError('org.freedesktop.DBus.Error.InvalidArgs', `'${name}' is no bus name.`))
    }
    // What is heard before the answer to GetNameOwner is acted upon is never older than that answer.
    let heard: string | null | undefined
    let told = false
    const listener = this.client.listen(messageBusInterface, 'NameOwnerChanged', args => {
      if (args.name !== name) {
        return
      }
      heard = args.new_owner === '' ? null : args.new_owner
      if (told) {
        changed(heard)
      }
    })
    const rule = `type='signal',sender='${busName}',interface='${busName}',member='NameOwnerChanged',arg0='${name}'`
    const matched = await this.addMatch(rule)
    const owner = matched.ok ? await this.ownerOf(name) : matched
    if (!owner.ok) {
      listener.close()
      return owner
    }
    told = true
    changed(heard === undefined ? owner.value : heard)
    const close = (): void => {
      listener.close()
      void this.removeMatch(rule)
    }
    return ok({ close })
  }

  #ask<Name extends keyof BusMethods>(
    member: Name,
    args: ArgumentsIn<BusMethods[Name]>,
  ): Promise<Result<ArgumentsOut<BusMethods[Name]>, BusError>> {
    return this.client.invoke(messageBusPath, messageBusInterface, member, args, { destination: busName })
  }
}

/** The word for a number the bus answers with, which counts from 1. */
function outcome<Word>(words: readonly Word[], number: number): Result<Word, BusError> {
  const word = words[number - 1]
  if (word !== undefined) {
    return ok(word)
  }
  return fail(busError('org.freedesktop.DBus.Error.InconsistentMessage', `The bus answers with ${number}.`))
}
