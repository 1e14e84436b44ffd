import { expect, test } from '@jest/globals'
import { SaslClient, saslGreeting } from '#control/transport/sasl-client.ts'

const bytes = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0))
const guid = '0123456789abcdef0123456789abcdef'

test('a client says who it is and begins, all at once', () => {
  const greeting = String.fromCharCode(...saslGreeting(1000))
  expect(greeting).toBe('\0AUTH EXTERNAL 31303030\r\nNEGOTIATE_UNIX_FD\r\nBEGIN\r\n')
})

test('it is through when both lines have come, in whatever pieces', () => {
  const client = new SaslClient()
  expect(client.receive(bytes(`OK ${guid}`))).toEqual({ at: 'more' })
  expect(client.receive(bytes('\r\nAGREE_UNIX_'))).toEqual({ at: 'more' })
  expect(client.receive(bytes('FD\r\nlBc'))).toEqual({ at: 'open', rest: bytes('lBc'), passesDescriptors: true })
})

test('a server may know nothing of descriptors', () => {
  const answer = new SaslClient().receive(bytes(`OK ${guid}\r\nERROR\r\n`))
  expect(answer).toEqual({ at: 'open', rest: bytes(''), passesDescriptors: false })
})

test('a server that rejects, or is none, is told apart', () => {
  expect(new SaslClient().receive(bytes('REJECTED EXTERNAL\r\n'))).toEqual({
    at: 'refused',
    reason: "the server answers 'REJECTED EXTERNAL'",
  })
  expect(new SaslClient().receive(new Uint8Array(20_000)).at).toBe('more')
  const endless = new SaslClient()
  endless.receive(new Uint8Array(16_384))
  expect(endless.receive(new Uint8Array(1))).toEqual({
    at: 'refused',
    reason: 'the server does not answer in lines',
  })
})
