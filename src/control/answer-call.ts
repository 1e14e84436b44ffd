/** Answers method calls that came as messages, and sees to the descriptors that come and go with them. */
import type { Answering, Reply } from './answering.ts'
import {
  type Body,
  type Draft,
  draftBody,
  type Envelope,
  emptyBody,
  type Header,
  type MethodCall,
  noReplyExpected,
} from './codec/message.ts'
import { dispatch } from './dispatch.ts'
import { type BusError, busError } from './errors.ts'
import type { Call, Caller } from './implement.ts'

/** A method call with its body, and the values that were read from it. */
export interface IncomingCall {
  readonly header: MethodCall
  readonly body: Body
  readonly values: readonly unknown[]
}

/** Answers now or later; the call's descriptors are closed then, but for those the handler kept. */
export function answerCall(
  answering: Answering,
  incoming: IncomingCall,
  caller: Caller,
  closeDescriptor: (fd: number) => void,
): Reply | Promise<Reply> {
  const { header, body, values } = incoming
  const kept = new Set<number>()
  const call: Call = { caller, keepDescriptor: fd => kept.add(fd) }
  const request = { ...header, signature: body.signature, values }
  const answer = dispatch(answering, request, call)
  const release = (): void => {
    for (const fd of body.fds) {
      if (!kept.has(fd)) {
        closeDescriptor(fd)
      }
    }
  }
  if (!(answer instanceof Promise)) {
    release()
    return answer
  }
  return answer.finally(release)
}

/** The message that answers a call; null when it wants no answer or is never answered. */
export function composeReply(
  call: MethodCall,
  reply: Reply,
  passesDescriptors: boolean,
): { readonly header: Header; readonly draft: Draft } | null {
  if ((call.flags & noReplyExpected) !== 0 || (reply.ok && reply.value === 'silent')) {
    return null
  }
  const envelope: Envelope = { serial: 0, flags: noReplyExpected, sender: null, destination: call.sender }
  if (!reply.ok) {
    return composeError(call, envelope, reply.error)
  }
  const draft = reply.value === 'silent' ? emptyBody() : reply.value
  if (draft.writer.fds.length > 0 && !passesDescriptors) {
    return composeError(call, envelope, noDescriptors)
  }
  return { header: { ...envelope, type: 'return', replyTo: call.serial }, draft }
}

/** Closes the descriptors of an answer, once it was sent or will not be. */
export function closeReplyDescriptors(reply: Reply, closeDescriptor: (fd: number) => void): void {
  if (!reply.ok || reply.value === 'silent') {
    return
  }
  for (const fd of new Set(reply.value.writer.fds)) {
    closeDescriptor(fd)
  }
}

const noDescriptors = busError(
  'org.freedesktop.DBus.Error.NotSupported',
  'The answer has a descriptor, and the connection does not pass any.',
)

function composeError(
  call: MethodCall,
  envelope: Envelope,
  error: BusError,
): { readonly header: Header; readonly draft: Draft } {
  const header: Header = { ...envelope, type: 'error', replyTo: call.serial, name: error.name }
  return { header, draft: draftBody('s', [error.message], 'replace') }
}
