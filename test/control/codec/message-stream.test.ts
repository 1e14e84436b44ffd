import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { draftBody } from '#control/codec/message.ts'
import { MessageStream } from '#control/codec/message-stream.ts'
import { encodeMessage } from '#control/codec/write-message.ts'
import * as recorded from './recorded.ts'

const all = [recorded.startUnit, recorded.jobNew, recorded.startUnitReply, recorded.jobRemoved]
const whole = Uint8Array.from(all.flatMap(bytes => [...bytes]))

/** What comes out of a stream: types of messages, or the reason why it ended. */
const drain = (stream: MessageStream): string[] => {
  const seen: string[] = []
  while (true) {
    const next = stream.next()
    if (!next.ok) {
      return [...seen, next.error]
    }
    if (next.value === null) {
      return seen
    }
    seen.push(next.value.type)
  }
}

test('messages are cut out of a stream wherever it is torn', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), cuts => {
      const stream = new MessageStream(4096)
      const places = [0, ...cuts.sort((a, b) => a - b), whole.length]
      const seen: string[] = []
      for (let index = 1; index < places.length; index++) {
        stream.push(whole.subarray(places[index - 1], places[index]), [])
        seen.push(...drain(stream))
      }
      expect(seen).toEqual(['call', 'signal', 'return', 'signal'])
    }),
  )
})

test('a message keeps its bytes when more arrive', () => {
  const stream = new MessageStream(4096)
  stream.push(recorded.startUnit, [])
  const first = stream.next()
  stream.push(new Uint8Array(4096).fill(0xff), [])
  expect(first.ok && first.value?.body.bytes).toEqual(recorded.startUnit.slice(-32))
})

test('what waits is counted, and nothing waits after the last message', () => {
  const stream = new MessageStream(1 << 20)
  const long = encodeMessage(
    { type: 'return', serial: 1, flags: 0, sender: null, destination: null, replyTo: 1 },
    draftBody('ay', [new Uint8Array(300_000)]),
  )
  stream.push(long, [])
  expect(stream.waitingBytes).toBe(long.length)
  expect(drain(stream)).toEqual(['return'])
  expect(stream.waitingBytes).toBe(0)
  stream.push(whole, [])
  expect(drain(stream)).toEqual(['call', 'signal', 'return', 'signal'])
})

test('a fault ends the stream for good', () => {
  const stream = new MessageStream(4096)
  stream.push(recorded.startUnit, [])
  stream.push(new Uint8Array(16), [])
  expect(drain(stream)).toEqual(['call', 'message does not begin with a byte order'])
  stream.push(recorded.startUnit, [])
  expect(drain(stream)).toEqual(['message does not begin with a byte order'])
})

test('a message beyond the limit is refused by its header, before its body came', () => {
  const stream = new MessageStream(100)
  stream.push(recorded.startUnit.subarray(0, 16), [])
  expect(drain(stream)).toEqual(['message of 208 bytes is longer than the limit of 100'])
})

const withDescriptors = (...fds: number[]): Uint8Array =>
  encodeMessage(
    { type: 'return', serial: 1, flags: 0, sender: null, destination: null, replyTo: 1 },
    draftBody('ah', [fds]),
  )

test('each message takes the descriptors it announces, in order', () => {
  const stream = new MessageStream(4096)
  stream.push(withDescriptors(0, 0), [10, 11])
  stream.push(withDescriptors(0), [12, 13])
  const first = stream.next()
  const second = stream.next()
  expect(first.ok && first.value?.body.fds).toEqual([10, 11])
  expect(second.ok && second.value?.body.fds).toEqual([12])
  expect(stream.takeDescriptors()).toEqual([13])
})

test('a message whose descriptors did not come is refused', () => {
  const stream = new MessageStream(4096)
  stream.push(withDescriptors(0), [])
  expect(drain(stream)).toEqual(['message announces 1 descriptors, 0 came'])
})

test('descriptors that nobody takes do not pile up', () => {
  const stream = new MessageStream(4096)
  stream.push(new Uint8Array(0), Array(1025).fill(3))
  expect(drain(stream)).toEqual(['too many descriptors are waiting'])
})
