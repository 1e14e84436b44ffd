/** Standard input, output and error of a command (systemd.exec(5), "Logging and Standard Input/Output"). */
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import type { StandardInput, StandardOutput } from '#core/unit/kinds/exec/stream.ts'
import type { InputSource, Launch, OutputSink, PassedSocket } from './launch.ts'

/** Descriptors of the manager that streams may need. */
export interface StreamDescriptors {
  /** The writing end of the pipe to the log. */
  readonly log: number
  /** A memory file with StandardInputText= and StandardInputData= in it, null without them. */
  readonly data: number | null
  readonly sockets: readonly PassedSocket[]
}

type Streams = Pick<Launch['streams'], 'input' | 'output' | 'error'>

/** Whether a command's output goes to the log, so that a pipe is needed for it. */
export function needsLog({ StandardOutput, StandardError }: ExecSettings): boolean {
  return isLogged(StandardOutput) || isLogged(StandardError)
}

function isLogged({ to }: StandardOutput): boolean {
  return to === 'journal' || to === 'journal+console' || to === 'kmsg' || to === 'kmsg+console'
}

export function streamsOf(exec: ExecSettings, descriptors: StreamDescriptors): Streams {
  const input = inputOf(exec.StandardInput, descriptors)
  const output = outputOf(exec.StandardOutput, 'stdout', descriptors, inheritedOutput(exec.StandardInput))
  return { input, output, error: outputOf(exec.StandardError, 'stderr', descriptors, { to: 'inherit-stdout' }) }
}

function inputOf(input: StandardInput, { data, sockets }: StreamDescriptors): InputSource {
  switch (input.from) {
    case 'tty':
      return { from: 'tty', steal: 'no' }
    case 'tty-force':
      return { from: 'tty', steal: 'force' }
    case 'tty-fail':
      return { from: 'tty', steal: 'fail' }
    case 'file':
      return { from: 'file', path: input.path }
    case 'data':
      return data === null ? { from: 'null' } : { from: 'descriptor', fd: data }
    case 'socket':
    case 'fd': {
      const fd = socketFor(input.from === 'fd' ? (input.name ?? 'stdin') : null, sockets)
      return fd === undefined ? { from: 'null' } : { from: 'descriptor', fd }
    }
    case 'null':
      return { from: 'null' }
  }
}

/** The socket of a name, or the one there is. Without one the stream is empty. */
function socketFor(name: string | null, sockets: readonly PassedSocket[]): number | undefined {
  return sockets.find(socket => name === null || socket.name === name)?.fd
}

/** StandardOutput=inherit: where the input is a terminal, a file or a socket, the output is the same. */
function inheritedOutput({ from }: StandardInput): OutputSink {
  return from === 'null' || from === 'data' ? { to: 'null' } : { to: 'inherit-stdin' }
}

function outputOf(
  output: StandardOutput,
  stream: 'stdout' | 'stderr',
  { log, sockets }: StreamDescriptors,
  inherited: OutputSink,
): OutputSink {
  switch (output.to) {
    case 'inherit':
      return inherited
    case 'null':
      return { to: 'null' }
    case 'tty':
      return { to: 'tty' }
    case 'file':
      return { to: 'file', path: output.path, mode: 'write' }
    case 'append':
    case 'truncate':
      return { to: 'file', path: output.path, mode: output.to }
    case 'journal':
    case 'journal+console':
    case 'kmsg':
    case 'kmsg+console':
      return { to: 'descriptor', fd: log }
    case 'socket':
    case 'fd': {
      const fd = socketFor(output.to === 'fd' ? (output.name ?? stream) : null, sockets)
      return fd === undefined ? { to: 'null' } : { to: 'descriptor', fd }
    }
  }
}
