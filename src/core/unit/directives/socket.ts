/** [Socket] (systemd.socket(5)). The settings of execution, killing and resources stand in exec.ts, kill.ts, resource.ts. */

import { commandList } from '#core/unit/kinds/exec/command.ts'
import { userName } from '#core/unit/kinds/exec/identity.ts'
import { effective, inert, into, type SettingsOf, slot, type Table } from '#core/unit/kinds/kind.ts'
import { boolean, mode, unsigned } from '#core/unit/kinds/scalar.ts'
import { finiteSpan, span, timeoutSpan } from '#core/unit/kinds/span.ts'
import { text, verbatim } from '#core/unit/kinds/text.ts'
import {
  bufferSize,
  descriptorName,
  interfaceName,
  type Listen,
  listenNetlink,
  listenPath,
  listenSocket,
  long,
  signedNumber,
  socketProtocol,
  symlinks,
  typeOfService,
} from '#core/unit/kinds/unit/listen.ts'
import { activatedService } from '#core/unit/kinds/unit/triggered-unit.ts'
import { wordOrBoolean } from '#core/unit/kinds/word.ts'

const why = 'sockets are opened and watched; this setting of them is not applied yet'
const noSuch = { is: 'inert', why: 'such an address is not opened yet, and the socket fails' } as const
const no = inert(boolean(false), why)
const yes = effective(boolean(false))

const listen = slot<readonly Listen[]>('Listen', [])

export const socketDirectives = {
  Listen: listen,
  ListenStream: into(listen, listenSocket('Stream')),
  ListenDatagram: into(listen, listenSocket('Datagram')),
  ListenSequentialPacket: into(listen, listenSocket('SequentialPacket')),
  ListenFIFO: into(listen, listenPath('FIFO')),
  ListenSpecial: into(listen, listenPath('Special'), noSuch),
  ListenNetlink: into(listen, listenNetlink, noSuch),
  ListenMessageQueue: into(listen, listenPath('MessageQueue'), noSuch),
  ListenUSBFunction: into(listen, listenPath('USBFunction'), noSuch),
  Service: effective(activatedService()),
  SocketProtocol: inert(socketProtocol(), why),
  BindIPv6Only: effective(bindIpv6Only()),
  Backlog: effective(unsigned<number>(0x7fffffff)),
  BindToDevice: inert(interfaceName(), why),
  SocketUser: effective(userName()),
  SocketGroup: effective(userName()),
  SocketMode: effective(mode(0o666)),
  DirectoryMode: effective(mode(0o755)),
  Accept: inert(boolean(false), 'a socket that wants a service for each connection cannot be started yet'),
  FlushPending: yes,
  Writable: no,
  MaxConnections: inert(unsigned<number>(64), why),
  MaxConnectionsPerSource: inert(unsigned<number | null>(null), why),
  KeepAlive: yes,
  KeepAliveTimeSec: inert(span(0n), why),
  KeepAliveIntervalSec: inert(span(0n), why),
  KeepAliveProbes: inert(unsigned<number>(0), why),
  NoDelay: yes,
  DeferAcceptSec: inert(span(0n), why),
  Priority: inert(signedNumber(-1), why),
  ReceiveBuffer: inert(bufferSize(), why),
  SendBuffer: inert(bufferSize(), why),
  IPTOS: inert(typeOfService(), why),
  IPTTL: inert(signedNumber(-1), why),
  Mark: inert(signedNumber(-1), why),
  ReusePort: yes,
  SmackLabel: inert(text(), why),
  SmackLabelIPIn: inert(text(), why),
  SmackLabelIPOut: inert(text(), why),
  SELinuxContextFromNet: no,
  PipeSize: inert(bufferSize(), why),
  MessageQueueMaxMessages: inert(long(), why),
  MessageQueueMessageSize: inert(long(), why),
  FreeBind: yes,
  Transparent: no,
  Broadcast: yes,
  PassCredentials: yes,
  PassFileDescriptorsToExec: no,
  PassSecurity: no,
  PassPacketInfo: no,
  Timestamping: inert(wordOrBoolean(['off', 'us', 'usec', 'µs', 'μs', 'ns', 'nsec'], 'no'), why),
  TCPCongestion: inert(verbatim(), why),
  ExecStartPre: effective(commandList()),
  ExecStartPost: effective(commandList()),
  ExecStopPre: effective(commandList()),
  ExecStopPost: effective(commandList()),
  TimeoutSec: effective(timeoutSpan<bigint | null>(null)),
  RemoveOnStop: yes,
  Symlinks: inert(symlinks(), why),
  FileDescriptorName: effective(descriptorName()),
  TriggerLimitIntervalSec: effective(finiteSpan()),
  TriggerLimitBurst: effective(unsigned<number | null>(null)),
  PollLimitIntervalSec: inert(finiteSpan(), why),
  PollLimitBurst: inert(unsigned<number | null>(null), why),
} as const satisfies Table

/** A word, or a truth value: true means that IPv6 sockets are for IPv6 alone. */
function bindIpv6Only() {
  return wordOrBoolean(['default', 'both', 'ipv6-only'], 'default')
}

export type ParsedSocket = SettingsOf<typeof socketDirectives>

/** What is left open by the file is decided when the unit is loaded. */
export type SocketSettings = Omit<
  ParsedSocket,
  | 'MaxConnectionsPerSource'
  | 'TimeoutSec'
  | 'TriggerLimitIntervalSec'
  | 'TriggerLimitBurst'
  | 'PollLimitIntervalSec'
  | 'PollLimitBurst'
> & {
  readonly MaxConnectionsPerSource: number
  readonly TimeoutSec: bigint
  readonly TriggerLimitIntervalSec: bigint
  readonly TriggerLimitBurst: number
  readonly PollLimitIntervalSec: bigint
  readonly PollLimitBurst: number
}
