import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { SaslServer } from '#control/transport/sasl-server.ts'

const guid = '0123456789abcdef0123456789abcdef'
const bytes = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0))

/** The answers to pieces of a handshake, the last one with what became of it. */
const shake = (uid: number, ...pieces: string[]): string[] => {
  const server = new SaslServer(uid, guid)
  const answers: string[] = []
  for (const piece of pieces) {
    const step = server.receive(bytes(piece))
    answers.push(step.at === 'closed' ? `closed: ${step.reason}` : step.reply)
    if (step.at === 'open') {
      answers.push(`open, fds ${step.passesDescriptors}, rest ${step.rest.length}`)
    }
  }
  return answers
}

test("systemd's client says everything at once", () => {
  expect(shake(0, '\0AUTH EXTERNAL\r\nDATA\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n')).toEqual([
    `DATA\r\nOK ${guid}\r\nAGREE_UNIX_FD\r\n`,
    'open, fds true, rest 0',
  ])
})

test('other clients go line by line, name their uid, and may leave out descriptors', () => {
  expect(shake(1000, '\0', 'AUTH EXTERNAL 31303030\r\n', 'BEGIN\r\nxyz')).toEqual([
    '',
    `OK ${guid}\r\n`,
    '',
    'open, fds false, rest 3',
  ])
  expect(shake(0, '\0AUTH EXTERNAL\r\n', 'DATA 30\r\n', 'NEGOTIATE_UNIX_FD\r\n', 'BEGIN\r\n')).toEqual([
    'DATA\r\n',
    `OK ${guid}\r\n`,
    'AGREE_UNIX_FD\r\n',
    '',
    'open, fds true, rest 0',
  ])
})

test('a client that claims to be somebody else is rejected, and may try again', () => {
  expect(shake(1000, '\0AUTH EXTERNAL 30\r\n', 'AUTH EXTERNAL 31303030\r\n')).toEqual([
    'REJECTED\r\n',
    `OK ${guid}\r\n`,
  ])
})

test('other mechanisms, ANONYMOUS among them, are rejected', () => {
  expect(shake(0, '\0AUTH\r\n', 'AUTH ANONYMOUS 1234\r\n', 'AUTH DBUS_COOKIE_SHA1 30\r\n')).toEqual(
    Array(3).fill('REJECTED EXTERNAL\r\n'),
  )
})

test('nothing begins before the client is known', () => {
  expect(shake(0, '\0BEGIN\r\nNEGOTIATE_UNIX_FD\r\nDATA 30\r\nHELLO\r\n')).toEqual(['ERROR\r\n'.repeat(4)])
})

test('a client can change its mind', () => {
  expect(shake(0, '\0AUTH EXTERNAL 30\r\nNEGOTIATE_UNIX_FD\r\nCANCEL\r\nBEGIN\r\n')).toEqual([
    `OK ${guid}\r\nAGREE_UNIX_FD\r\nREJECTED\r\nERROR\r\n`,
  ])
})

test('what is no handshake ends it', () => {
  expect(shake(0, 'GET / HTTP/1.1\r\n')).toEqual(['closed: handshake does not begin with a NUL byte'])
  expect(shake(0, `\0${'x'.repeat(17_000)}`)).toEqual(['closed: line of the handshake is too long'])
  expect(shake(0, `\0${'FOO\r\n'.repeat(33)}`)).toEqual(['closed: handshake does not come to an end'])
})

test('any bytes in any pieces have an answer', () => {
  const piece = fc.constantFrom('\0', 'AUTH ', 'EXTERNAL', ' 30', '\r', '\n', '\r\n', 'DATA', 'BEGIN\r\n', 'ÿ')
  fc.assert(fc.property(fc.array(piece, { maxLength: 20 }), pieces => shake(0, ...pieces).length >= pieces.length))
})
