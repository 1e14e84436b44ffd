/** Bytes into messages: framing and header (D-Bus Specification, "Message Format"). Any bytes have an answer. */
import { fail, ok, type Result } from '#core/base/result.ts'
import { readValue } from './decode.ts'
import type { Body, Envelope, Header, Message } from './message.ts'
import { isBusName, isInterfaceName, isMemberName } from './names.ts'
import { Reader } from './reader.ts'
import { parseSignature } from './signature.ts'
import { field } from './write-message.ts'
import { maxMessageBytes } from './writer.ts'

/** The part of a message that tells its length. */
export const fixedHeaderBytes = 16

const maxHeaderFieldsBytes = 64 * 1024 * 1024

/** The length of the message that begins with these bytes, of which there are at least `fixedHeaderBytes`. */
export function messageLength(bytes: Uint8Array, limitBytes: number): Result<number, string> {
  const order = bytes[0]
  if (order !== 0x6c && order !== 0x42) {
    return fail('message does not begin with a byte order')
  }
  if (bytes[3] !== 1) {
    return fail(`protocol version ${bytes[3]} is not known`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bodyBytes = view.getUint32(4, order === 0x6c)
  const fieldsBytes = view.getUint32(12, order === 0x6c)
  const length = bodyStart(fieldsBytes) + bodyBytes
  const limit = Math.min(limitBytes, maxMessageBytes)
  if (fieldsBytes > maxHeaderFieldsBytes || length > limit) {
    return fail(`message of ${length} bytes is longer than the limit of ${limit}`)
  }
  return ok(length)
}

/** How many descriptors came, and what a message of an unknown kind gives: such messages are to be ignored. */
export interface Parsed {
  readonly message: Message | null
  readonly fdCount: number
}

/**
 * Reads one whole message. `fds` are those that are waiting; the message takes the first `fdCount`. The bytes are kept by the
 * message, not copied.
 */
export function parseMessage(bytes: Uint8Array, fds: readonly number[]): Result<Parsed, string> {
  const littleEndian = bytes[0] === 0x6c
  const reader = new Reader(bytes, littleEndian, [])
  reader.at = 8
  const serial = reader.u32()
  const fields = readFields(reader)
  reader.align(8)
  const fdCount = fields.unixFds ?? 0
  if (serial === 0) {
    reader.fail('serial is 0')
  }
  if (fdCount > fds.length) {
    reader.fail(`message announces ${fdCount} descriptors, ${fds.length} came`)
  }
  if (reader.failure !== null) {
    return fail(reader.failure)
  }
  const signature = fields.signature ?? ''
  if (signature === '' && reader.at !== bytes.length) {
    return fail('message has a body but no signature')
  }
  const body: Body = { signature, bytes: bytes.subarray(reader.at), littleEndian, fds: fds.slice(0, fdCount) }
  const header = buildHeader(bytes[1] ?? 0, bytes[2] ?? 0, serial, fields)
  if (!header.ok) {
    return header
  }
  return ok({ message: header.value === null ? null : { ...header.value, body }, fdCount })
}

interface Fields {
  path?: string
  interface?: string
  member?: string
  errorName?: string
  replySerial?: number
  destination?: string
  sender?: string
  signature?: string
  unixFds?: number
}

type Check = (value: string) => boolean

const isSignature: Check = value => parseSignature(value).ok

/** Each known field: its type, and which values it may have. */
const known = new Map<number, { name: keyof Fields; signature: string; valid: Check | null }>([
  [field.path, { name: 'path', signature: 'o', valid: null }],
  [field.interface, { name: 'interface', signature: 's', valid: isInterfaceName }],
  [field.member, { name: 'member', signature: 's', valid: isMemberName }],
  [field.errorName, { name: 'errorName', signature: 's', valid: isInterfaceName }],
  [field.replySerial, { name: 'replySerial', signature: 'u', valid: null }],
  [field.destination, { name: 'destination', signature: 's', valid: isBusName }],
  [field.sender, { name: 'sender', signature: 's', valid: isBusName }],
  [field.signature, { name: 'signature', signature: 'g', valid: isSignature }],
  [field.unixFds, { name: 'unixFds', signature: 'u', valid: null }],
])

function readFields(reader: Reader): Fields {
  const stop = fixedHeaderBytes + reader.u32()
  const fields: Record<string, unknown> = {}
  while (reader.at < stop && reader.failure === null) {
    reader.align(8)
    const code = reader.u8()
    const row = known.get(code)
    const value = readValue(reader, { code: 'v' }, 1)
    if (reader.failure !== null || !isRecord(value)) {
      break
    }
    if (code === 0) {
      reader.fail('header field 0')
    }
    if (row === undefined) {
      continue
    }
    if (value['signature'] !== row.signature) {
      reader.fail(`header field ${row.name} has signature ${value['signature']}`)
    }
    if (row.name in fields) {
      reader.fail(`header field ${row.name} comes twice`)
    }
    if (row.valid !== null && !row.valid(String(value['value']))) {
      reader.fail(`header field ${row.name} is not valid`)
    }
    fields[row.name] = value['value']
  }
  if (reader.at !== stop) {
    reader.fail('header fields do not end where they say')
  }
  // Each value was checked above against the type of its field.
  return fields as Fields
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** The header of a known kind with the fields it must have; null for a kind that is to be ignored. */
function buildHeader(type: number, flags: number, serial: number, fields: Fields): Result<Header | null, string> {
  const { path, member, replySerial, errorName } = fields
  const from = fields.interface ?? null
  const envelope: Envelope = {
    serial,
    flags,
    sender: fields.sender ?? null,
    destination: fields.destination ?? null,
  }
  switch (type) {
    case 0:
      return fail('message type is 0')
    case 1:
      if (path === undefined || member === undefined) {
        return fail('method call without path or member')
      }
      return local(path, from) ?? ok({ ...envelope, type: 'call', path, interface: from, member })
    case 2:
      if (!replySerial) {
        return fail('method return without the serial it answers')
      }
      return ok({ ...envelope, type: 'return', replyTo: replySerial })
    case 3:
      if (!replySerial || errorName === undefined) {
        return fail('error without name or the serial it answers')
      }
      return ok({ ...envelope, type: 'error', replyTo: replySerial, name: errorName })
    case 4:
      if (path === undefined || from === null || member === undefined) {
        return fail('signal without path, interface or member')
      }
      return local(path, from) ?? ok({ ...envelope, type: 'signal', path, interface: from, member })
    default:
      return ok(null)
  }
}

/** What stands for a library's own connection events must never come over the wire. */
function local(path: string, from: string | null): Result<never, string> | null {
  const reserved = from === 'org.freedesktop.DBus.Local' || path === '/org/freedesktop/DBus/Local'
  return reserved ? fail('message uses the reserved name org.freedesktop.DBus.Local') : null
}

function bodyStart(fieldsBytes: number): number {
  return Math.ceil((fixedHeaderBytes + fieldsBytes) / 8) * 8
}
