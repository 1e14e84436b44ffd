/**
 * From supervisord's programs to units (systemd.service(5)). What has no equal is told, and stands as a comment in the unit it is
 * about: nothing is left out in silence.
 */
import { quoteUnitWord } from '#core/unitfile/escape.ts'
import { splitWords } from '#core/unitfile/words.ts'
import type { SupervisorSection } from './supervisord-config.ts'

export interface ImportedUnit {
  readonly name: string
  readonly text: string
}

export interface Imported {
  readonly units: readonly ImportedUnit[]
  /** What could not be taken over, a sentence each. */
  readonly notes: readonly string[]
}

/** What a rule makes of a value: lines for [Unit], [Service], and what to tell. */
interface Lines {
  readonly unit?: readonly string[]
  readonly service?: readonly string[]
  readonly note?: string
}

type Rule = (value: string, all: ReadonlyMap<string, string>) => Lines

const nothing: Rule = () => ({})
const service =
  (make: (value: string) => string): Rule =>
  value => ({ service: [make(value)] })
const isYes = (value: string | undefined): boolean => /^(true|1|on|yes)$/i.test(value ?? '')
const untold =
  (why: string): Rule =>
  (value, _all) => ({ note: `${value === '' ? '' : `${value}: `}${why}` })

/** One row a setting of [program:x] (Supervisor's documentation, "[program:x] Section Settings"). */
const rules: Readonly<Record<string, Rule>> = {
  command: nothing,
  process_name: nothing,
  numprocs: nothing,
  numprocs_start: nothing,
  autostart: nothing,
  priority: untold('the order of starts is by After= here; priorities are not taken over'),
  startsecs: nothing,
  startretries: value => ({ unit: [`StartLimitBurst=${Number(value) + 1}`, 'StartLimitIntervalSec=60'] }),
  autorestart: value => ({ service: [`Restart=${restartOf(value)}`] }),
  exitcodes: value => ({
    service: [
      `SuccessExitStatus=${value
        .split(',')
        .map(code => code.trim())
        .join(' ')}`,
    ],
  }),
  stopsignal: service(value => `KillSignal=${value.startsWith('SIG') ? value : `SIG${value}`}`),
  stopwaitsecs: service(value => `TimeoutStopSec=${value}`),
  stopasgroup: nothing,
  killasgroup: nothing,
  user: service(value => `User=${value}`),
  redirect_stderr: nothing,
  stdout_logfile: (value, all) => ({
    service: [
      `StandardOutput=${outputOf(value)}`,
      ...(isYes(all.get('redirect_stderr')) ? ['StandardError=inherit'] : []),
    ],
  }),
  stderr_logfile: (value, all) =>
    isYes(all.get('redirect_stderr')) ? {} : { service: [`StandardError=${outputOf(value)}`] },
  stdout_logfile_maxbytes: rotation,
  stderr_logfile_maxbytes: rotation,
  stdout_logfile_backups: nothing,
  stderr_logfile_backups: nothing,
  stdout_syslog: nothing,
  stderr_syslog: nothing,
  stdout_capture_maxbytes: nothing,
  stderr_capture_maxbytes: nothing,
  stdout_events_enabled: untold('there are no events'),
  stderr_events_enabled: untold('there are no events'),
  environment: value => ({ service: environmentOf(value).map(one => `Environment=${one}`) }),
  directory: service(value => `WorkingDirectory=${value}`),
  umask: service(value => `UMask=${value}`),
  serverurl: untold('there is no XML-RPC server'),
}

function rotation(value: string): Lines {
  return /^0[KMG]?B?$/i.test(value) ? {} : { note: 'logs are not rotated by berth; logrotate(8) does it' }
}

/** A file is appended to; what went to supervisord's own output goes to the log. */
function outputOf(value: string): string {
  if (/^none$/i.test(value)) {
    return 'null'
  }
  return value.startsWith('/') && !value.startsWith('/dev/') ? `append:${value}` : 'journal'
}

function restartOf(value: string): string {
  if (/^unexpected$/i.test(value)) {
    return 'on-failure'
  }
  return isYes(value) ? 'always' : 'no'
}

/** `A="b c",D=e`: each as Environment= reads it. */
function environmentOf(value: string): readonly string[] {
  const pairs = value.matchAll(/([A-Za-z_]\w*)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,]*)/g)
  return [...pairs].map(([, key = '', raw = '']) =>
    quoteUnitWord(`${key}=${raw.trim().replace(/^(["'])(.*)\1$/s, '$2')}`),
  )
}

/** Makes units of a configuration. */
export function importSupervisor(sections: readonly SupervisorSection[]): Imported {
  const notes: string[] = []
  const units: ImportedUnit[] = []
  const common = sections.find(({ kind }) => kind === 'supervisord')?.values.get('environment') ?? ''
  for (const section of sections) {
    const { kind, name } = section
    if (kind === 'program') {
      const made = programUnits(section, common)
      units.push(...made.units)
      notes.push(...made.notes)
    } else if (kind === 'group') {
      units.push(groupUnit(section))
    } else if (kind === 'eventlistener' || kind === 'fcgi-program') {
      notes.push(`[${kind}:${name}] has no equal and was not taken over.`)
    }
  }
  return { units, notes }
}

function groupUnit({ name, values }: SupervisorSection): ImportedUnit {
  const programs = (values.get('programs') ?? '').split(',').map(one => `${one.trim()}.service`)
  const text = `[Unit]\nDescription=${name}\nWants=${programs.join(' ')}\n\n[Install]\nWantedBy=multi-user.target\n`
  return { name: `${name}.target`, text }
}

function programUnits({ name, values }: SupervisorSection, common: string): Imported {
  const count = Number(values.get('numprocs') ?? 1)
  const first = Number(values.get('numprocs_start') ?? 0)
  const numbers = count > 1 ? Array.from({ length: count }, (_, at) => first + at) : [null]
  const made = numbers.map(number => programUnit(name, values, common, number))
  return { units: made.map(({ unit }) => unit), notes: [...new Set(made.flatMap(({ notes }) => notes))] }
}

function programUnit(
  name: string,
  values: ReadonlyMap<string, string>,
  common: string,
  number: number | null,
): { readonly unit: ImportedUnit; readonly notes: readonly string[] } {
  const id = number === null ? name : `${name}-${number}`
  const notes: string[] = []
  const [unit, lines]: [string[], string[]] = [[], []]
  const expand = (text: string): string => expandNames(text, { name, number, say: why => notes.push(`${id}: ${why}`) })
  const words = splitWords(expand(values.get('command') ?? ''), { quotes: 'remove', relaxed: true })
  const argv = words.ok ? words.value : []
  lines.push('Type=exec', `ExecStart=${argv.map(quoteUnitWord).join(' ').replaceAll('$', '$$$$')}`)
  const defaults = new Map([
    ['autorestart', 'unexpected'],
    ['stopwaitsecs', '10'],
    ['stdout_logfile', 'AUTO'],
    ...values,
  ])
  for (const one of environmentOf(common)) {
    lines.push(`Environment=${one}`)
  }
  for (const [key, value] of defaults) {
    const rule = rules[key]
    const made =
      rule === undefined ? { note: `${key}= is not known and was not taken over` } : rule(expand(value), defaults)
    unit.push(...(made.unit ?? []))
    lines.push(...(made.service ?? []))
    if (made.note !== undefined) {
      notes.push(`${id}: ${key}: ${made.note}.`)
    }
  }
  lines.push(`KillMode=${isYes(values.get('stopasgroup')) ? 'control-group' : 'mixed'}`)
  if (argv.length === 0) {
    notes.push(`${id}: there is no command that could be read.`)
  }
  const wanted = values.get('autostart') === undefined || isYes(values.get('autostart'))
  const install = wanted ? '\n[Install]\nWantedBy=multi-user.target\n' : ''
  const text = `[Unit]\nDescription=${id}\n${unit.map(line => `${line}\n`).join('')}\n[Service]\n${lines.map(line => `${line}\n`).join('')}${install}`
  return { unit: { name: `${id}.service`, text }, notes }
}

interface Names {
  readonly name: string
  readonly number: number | null
  say(why: string): void
}

/** `%(program_name)s`, `%(process_num)02d`, `%(ENV_X)s`; a variable becomes one of systemd's where it can. */
function expandNames(text: string, { name, number, say }: Names): string {
  return text.replace(/%\((\w+)\)(0?\d*)[sd]/g, (whole, key: string, width: string) => {
    const padded = (value: number): string => String(value).padStart(Number(width || 0), '0')
    if (key === 'program_name' || key === 'group_name') {
      return name
    }
    if (key === 'process_num') {
      return padded(number ?? 0)
    }
    if (key === 'here') {
      return '.'
    }
    say(`${whole} is not known here: write its value.`)
    return whole
  })
}
