/**
 * What clients may make us do and hold, by what they are: root and our own user, or anybody else. The numbers of others are
 * such that all of them together cost a few MB at the most (docs/decisions/0005-users-ask-a-socket-of-their-own.md).
 */

/** How much one client may ask of us. */
export interface ConnectionLimits {
  /** The longest message, in bytes. */
  readonly messageBytes: number
  /** What is read at once, in bytes. */
  readonly pieceBytes: number
  /** Descriptors of messages that are not whole yet. */
  readonly descriptors: number
  /** Calls that wait for their answer. */
  readonly pendingCalls: number
  /** How long the handshake may take. */
  readonly handshakeMs: number
  /** With more than this many bytes of answers that were not read, nothing more is answered. */
  readonly unreadBytes: number
  /** The longest answer, and the most that may wait to be read, in bytes; a signal beyond it ends the connection. */
  readonly sendBytes: number
}

/** What one kind of clients may ask of us. */
export interface ServerLimits {
  /** Connections at the same time. */
  readonly connections: number
  /** Of those, how many one user may have. */
  readonly perUser: number
  /** Bytes that wait to be read by all of them: beyond it, who has the most waiting loses the connection. */
  readonly sendBytes: number
  readonly each: ConnectionLimits
}

const kib = 1024
const mib = 1024 * kib

export const trustedLimits: ServerLimits = {
  connections: 4096,
  perUser: 4096,
  sendBytes: Number.POSITIVE_INFINITY,
  each: {
    messageBytes: 32 * mib,
    pieceBytes: 64 * kib,
    descriptors: 1024,
    pendingCalls: 1024,
    handshakeMs: 30_000,
    unreadBytes: 4 * mib,
    sendBytes: Number.POSITIVE_INFINITY,
  },
}

export const othersLimits: ServerLimits = {
  connections: 64,
  perUser: 32,
  sendBytes: 3 * mib,
  each: {
    messageBytes: 16 * kib,
    pieceBytes: 4 * kib,
    descriptors: 1,
    pendingCalls: 8,
    handshakeMs: 5_000,
    unreadBytes: 0,
    sendBytes: 2 * mib,
  },
}
