/** Makes the session of one command: printing, the pager, the time zone, the connection to the manager. */

import type { Options } from '#cli/command-line/options.ts'
import { type Colour, paint } from '#cli/render/colour.ts'
import { type Environment, isDumb, type Look } from '#cli/render/look.ts'
import type { Pager, Streams } from '#cli/streams.ts'
import type { Client } from '#control/client.ts'
import { parseSyslogLevel } from '#core/base/linux/syslog.ts'
import { fail, ok, type Result } from '#core/base/result.ts'
import type { Zone } from '#core/calendar/zone.ts'
import { isSessionOf, pagerProgram } from './pager.ts'
import { isQuestion } from './questions.ts'
import type { AtEnd, CommandKernel, ConnectBus, NoConnection, Session, Severity, Wish } from './session.ts'

export interface SessionParts {
  readonly name: string
  readonly verb: string
  readonly args: readonly string[]
  readonly options: Options
  readonly environment: Environment
  readonly workingDirectory: string
  readonly kernel: CommandKernel
  readonly streams: Streams
  readonly look: Look
  readonly connectBus: ConnectBus
  readonly atEnd: AtEnd
}

/** A session, and how to end it. */
export interface OpenSession {
  readonly session: Session
  /** Waits for the pager and closes the connection. */
  close(): Promise<void>
}

export function openSession(parts: SessionParts): OpenSession {
  const paging = createPaging(parts)
  const complain = (line: string): void => paging.say('error', line)
  const manager = createConnection(parts, 'manager', complain)
  const bus = createConnection(parts, 'bus', complain)
  const session: Session = {
    ...parts,
    ...paging,
    get paged() {
      return paging.isPaged()
    },
    zone: readLocalZone(parts),
    manager: manager.open,
    reachManager: manager.reach,
    bus: bus.open,
  }
  const close = async (): Promise<void> => {
    manager.close()
    bus.close()
    await paging.close()
  }
  return { session, close }
}

const severities: Readonly<Record<Severity, { readonly level: number; readonly colour: Colour | null }>> = {
  error: { level: 3, colour: 'red' },
  warning: { level: 4, colour: 'yellow' },
  notice: { level: 5, colour: 'bold' },
  info: { level: 6, colour: null },
}

function createPaging({ streams, look, environment, options, kernel }: SessionParts) {
  let pager: Pager | undefined
  let paged = false
  const threshold = logThreshold(environment)
  return {
    print(text: string): void {
      ;(pager ?? streams.output).write(text)
    },
    say(severity: Severity, line: string): void {
      const { level, colour } = severities[severity]
      if (level > threshold) {
        return
      }
      const toPager = pager !== undefined && streams.errors.isTerminal
      const text = look.logColours ? paint(line, colour, look) : line
      // A terminal may be in raw mode, where a line feed alone does not return to the first column.
      const lineEnd = streams.errors.isTerminal && !isDumb(environment) ? '\r\n' : '\n'
      if (pager !== undefined && toPager) {
        pager.write(`${text}\n`)
      } else {
        streams.errors.write(`${text}${lineEnd}`)
      }
    },
    openPager(): void {
      if (paged || !options.pager || !look.onTerminal) {
        return
      }
      const programs = pagerProgram(environment, look, () => isOwnSession(kernel))
      if (programs === undefined) {
        return
      }
      paged = true
      for (const program of programs) {
        pager = streams.openPager(program)
        if (pager !== undefined) {
          return
        }
      }
    },
    isPaged: () => paged,
    close: async (): Promise<void> => pager?.close(),
  }
}

function isOwnSession({ files, host }: CommandKernel): boolean {
  const group = files.readText('/proc/self/cgroup', 65_536)
  return group.ok && isSessionOf(host.uid, group.value)
}

/** SYSTEMD_LOG_LEVEL: one level, or a list of levels a target, of which the one for all targets is the limit. */
function logThreshold(environment: Environment): number {
  const info = 6
  for (const item of (environment.get('SYSTEMD_LOG_LEVEL') ?? '').split(',')) {
    const level = parseSyslogLevel(item)
    if (level.ok) {
      return level.value
    }
  }
  return info
}

const zoneFolder = '/usr/share/zoneinfo'
const zoneBytesMax = 1024 * 1024

/** TZ, or /etc/localtime; read when the first time is printed. */
function readLocalZone({ environment, kernel }: SessionParts): () => Promise<Zone> {
  const read = (name: string): Uint8Array | undefined => {
    const bytes = kernel.files.readBytes(name.startsWith('/') ? name : `${zoneFolder}/${name}`, zoneBytesMax)
    return bytes.ok ? bytes.value : undefined
  }
  return async () => {
    const { zoneOfVariable } = await import('#core/calendar/zone-variable.ts')
    return zoneOfVariable(environment.get('TZ') ?? ':/etc/localtime', read)
  }
}

/** One connection for the whole command, made when it is first needed; where that fails, the reason is said. */
function createConnection(
  { options, verb, connectBus }: SessionParts,
  focus: 'manager' | 'bus',
  complain: (line: string) => void,
) {
  let connecting: Promise<Result<Client, readonly string[]>> | undefined
  let opened: Client | undefined
  let isSaid = false
  const connect = async (wish: Wish): Promise<Result<Client, readonly string[]>> => {
    if (options.scope === 'global') {
      return fail(['--global is not supported for this operation.'])
    }
    if (opened !== undefined) {
      return ok(opened)
    }
    const connected = await connectBus({ scope: options.scope, transport: options.transport, wish }, focus)
    if (!connected.ok) {
      return fail(describeFailure(options, connected.error))
    }
    opened = connected.value
    return connected
  }
  let reaching: typeof connecting
  return {
    async open(): Promise<Result<Client, number>> {
      await reaching
      connecting ??= connect(isQuestion(verb) ? 'ask' : 'change')
      const connected = await connecting
      if (connected.ok) {
        return connected
      }
      if (!isSaid) {
        for (const line of connected.error) {
          complain(line)
        }
      }
      isSaid = true
      return fail(1)
    },
    async reach(): Promise<Client | undefined> {
      reaching ??= connecting ?? connect('reach')
      const connected = await reaching
      return connected.ok ? connected.value : undefined
    },
    close: () => opened?.close(),
  }
}

const transportNames = { local: 'local', host: 'remote', machine: 'machine', capsule: 'capsule' } as const

function describeFailure({ scope, transport }: Options, { hint, message }: NoConnection): readonly string[] {
  return [...hint, `Failed to connect to ${scope} scope bus via ${transportNames[transport.to]} transport: ${message}`]
}
