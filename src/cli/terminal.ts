/**
 * The command line's own side of the outside world, and the only file of this room that imports Node: arguments, standard
 * streams, the terminal's size, and the programs that take over the terminal.
 *
 * It writes with writeSync and never touches process.stdout: Node would set O_NONBLOCK on a pipe that others share, and leave
 * it so when we are gone.
 */
import { fstatSync, readFileSync, writeSync } from 'node:fs'
import { decodeText, encodeText } from '#core/base/text/text.ts'
import type { Pager, Program, Stream, Streams } from './streams.ts'

/** How we were called. */
export interface Terminal {
  /** argv[0] as the caller gave it. */
  readonly name: string
  readonly args: readonly string[]
  readonly workingDirectory: string
  readonly streams: Streams
  /** Writes what is buffered; to be called before the process ends. */
  flush(): void
}

/** What a shell reports of a program that SIGPIPE ended, as it ends systemctl when its reader is gone. */
const brokenPipeStatus = 141

/** Output is written in pieces of at least this size, so that long lists do not cost a system call a line. */
const pieceLength = 65_536

/** Takes over the streams. `ended` is called when the reader of our output is gone: it must not return. */
export function openTerminal(ended: (status: number) => never): Terminal {
  const output = createOutput(ended)
  const errors = describeStream(2, text => {
    output.flush()
    writeAll(2, text)
  })
  return {
    name: process.argv0,
    args: readArguments(),
    workingDirectory: currentFolder(),
    flush: output.flush,
    streams: {
      output: output.stream,
      errors,
      readInput: () => decodeText(readFileSync(0)),
      get inputIsTerminal() {
        return isTerminal(0)
      },
      openPager: program => {
        output.flush()
        return startPager(program)
      },
      runProgram: program => {
        output.flush()
        return runProgram(program)
      },
    },
  }
}

/** Node decodes arguments lossily; where that changed one, the raw ones are in /proc. */
function readArguments(): readonly string[] {
  const args = process.argv.slice(2)
  if (!args.some(arg => arg.includes('\ufffd'))) {
    return args
  }
  try {
    const raw = readFileSync('/proc/self/cmdline')
    return decodeText(raw).split('\0').slice(0, -1).slice(-args.length)
  } catch {
    return args
  }
}

function currentFolder(): string {
  try {
    return process.cwd()
  } catch {
    // The folder we are in was removed: libraries ask for it, too, and must not fail on that.
    process.chdir('/')
    return '/'
  }
}

function createOutput(ended: (status: number) => never): { readonly stream: Stream; flush(): void } {
  let waiting: string[] = []
  let length = 0
  const flush = (): void => {
    if (length === 0) {
      return
    }
    const text = waiting.join('')
    waiting = []
    length = 0
    if (!writeAll(1, text)) {
      ended(brokenPipeStatus)
    }
  }
  const stream = describeStream(1, text => {
    waiting.push(text)
    length += text.length
    if (length >= pieceLength) {
      flush()
    }
  })
  return { stream, flush }
}

function describeStream(fd: number, write: (text: string) => void): Stream {
  let isTty: boolean | undefined
  let columns: number | undefined
  return {
    write,
    get isTerminal() {
      isTty ??= isTerminal(fd)
      return isTty
    },
    get columns() {
      columns ??= isTerminal(fd) ? windowWidth(fd) : 0
      return columns
    },
  }
}

// Loaded when they are needed, as most commands write to a pipe and start no program.
const tty = () => process.getBuiltinModule('node:tty')
const childProcess = () => process.getBuiltinModule('node:child_process')

function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && tty().isatty(fd)
  } catch {
    return false
  }
}

function windowWidth(fd: number): number {
  try {
    const terminal = new (tty().WriteStream)(fd)
    const [columns] = terminal.getWindowSize()
    // Not destroyed: that would close the descriptor.
    terminal.unref()
    return columns
  } catch {
    return 0
  }
}

/** False when the reader is gone. Other failures end here as well: there is nowhere to report them. */
function writeAll(fd: number, text: string): boolean {
  const bytes = encodeText(text)
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPIPE') {
        return false
      }
      if (code !== 'EAGAIN') {
        return true
      }
      pause()
    }
  }
  return true
}

/** Somebody made the pipe non-blocking, and it is full. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
}

function startPager({ argv, environment }: Program): Pager | undefined {
  const [command = '', ...args] = argv
  // The shell finds out whether there is such a program before anything is lost to it.
  const { spawn, spawnSync } = childProcess()
  if (spawnSync('/bin/sh', ['-c', 'command -v -- "$0" >/dev/null', command]).status !== 0) {
    return undefined
  }
  const child = spawn(command, args, { stdio: ['pipe', 'inherit', 'inherit'], env: Object.fromEntries(environment) })
  const left = Promise.withResolvers<void>()
  child.on('error', () => left.resolve())
  child.on('close', () => left.resolve())
  // Who leaves the pager early does not want the rest.
  child.stdin.on('error', () => undefined)
  return {
    write: text => void child.stdin.write(encodeText(text)),
    close: () => {
      child.stdin.end()
      return left.promise
    },
  }
}

function runProgram({ argv, environment }: Program): number | undefined {
  const [command = '', ...args] = argv
  const ended = childProcess().spawnSync(command, args, { stdio: 'inherit', env: Object.fromEntries(environment) })
  if (ended.error !== undefined) {
    return undefined
  }
  return ended.status ?? 1
}
