/** Answers a method call that came as a message, and sees to the descriptors that came with it. */
import type { Answering, Reply } from './answering.ts'
import type { Body, MethodCall } from './codec/message.ts'
import { dispatch } from './dispatch.ts'
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
    for (const fd of body.fds) if (!kept.has(fd)) closeDescriptor(fd)
  }
  if (!(answer instanceof Promise)) {
    release()
    return answer
  }
  return answer.finally(release)
}
