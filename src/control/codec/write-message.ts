/** Messages into bytes, always little-endian, header fields in the order sd-bus writes them. */
import { type Draft, type Header, noReplyExpected } from './message.ts'
import { maxMessageBytes, Writer } from './writer.ts'

const typeNumber = { call: 1, return: 2, error: 3, signal: 4 } as const

/** Header field codes (D-Bus Specification, "Header Fields"). */
export const field = {
  path: 1,
  interface: 2,
  member: 3,
  errorName: 4,
  replySerial: 5,
  destination: 6,
  sender: 7,
  signature: 8,
  unixFds: 9,
} as const

/** The whole message. Its descriptors are in `draft.writer.fds` and travel beside the bytes. */
export function encodeMessage(header: Header, draft: Draft): Uint8Array {
  const body = draft.writer.bytes()
  const writer = new Writer('keep', 256)
  writer.u8(0x6c)
  writer.u8(typeNumber[header.type])
  writer.u8(header.type === 'call' ? header.flags : header.flags | noReplyExpected)
  writer.u8(1)
  writer.u32(body.length)
  writer.u32(header.serial)
  writer.u32(0)
  writeKindFields(writer, header)
  if (header.destination !== null) {
    stringField(writer, field.destination, 's', header.destination)
  }
  if (header.sender !== null) {
    stringField(writer, field.sender, 's', header.sender)
  }
  if (draft.signature !== '') {
    signatureField(writer, draft.signature)
  }
  if (draft.writer.fds.length > 0) {
    numberField(writer, field.unixFds, draft.writer.fds.length)
  }
  writer.patchU32(12, writer.size - 16)
  writer.align(8)
  return join(writer.bytes(), body)
}

function writeKindFields(writer: Writer, header: Header): void {
  if (header.type === 'return' || header.type === 'error') {
    numberField(writer, field.replySerial, header.replyTo)
    if (header.type === 'error') {
      stringField(writer, field.errorName, 's', header.name)
    }
    return
  }
  stringField(writer, field.path, 'o', header.path)
  if (header.type === 'call') {
    stringField(writer, field.member, 's', header.member)
  }
  if (header.interface !== null) {
    stringField(writer, field.interface, 's', header.interface)
  }
  if (header.type === 'signal') {
    stringField(writer, field.member, 's', header.member)
  }
}

function stringField(writer: Writer, code: number, signature: 's' | 'o', value: string): void {
  openField(writer, code, signature)
  writer.string(value)
}

function numberField(writer: Writer, code: number, value: number): void {
  openField(writer, code, 'u')
  writer.u32(value)
}

function signatureField(writer: Writer, value: string): void {
  openField(writer, field.signature, 'g')
  writer.signature(value)
}

function openField(writer: Writer, code: number, signature: string): void {
  writer.align(8)
  writer.u8(code)
  writer.signature(signature)
}

function join(head: Uint8Array, body: Uint8Array): Uint8Array {
  if (head.length + body.length > maxMessageBytes) {
    throw new RangeError('message is longer than 128 MiB')
  }
  const whole = new Uint8Array(head.length + body.length)
  whole.set(head)
  whole.set(body, head.length)
  return whole
}
