import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Message, readBody } from '#control/codec/message.ts'
import { fixedHeaderBytes, messageLength, parseMessage } from '#control/codec/read-message.ts'
import * as recorded from './recorded.ts'

const limit = 1024 * 1024

/** A whole message, or why the bytes are none. */
const parse = (bytes: Uint8Array, fds: readonly number[] = []): Message | string => {
  const length = messageLength(bytes, limit)
  if (!length.ok) {
    return length.error
  }
  if (length.value !== bytes.length) {
    return `length ${length.value}`
  }
  const parsed = parseMessage(bytes, fds)
  return parsed.ok ? (parsed.value.message ?? 'ignored') : parsed.error
}

const edited = (bytes: Uint8Array, edit: (copy: Uint8Array) => void): Uint8Array => {
  const copy = bytes.slice()
  edit(copy)
  return copy
}

test("systemctl's call is read with all its fields", () => {
  const message = parse(recorded.startUnit)
  expect(message).toMatchObject({
    type: 'call',
    serial: 1,
    flags: 4,
    path: '/org/freedesktop/systemd1',
    interface: 'org.freedesktop.systemd1.Manager',
    member: 'StartUnit',
    destination: 'org.freedesktop.systemd1',
    sender: null,
    body: { signature: 'ss' },
  })
  expect(typeof message === 'object' && readBody(message.body)).toEqual({
    ok: true,
    value: ['dbus.service', 'replace'],
  })
})

test('answers, errors and signals of systemd are read', () => {
  expect(parse(recorded.startUnitReply)).toMatchObject({ type: 'return', replyTo: 1, serial: 4 })
  expect(parse(recorded.noSuchUnit)).toMatchObject({
    type: 'error',
    replyTo: 1,
    name: 'org.freedesktop.systemd1.NoSuchUnit',
  })
  expect(parse(recorded.jobRemoved)).toMatchObject({ type: 'signal', member: 'JobRemoved' })
  expect(parse(recorded.emptyReply)).toMatchObject({ type: 'return', body: { signature: '' } })
})

test.each<[string, (bytes: Uint8Array) => void, string]>([
  ['an unknown byte order', bytes => bytes.set([0x78], 0), 'message does not begin with a byte order'],
  ['another version of the protocol', bytes => bytes.set([2], 3), 'protocol version 2 is not known'],
  ['type 0', bytes => bytes.set([0], 1), 'message type is 0'],
  ['serial 0', bytes => bytes.set([0], 8), 'serial is 0'],
  ['a length beyond the limit', bytes => bytes.set([0xff, 0xff, 0xff, 0x7f], 4), 'is longer than the limit'],
  ['padding that is not zero', bytes => bytes.set([1], 50), 'padding is not zero'],
  ['an invalid path', bytes => bytes.set([0x2e], 25), 'a value is not an object path'],
  ['an invalid member', bytes => bytes.set([0x2e], 64), 'header field member is not valid'],
  ['a field of the wrong type', bytes => bytes.set([0x73], 18), 'header field path has signature s'],
  ['a field twice', bytes => bytes.set([2], bytes.lastIndexOf(6, 140)), 'header field interface comes twice'],
])('a message with %s is refused', (_what, edit, reason) => {
  expect(parse(edited(recorded.startUnit, edit))).toContain(reason)
})

test('a message of a kind that is not known yet is ignored', () => {
  expect(parse(edited(recorded.startUnit, bytes => bytes.set([9], 1)))).toBe('ignored')
})

test('a message which lacks a field that its kind must have is refused', () => {
  const asCall = edited(recorded.startUnitReply, bytes => bytes.set([1], 1))
  expect(parse(asCall)).toBe('method call without path or member')
  expect(parse(edited(recorded.startUnit, bytes => bytes.set([2], 1)))).toBe(
    'method return without the serial it answers',
  )
  expect(parse(edited(recorded.startUnitReply, bytes => bytes.set([3], 1)))).toBe(
    'error without name or the serial it answers',
  )
  expect(parse(edited(recorded.startUnitReply, bytes => bytes.set([4], 1)))).toBe(
    'signal without path, interface or member',
  )
})

test('whatever single byte of a message is changed, it has an answer', () => {
  for (let at = 0; at < recorded.startUnit.length; at++) {
    const changed = edited(recorded.startUnit, bytes => bytes.set([(bytes[at] ?? 0) ^ 0xff], at))
    expect(['string', 'object']).toContain(typeof parse(changed))
  }
})

test('any bytes behind a plausible beginning have an answer', () => {
  const bytes = fc.uint8Array({ minLength: fixedHeaderBytes, maxLength: 400 })
  fc.assert(
    fc.property(bytes, fc.constantFrom(0x6c, 0x42), fc.nat(4), (given, order, kind) => {
      const message = given.slice()
      message.set([order, kind, 0, 1])
      const view = new DataView(message.buffer)
      const fields = Math.min(view.getUint32(12, order === 0x6c) % 200, message.length - 16)
      view.setUint32(12, fields, order === 0x6c)
      const body = Math.max(0, message.length - Math.ceil((16 + fields) / 8) * 8)
      view.setUint32(4, body, order === 0x6c)
      const parsed = parse(message, [3, 4])
      if (typeof parsed === 'object') {
        expect(typeof readBody(parsed.body).ok).toBe('boolean')
      }
    }),
    { numRuns: 2000 },
  )
})

const corpus = '../shared/data/corpus/dbus-message'
if (existsSync(corpus)) {
  test.each(readdirSync(corpus))('the input %s, which once broke a parser, has an answer', name => {
    const bytes = Uint8Array.from(readFileSync(`${corpus}/${name}`))
    const parsed = bytes.length < fixedHeaderBytes ? 'short' : parse(bytes)
    if (typeof parsed === 'object') {
      expect(typeof readBody(parsed.body).ok).toBe('boolean')
    }
    const unchecked = parseMessage(bytes, [])
    if (unchecked.ok && unchecked.value.message) {
      expect(typeof readBody(unchecked.value.message.body).ok).toBe('boolean')
    }
  })
} else {
  test.todo('the inputs that once broke parsers are not here, so they were not read')
}
