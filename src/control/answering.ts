/** What the answering of calls rests on: the objects, the rights of callers, and a place for complaints. */
import type { Draft } from './codec/message.ts'
import type { Answer, Call } from './implement.ts'
import type { ObjectTree } from './object-tree.ts'

/** What calls are answered from. */
export interface Answering {
  readonly tree: ObjectTree
  /** Our own uid: it and root may change things. */
  readonly ownUid: number
  /** 32 hex digits, as Peer.GetMachineId answers; undefined while there is none. */
  machineId(): string | undefined
  log(line: string): void
}

/** The body of a reply, or the error to reply with. `silent`: the method is one that is never answered. */
export type Reply = Answer<Draft | 'silent'>

/** Whether a caller may do what needs the right `change`. */
export function mayChange(answering: Answering, call: Call): boolean {
  return call.caller.uid === 0 || call.caller.uid === answering.ownUid
}

/** One line about anything that was thrown. */
export function describeFault(fault: unknown): string {
  const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
  return text.split('\n', 2).join(' ').replace(/\s+/g, ' ')
}
