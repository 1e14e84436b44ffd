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
  // Files of each line's own: what a line left running may still print must not be taken for the next line's answer.
  const place = `${folder}/said`
  let line = 0
  child.stdin.write(`mkdir -p ${place}\n`)
  let bytes = Buffer.alloc(0)
  let taken: ((outcome: Outcome) => void) | undefined
  child.stdout.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece])
    const outcome = takeOutcome()
    if (outcome !== undefined) {
      taken?.(outcome)
    }
  })
  function takeOutcome(): Outcome | undefined {
    const end = bytes.indexOf('\n')
    if (end < 0) {
      return undefined
    }
    const [code = 0, out = 0, err = 0] = bytes.toString('latin1', 0, end).split(' ').map(Number)
    if (bytes.length < end + 1 + out + err) {
      return undefined
    }
    const stdout = bytes.toString('utf8', end + 1, end + 1 + out)
    const stderr = bytes.toString('utf8', end + 1 + out, end + 1 + out + err)
    bytes = bytes.subarray(end + 1 + out + err)
    return { stdout, stderr, code }
  }
  return {
    run: text =>
      new Promise(resolve => {
        taken = resolve
        line += 1
        const [out, err] = [`${place}/${line}.out`, `${place}/${line}.err`]
        const quoted = `'${`PATH=${folder}:$PATH; ${text}`.replaceAll("'", `'\\''`)}'`
        child.stdin.write(
          `timeout 30 sh -c ${quoted} </dev/null >${out} 2>${err}; code=$?\n` +
            `out=$(wc -c <${out}); err=$(wc -c <${err})\n` +
            'printf "%s %s %s\\n" $code $out $err\n' +
            `head -c $out ${out}; head -c $err ${err}; rm -f ${out} ${err}\n`,
        )
      }),
    close: () => child.stdin.end('exit\n'),
  }
}
