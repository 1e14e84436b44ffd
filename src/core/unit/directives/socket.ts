/** [Socket] (systemd.socket(5)). The settings of execution, killing and resources stand in exec.ts, kill.ts, resource.ts. */
import { inert, into, type SettingsOf, slot, type Table } from '#core/unit/kind.ts'
import { commandList } from '#core/unit/kinds/command.ts'
import { userName } from '#core/unit/kinds/identity.ts'
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
} from '#core/unit/kinds/listen.ts'
import { boolean, mode, unsigned } from '#core/unit/kinds/scalar.ts'
import { finiteSpan, span, timeoutSpan } from '#core/unit/kinds/span.ts'
import { text, verbatim } from '#core/unit/kinds/text.ts'
import { activatedService } from '#core/unit/kinds/triggered-unit.ts'
import { wordOrBoolean } from '#core/unit/kinds/word.ts'

const why = 'socket units are not run yet'
const notRun = { is: 'inert', why } as const
const no = inert(boolean(false), why)

const listen = slot<readonly Listen[]>('Listen', [])

export const socketDirectives = {
  Listen: listen,
  ListenStream: into(listen, listenSocket('Stream'), notRun),
  ListenDatagram: into(listen, listenSocket('Datagram'), notRun),
  ListenSequentialPacket: into(listen, listenSocket('SequentialPacket'), notRun),
  ListenFIFO: into(listen, listenPath('FIFO'), notRun),
  ListenSpecial: into(listen, listenPath('Special'), notRun),
  ListenNetlink: into(listen, listenNetlink, notRun),
  ListenMessageQueue: into(listen, listenPath('MessageQueue'), notRun),
  ListenUSBFunction: into(listen, listenPath('USBFunction'), notRun),
  Service: inert(activatedService(), why),
  SocketProtocol: inert(socketProtocol(), why),
  BindIPv6Only: inert(bindIpv6Only(), why),
  Backlog: inert(unsigned<number>(0x7fffffff), why),
  BindToDevice: inert(interfaceName(), why),
  SocketUser: inert(userName(), why),
  SocketGroup: inert(userName(), why),
  SocketMode: inert(mode(0o666), why),
  DirectoryMode: inert(mode(0o755), why),
  Accept: no,
  FlushPending: no,
  Writable: no,
  MaxConnections: inert(unsigned<number>(64), why),
  MaxConnectionsPerSource: inert(unsigned<number | null>(null), why),
  KeepAlive: no,
  KeepAliveTimeSec: inert(span(0n), why),
  KeepAliveIntervalSec: inert(span(0n), why),
  KeepAliveProbes: inert(unsigned<number>(0), why),
  NoDelay: no,
  DeferAcceptSec: inert(span(0n), why),
  Priority: inert(signedNumber(-1), why),
  ReceiveBuffer: inert(bufferSize(), why),
  SendBuffer: inert(bufferSize(), why),
  IPTOS: inert(typeOfService(), why),
  IPTTL: inert(signedNumber(-1), why),
  Mark: inert(signedNumber(-1), why),
  ReusePort: no,
  SmackLabel: inert(text(), why),
  SmackLabelIPIn: inert(text(), why),
  SmackLabelIPOut: inert(text(), why),
  SELinuxContextFromNet: no,
  PipeSize: inert(bufferSize(), why),
  MessageQueueMaxMessages: inert(long(), why),
  MessageQueueMessageSize: inert(long(), why),
  FreeBind: no,
  Transparent: no,
  Broadcast: no,
  PassCredentials: no,
  PassFileDescriptorsToExec: no,
  PassSecurity: no,
  PassPacketInfo: no,
  Timestamping: inert(wordOrBoolean(['off', 'us', 'usec', 'µs', 'μs', 'ns', 'nsec'], 'no'), why),
  TCPCongestion: inert(verbatim(), why),
  ExecStartPre: inert(commandList(), why),
  ExecStartPost: inert(commandList(), why),
  ExecStopPre: inert(commandList(), why),
  ExecStopPost: inert(commandList(), why),
  TimeoutSec: inert(timeoutSpan<bigint | null>(null), why),
  RemoveOnStop: no,
  Symlinks: inert(symlinks(), why),
  FileDescriptorName: inert(descriptorName(), why),
  TriggerLimitIntervalSec: inert(finiteSpan(), why),
  TriggerLimitBurst: inert(unsigned<number | null>(null), why),
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
