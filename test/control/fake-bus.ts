import { draftBody, type Header, type MethodCall, readBody } from '#control/codec/message.ts'
import { MessageStream } from '#control/codec/message-stream.ts'
import { encodeMessage } from '#control/codec/write-message.ts'
import type { Connection } from '#kernel/kernel.ts'
import { connectionPair } from '../fake/connection.ts'

/** A message bus with one client, us, and a world beyond that tests move. */
export interface FakeBus {
  /** Our end. */
  readonly connection: Connection
  /** Who owns what: names to unique names. */
  readonly owners: Map<string, string>
  /** Match rules we added. */
  readonly rules: string[]
  /** What we sent that was no call to the bus. */
  readonly sent: { readonly header: Header; readonly values: readonly unknown[] }[]
  /** Gives a name to somebody, or to nobody, and says so. */
  setOwner(name: string, owner: string | null): void
  /** Sends us a call of another client. */
  call(from: string, member: string, signature?: string, values?: readonly unknown[]): void
  end(): void
}

const answers = Uint8Array.from(`OK ${'0'.repeat(32)}\r\nAGREE_UNIX_FD\r\n`, c => c.charCodeAt(0))

/** Everybody on this bus but root, who is `:1.0`, has uid 1000; pids are the last part of the unique name. */
export function createFakeBus(): FakeBus {
  const pair = connectionPair()
  const stream = new MessageStream(1 << 20)
  const owners = new Map([['org.freedesktop.DBus', 'org.freedesktop.DBus']])
  const rules: string[] = []
  const sent: FakeBus['sent'] = []
  let serial = 0
  let greeted = false

  const send = (header: Partial<Header>, signature: string, values: readonly unknown[]): void => {
    const envelope = { serial: ++serial, flags: 0, sender: 'org.freedesktop.DBus', destination: ':1.7' }
    pair.server.write(encodeMessage({ ...envelope, ...header } as Header, draftBody<string>(signature, values)))
  }

  /** The signature and values of an answer, or the name of an error. */
  const answer = (call: MethodCall, [name, flags]: readonly unknown[]): readonly [string, ...unknown[]] | null => {
    const text = String(name)
    const owner = text.startsWith(':') ? text : owners.get(text)
    switch (call.member) {
      case 'Hello':
        return ['s', ':1.7']
      case 'AddMatch':
        rules.push(text)
        return ['']
      case 'RemoveMatch':
        rules.splice(rules.indexOf(text), 1)
        return ['']
      case 'NameHasOwner':
        return ['b', owner !== undefined]
      case 'GetNameOwner':
        return owner === undefined ? null : ['s', owner]
      case 'GetConnectionUnixProcessID':
        return ['u', Number(owner?.split('.').at(-1))]
      case 'GetConnectionUnixUser':
        return owner === ':1.13' ? null : ['u', owner === ':1.0' ? 0 : 1000]
      case 'RequestName':
        if (owner !== undefined) {
          return ['u', owner === ':1.7' ? 4 : Number(flags) & 4 ? 3 : 2]
        }
        owners.set(text, ':1.7')
        return ['u', 1]
      case 'ReleaseName':
        if (owner === ':1.7') {
          owners.delete(text)
        }
        return ['u', owner === undefined ? 2 : owner === ':1.7' ? 1 : 3]
      default:
        return null
    }
  }
  const reply = (call: MethodCall, values: readonly unknown[]): void => {
    const found = answer(call, values)
    const name = 'org.freedesktop.DBus.Error.NameHasNoOwner'
    if (found === null) {
      send({ type: 'error', replyTo: call.serial, name }, 's', ['nobody'])
    } else {
      send({ type: 'return', replyTo: call.serial }, found[0], found.slice(1))
    }
  }

  pair.server.start(
    bytes => {
      if (!greeted) {
        greeted = true
        pair.server.write(answers)
        return
      }
      stream.push(bytes, [])
      for (let next = stream.next(); next.ok && next.value !== null; next = stream.next()) {
        const { body, ...header } = next.value
        const values = readBody(body)
        const list = values.ok ? values.value : []
        if (header.type === 'call' && header.destination === 'org.freedesktop.DBus') {
          reply(header, list)
        } else {
          sent.push({ header, values: list })
        }
      }
    },
    () => {},
  )
  return {
    connection: pair.client,
    owners,
    rules,
    sent,
    setOwner(name, owner) {
      const before = owners.get(name) ?? (name.startsWith(':') ? name : '')
      if (owner === null) {
        owners.delete(name)
      } else {
        owners.set(name, owner)
      }
      const from = { path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus', member: 'NameOwnerChanged' }
      send({ type: 'signal', ...from }, 'sss', [name, before, owner ?? ''])
    },
    call(from, member, signature = '', values = []) {
      const where = { path: '/org/freedesktop/systemd1/job/1', interface: 'org.freedesktop.systemd1.Job' }
      send({ type: 'call', ...where, member, sender: from }, signature, values)
    },
    end: () => pair.server.close(),
  }
}
