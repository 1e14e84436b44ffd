/**
 * The last lines a unit logged. The manager keeps them and tells them by a method of its own; systemd has none such, as there
 * they are in the journal, so any error means that there are no lines.
 */
import type { Client } from '#control/client.ts'
import { managerPath } from '#control/object-path.ts'

/** One line. */
export interface LogLine {
  /** µs since 1970. */
  readonly realtime: bigint
  /** 0 when it is not known. */
  readonly pid: number
  readonly identifier: string
  readonly text: string
}

const logInterface = 'io.github.berth1.Log'

/** At most `count` lines, the oldest first. */
export async function lastLines(client: Client, unit: string, count: number): Promise<readonly LogLine[]> {
  if (count === 0) {
    return []
  }
  const reply = await client.call(managerPath, logInterface, 'LastLines', 'su', [unit, count])
  const [lines] = reply.ok ? reply.value : []
  if (!Array.isArray(lines)) {
    return []
  }
  return (lines as readonly (readonly [bigint, number, string, string])[]).map(([realtime, pid, identifier, text]) => ({
    realtime: BigInt(realtime),
    pid,
    identifier,
    text,
  }))
}
