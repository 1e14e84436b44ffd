/** Standard input, output and error of a command (systemd.exec(5), "Logging and Standard Input/Output"). */
import type { ExecSettings } from '#core/unit/directives/exec.ts'
import type { StandardInput, StandardOutput } from '#core/unit/kinds/stream.ts'
import type { InputSource, OutputSink } from './launch.ts'

/** Descriptors of the manager that streams may need. */
export interface StreamDescriptors {
  /** The writing end of the pipe to the log. */
  readonly log: number
  /** The reading end of a pipe with StandardInputText= in it, null without one. */
  readonly data: number | null
}

export interface Streams {
  readonly stdin: InputSource
  readonly stdout: OutputSink
  readonly stderr: OutputSink
}

/** Whether a command's output goes to the log, so that a pipe is needed for it. */
export function needsLog({ StandardOutput, StandardError }: ExecSettings): boolean {
  return isLogged(StandardOutput) || isLogged(StandardError)
}

function isLogged({ to }: StandardOutput): boolean {
  return to === 'journal' || to === 'journal+console' || to === 'kmsg' || to === 'kmsg+console'
}

export function streamsOf(exec: ExecSettings, descriptors: StreamDescriptors): Streams {
  const stdin = inputOf(exec.StandardInput, descriptors)
  const stdout = outputOf(exec.StandardOutput, descriptors, inheritedOutput(stdin))
  return { stdin, stdout, stderr: outputOf(exec.StandardError, descriptors, { to: 'inherit-stdout' }) }
}

function inputOf(input: StandardInput, { data }: StreamDescriptors): InputSource {
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
    // No socket is handed to services yet: they read nothing.
    case 'socket':
    case 'fd':
    case 'null':
      return { from: 'null' }
  }
}

/** StandardOutput=inherit: where the input is a terminal or a file, the output is the same. */
function inheritedOutput(stdin: InputSource): OutputSink {
  return stdin.from === 'null' || stdin.from === 'descriptor' ? { to: 'null' } : { to: 'inherit-stdin' }
}

function outputOf(output: StandardOutput, { log }: StreamDescriptors, inherited: OutputSink): OutputSink {
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
    case 'fd':
      return { to: 'null' }
  }
}
