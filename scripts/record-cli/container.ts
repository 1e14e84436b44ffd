/** Runs shell lines in a container, many in one `docker exec`, since starting that takes longer than most of them. */
import { spawn } from 'node:child_process'

/** What a line printed and how it ended. */
export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

/** A shell in a container that runs one line after another. */
export interface Shell {
  run(line: string): Promise<Outcome>
  close(): void
}

/**
 * Opens a shell. Each line runs in a shell of its own, in which `systemctl` and its other names are looked for in `folder`
 * first, with standard input from /dev/null.
 */
export function openShell(container: string, folder: string): Shell {
  const child = spawn('docker', ['exec', '-i', container, '/bin/sh', '-s'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let bytes = Buffer.alloc(0)
  let taken: ((outcome: Outcome) => void) | undefined
  child.stdout.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece])
    const outcome = takeOutcome()
    if (outcome !== undefined) taken?.(outcome)
  })
  function takeOutcome(): Outcome | undefined {
    const end = bytes.indexOf('\n')
    if (end < 0) return undefined
    const [code = 0, out = 0, err = 0] = bytes.toString('latin1', 0, end).split(' ').map(Number)
    if (bytes.length < end + 1 + out + err) return undefined
    const stdout = bytes.toString('utf8', end + 1, end + 1 + out)
    const stderr = bytes.toString('utf8', end + 1 + out, end + 1 + out + err)
    bytes = bytes.subarray(end + 1 + out + err)
    return { stdout, stderr, code }
  }
  return {
    run: line =>
      new Promise(resolve => {
        taken = resolve
        const quoted = `'${`PATH=${folder}:$PATH; ${line}`.replaceAll("'", `'\\''`)}'`
        child.stdin.write(
          `timeout 30 sh -c ${quoted} </dev/null >/tmp/record.out 2>/tmp/record.err; code=$?\n` +
            'printf "%s %s %s\\n" $code $(wc -c </tmp/record.out) $(wc -c </tmp/record.err)\n' +
            'cat /tmp/record.out /tmp/record.err\n',
        )
      }),
    close: () => child.stdin.end('exit\n'),
  }
}
