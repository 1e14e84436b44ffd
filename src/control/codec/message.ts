/**
 * D-Bus messages (D-Bus Specification, "Message Protocol"). Each kind carries exactly the header fields that exist in it; the
 * body stays in bytes until somebody reads it with the signature they expect.
 */
import type { Result } from '#core/base/result.ts'
import { fail, ok } from '#core/base/result.ts'
import { readValues } from './decode.ts'
import { writeValues } from './encode.ts'
import { Reader } from './reader.ts'
import type { ValuesOf } from './value-of.ts'
import { type ForeignBytes, Writer } from './writer.ts'

/** The flag of a call that is not to be answered, and of every message that is no call. */
export const noReplyExpected = 1

/** What every message has. Serials are never 0; a serial is unique among the messages of one direction of a connection. */
export interface Envelope {
  readonly serial: number
  readonly flags: number
  readonly sender: string | null
  readonly destination: string | null
}

/** Asks for a method. An interface may be left out when the member is unambiguous. */
export interface MethodCall extends Envelope {
  readonly type: 'call'
  readonly path: string
  readonly interface: string | null
  readonly member: string
}

/** Answers the call whose serial is `replyTo`. */
interface MethodReturn extends Envelope {
  readonly type: 'return'
  readonly replyTo: number
}

/** Refuses the call whose serial is `replyTo`; the first value of the body, if it is a string, is the message for people. */
interface ErrorReply extends Envelope {
  readonly type: 'error'
  readonly replyTo: number
  readonly name: string
}

/** Tells whoever listens. */
export interface Signal extends Envelope {
  readonly type: 'signal'
  readonly path: string
  readonly interface: string
  readonly member: string
}

export type Header = MethodCall | MethodReturn | ErrorReply | Signal

/** The values of a message as they came: not decoded, so not checked but for the signature's own form. */
export interface Body {
  readonly signature: string
  readonly bytes: Uint8Array
  readonly littleEndian: boolean
  readonly fds: readonly number[]
}

/** A header with the body it came with. */
export type Message = Header & { readonly body: Body }

/** The values of a body, whatever its signature. The error says why the bytes are none. */
export function readBody(body: Body): Result<readonly unknown[], string> {
  return readValues(new Reader(body.bytes, body.littleEndian, body.fds), body.signature)
}

/** The values of a body that must have the given signature. */
export function readBodyAs<const S extends string>(body: Body, signature: S): Result<ValuesOf<S>, string> {
  if (body.signature !== signature) {
    return fail(`expected signature '${signature}', got '${body.signature}'`)
  }
  const values = readBody(body)
  // The decoder builds exactly what ValuesOf derives from the same signature.
  return values.ok ? ok(values.value as unknown as ValuesOf<S>) : values
}

/** A body that is being written. */
export interface Draft {
  readonly signature: string
  readonly writer: Writer
}

/** Writes a body of the given values; throws when they do not fit, which is a bug. */
export function draftBody<const S extends string>(signature: S, values: ValuesOf<S>, foreign?: ForeignBytes): Draft
export function draftBody(signature: string, values: readonly unknown[], foreign: ForeignBytes = 'keep'): Draft {
  const writer = new Writer(foreign)
  writeValues(writer, signature, values)
  return { signature, writer }
}

/** The body of a message without values. */
export function emptyBody(): Draft {
  return { signature: '', writer: new Writer('keep', 0) }
}
