/** Streams, terminals and the log as properties (systemd.exec(5)). */
import type { Getters } from '#control/implement.ts'
import type { execContextProperties } from '#control/protocol/units/exec-context.ts'
import { encodeText } from '#core/base/text/text.ts'
import type { StandardOutput } from '#core/unit/kinds/exec/stream.ts'
import type { ExecSubject } from '#manager/bus/properties/subject.ts'

type ExecGetters = Getters<typeof execContextProperties, ExecSubject>

/** What TTYRows= and TTYColumns= show when nothing is said: 2^32-1, cut to 16 bits. */
const unsetSize = 0xffff

export const streamSettings = {
  StandardInput: ({ exec }) => exec.StandardInput.from,
  StandardInputFileDescriptorName: ({ exec: { StandardInput: input } }) =>
    input.from === 'fd' ? (input.name ?? 'stdin') : '',
  StandardInputData: ({ exec }) => exec.StandardInputBytes,
  StandardOutput: ({ exec }) => exec.StandardOutput.to,
  StandardOutputFileDescriptorName: ({ exec }) => descriptorName(exec.StandardOutput, 'stdout'),
  StandardError: ({ exec }) => exec.StandardError.to,
  StandardErrorFileDescriptorName: ({ exec }) => descriptorName(exec.StandardError, 'stderr'),
  TTYPath: ({ exec }) => exec.TTYPath,
  TTYReset: ({ exec }) => exec.TTYReset,
  TTYVHangup: ({ exec }) => exec.TTYVHangup,
  TTYVTDisallocate: ({ exec }) => exec.TTYVTDisallocate,
  TTYRows: ({ exec }) => Math.min(exec.TTYRows ?? unsetSize, unsetSize),
  TTYColumns: ({ exec }) => Math.min(exec.TTYColumns ?? unsetSize, unsetSize),
  SyslogPriority: ({ exec }) => exec.SyslogFacility * 8 + exec.SyslogLevel,
  SyslogIdentifier: ({ exec }) => exec.SyslogIdentifier,
  SyslogLevelPrefix: ({ exec }) => exec.SyslogLevelPrefix,
  SyslogLevel: ({ exec }) => exec.SyslogLevel,
  SyslogFacility: ({ exec }) => exec.SyslogFacility,
  LogLevelMax: ({ exec }) => exec.LogLevelMax ?? -1,
  LogRateLimitIntervalUSec: ({ exec }) => exec.LogRateLimitIntervalSec,
  LogRateLimitBurst: ({ exec }) => exec.LogRateLimitBurst,
  LogExtraFields: ({ exec }) => exec.LogExtraFields.map(encodeText),
  LogFilterPatterns: ({ exec }) => [
    ...exec.LogFilterPatterns.filter(({ allows }) => allows).map(({ pattern }) => [true, pattern] as const),
    ...exec.LogFilterPatterns.filter(({ allows }) => !allows).map(({ pattern }) => [false, pattern] as const),
  ],
  LogNamespace: ({ exec }) => exec.LogNamespace,
} as const satisfies Partial<ExecGetters>

function descriptorName(output: StandardOutput, stream: string): string {
  return output.to === 'fd' ? (output.name ?? stream) : ''
}
