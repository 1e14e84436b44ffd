import { expect, test } from '@jest/globals'
import { type Body, draftBody, emptyBody, readBody, readBodyAs } from '#control/codec/message.ts'

const bodyOf = (signature: string, values: readonly unknown[]): Body => {
  const { writer } = draftBody<string>(signature, values)
  return { signature, bytes: writer.bytes(), littleEndian: true, fds: writer.fds }
}

test('a body is read back with the signature it was written with', () => {
  expect(readBodyAs(bodyOf('sb', ['yes', true]), 'sb')).toEqual({ ok: true, value: ['yes', true] })
  expect(readBody(bodyOf('sb', ['yes', true]))).toEqual({ ok: true, value: ['yes', true] })
})

test('a body with another signature than expected is refused before it is read', () => {
  expect(readBodyAs(bodyOf('u', [1]), 's')).toEqual({ ok: false, error: "expected signature 's', got 'u'" })
})

test('an empty body has no values', () => {
  const { signature, writer } = emptyBody()
  expect(readBody({ signature, bytes: writer.bytes(), littleEndian: true, fds: [] })).toEqual({ ok: true, value: [] })
})
