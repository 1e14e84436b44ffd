/** Services' output: pipes from their standard output and error to the log, line by line. */
import { decodeText, withoutControls } from '#core/base/text/text.ts'
import type { Sockets } from '#kernel/kernel.ts'

/** A line longer than this is cut into several, as journald does (LineMax=). */
const lineMaxBytes = 48 * 1024

/** Cuts a stream of bytes into lines; what is left at its end is a line, too. */
export class LineCutter {
  readonly #line: (text: string) => void
  #rest: Uint8Array = new Uint8Array(0)

  constructor(line: (text: string) => void) {
    this.#line = line
  }

  take(bytes: Uint8Array): void {
    let start = 0
    for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
      this.#emit(bytes.subarray(start, end))
      start = end + 1
    }
    this.#keep(bytes.subarray(start))
  }

  finish(): void {
    if (this.#rest.length > 0) {
      this.#emit(new Uint8Array(0))
    }
  }

  #emit(bytes: Uint8Array): void {
    const whole = this.#rest.length === 0 ? bytes : join(this.#rest, bytes)
    this.#rest = new Uint8Array(0)
    this.#line(readable(decodeText(whole)))
  }

  #keep(bytes: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? bytes.slice() : join(this.#rest, bytes)
    while (this.#rest.length >= lineMaxBytes) {
      this.#line(readable(decodeText(this.#rest.subarray(0, lineMaxBytes))))
      this.#rest = this.#rest.slice(lineMaxBytes)
    }
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}

/** A terminal behind `docker logs` must not be steered by what a service prints. */
function readable(text: string): string {
  return withoutControls(text.replace(/\r$/, ''))
}

/** Reads one pipe to its end. */
export function readLines(
  sockets: Sockets,
  fd: number,
  line: (text: string) => void,
  ended: () => void,
): { close(): void } {
  const cutter = new LineCutter(line)
  return sockets.readPipe(
    fd,
    bytes => cutter.take(bytes),
    () => {
      cutter.finish()
      ended()
    },
  )
}
