/** The settings half of org.freedesktop.systemd1.Socket (systemd.socket(5)). */
import type { Getters } from '#control/implement.ts'
import type { socketInterface } from '#control/protocol/units/socket.ts'
import { formatListen } from '#core/unit/kinds/unit/listen.ts'
import type { SocketUnit } from '#core/unit/unit.ts'
import { execContextSettings } from '#manager/bus/properties/exec/exec-context.ts'
import { cgroupContextSettings } from './cgroup-context.ts'
import { commandRows } from './commands.ts'
import { killContextSettings } from './kill-context.ts'
import { about, type PropertyHost } from './subject.ts'

export interface SocketSubject {
  readonly unit: SocketUnit
  readonly host: PropertyHost
}

type SocketGetters = Partial<Getters<typeof socketInterface.properties, SocketSubject>>

const ipv6Words = { default: 'default', both: 'both', 'ipv6-only': 'ipv6-only', yes: 'ipv6-only', no: 'both' } as const
const timestampWords = {
  off: 'off',
  no: 'off',
  us: 'us',
  usec: 'us',
  µs: 'us',
  μs: 'us',
  ns: 'ns',
  nsec: 'ns',
  yes: 'ns',
} as const

export const socketSettings = {
  ...about(cgroupContextSettings, ({ unit, host }: SocketSubject) => ({ resource: unit.resource, host })),
  ...about(execContextSettings, ({ unit, host }: SocketSubject) => ({ exec: unit.exec, host })),
  ...about(killContextSettings, ({ unit }: SocketSubject) => ({ kill: unit.kill })),
  NonBlocking: () => false,
  SameProcessGroup: () => false,
  BindIPv6Only: ({ unit: { socket } }) => ipv6Words[socket.BindIPv6Only],
  Backlog: ({ unit: { socket } }) => socket.Backlog,
  TimeoutUSec: ({ unit: { socket } }) => socket.TimeoutSec,
  BindToDevice: ({ unit: { socket } }) => socket.BindToDevice,
  SocketUser: ({ unit: { socket } }) => socket.SocketUser,
  SocketGroup: ({ unit: { socket } }) => socket.SocketGroup,
  SocketMode: ({ unit: { socket } }) => socket.SocketMode,
  DirectoryMode: ({ unit: { socket } }) => socket.DirectoryMode,
  Accept: ({ unit: { socket } }) => socket.Accept,
  FlushPending: ({ unit: { socket } }) => socket.FlushPending,
  Writable: ({ unit: { socket } }) => socket.Writable,
  KeepAlive: ({ unit: { socket } }) => socket.KeepAlive,
  KeepAliveTimeUSec: ({ unit: { socket } }) => socket.KeepAliveTimeSec,
  KeepAliveIntervalUSec: ({ unit: { socket } }) => socket.KeepAliveIntervalSec,
  KeepAliveProbes: ({ unit: { socket } }) => socket.KeepAliveProbes,
  DeferAcceptUSec: ({ unit: { socket } }) => socket.DeferAcceptSec,
  NoDelay: ({ unit: { socket } }) => socket.NoDelay,
  Priority: ({ unit: { socket } }) => socket.Priority,
  ReceiveBuffer: ({ unit: { socket } }) => socket.ReceiveBuffer,
  SendBuffer: ({ unit: { socket } }) => socket.SendBuffer,
  IPTOS: ({ unit: { socket } }) => socket.IPTOS,
  IPTTL: ({ unit: { socket } }) => socket.IPTTL,
  PipeSize: ({ unit: { socket } }) => socket.PipeSize,
  FreeBind: ({ unit: { socket } }) => socket.FreeBind,
  Transparent: ({ unit: { socket } }) => socket.Transparent,
  Broadcast: ({ unit: { socket } }) => socket.Broadcast,
  PassCredentials: ({ unit: { socket } }) => socket.PassCredentials,
  PassFileDescriptorsToExec: ({ unit: { socket } }) => socket.PassFileDescriptorsToExec,
  PassSecurity: ({ unit: { socket } }) => socket.PassSecurity,
  PassPacketInfo: ({ unit: { socket } }) => socket.PassPacketInfo,
  Timestamping: ({ unit: { socket } }) => timestampWords[socket.Timestamping],
  RemoveOnStop: ({ unit: { socket } }) => socket.RemoveOnStop,
  Listen: ({ unit: { socket } }) => socket.Listen.map(listen => [listen.is, formatListen(listen)] as const),
  Symlinks: ({ unit: { socket } }) => socket.Symlinks,
  Mark: ({ unit: { socket } }) => socket.Mark,
  MaxConnections: ({ unit: { socket } }) => socket.MaxConnections,
  MaxConnectionsPerSource: ({ unit: { socket } }) => socket.MaxConnectionsPerSource,
  MessageQueueMaxMessages: ({ unit: { socket } }) => socket.MessageQueueMaxMessages,
  MessageQueueMessageSize: ({ unit: { socket } }) => socket.MessageQueueMessageSize,
  TCPCongestion: ({ unit: { socket } }) => socket.TCPCongestion,
  ReusePort: ({ unit: { socket } }) => socket.ReusePort,
  SmackLabel: ({ unit: { socket } }) => socket.SmackLabel,
  SmackLabelIPIn: ({ unit: { socket } }) => socket.SmackLabelIPIn,
  SmackLabelIPOut: ({ unit: { socket } }) => socket.SmackLabelIPOut,
  FileDescriptorName: ({ unit: { id, socket } }) => socket.FileDescriptorName ?? (socket.Accept ? 'connection' : id),
  SocketProtocol: ({ unit: { socket } }) => socket.SocketProtocol,
  TriggerLimitIntervalUSec: ({ unit: { socket } }) => socket.TriggerLimitIntervalSec,
  TriggerLimitBurst: ({ unit: { socket } }) => socket.TriggerLimitBurst,
  PollLimitIntervalUSec: ({ unit: { socket } }) => socket.PollLimitIntervalSec,
  PollLimitBurst: ({ unit: { socket } }) => socket.PollLimitBurst,
  ExecStartPre: ({ unit: { socket } }) => commandRows(socket.ExecStartPre),
  ExecStartPost: ({ unit: { socket } }) => commandRows(socket.ExecStartPost),
  ExecStopPre: ({ unit: { socket } }) => commandRows(socket.ExecStopPre),
  ExecStopPost: ({ unit: { socket } }) => commandRows(socket.ExecStopPost),
} as const satisfies SocketGetters
