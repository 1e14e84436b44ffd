/** Takes from an output what differs from run to run, so that two runs can be compared byte for byte. */

interface Mask {
  readonly what: RegExp
  readonly by: string
}

const date = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \\d{4}-\\d\\d-\\d\\d'
const clock = '\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{6})?'
const span = '(?:\\d+(?:\\.\\d+)?(?:us|ms|s|min|h|d|w|month|y)|\\d+ (?:days?|weeks?|months?|years?))'
const spans = `${span}(?: ${span})*`

/** In this order. What changes the width of a column is masked together with the blanks behind it. */
const masks: readonly Mask[] = [
  { what: new RegExp(`${date} ${clock} [A-Z]{3,4}`, 'g'), by: '<time>' },
  { what: new RegExp(`${date} \\d\\d:(?:\\d|\\d\\d|\\d\\d:\\d?)?(…|\\.\\.\\.)`, 'g'), by: '<time>' },
  { what: new RegExp(`${spans} (ago|left)\\b *`, 'g'), by: '<span> $1 ' },
  { what: new RegExp(`^( *)(CPU|Duration): ${spans}`, 'gm'), by: '$1$2: <span>' },
  { what: /\b[0-9a-f]{64}\b/g, by: '<container>' },
  { what: /\b[0-9a-f]{32}\b/g, by: '<id>' },
  { what: /^( *(?:Main PID|Cntrl PID|Process): )\d+/gm, by: '$1<pid>' },
  { what: /^( *)(Tasks|Memory|CPU|IO|IP): .*$/gm, by: '$1$2: <amount>' },
  { what: /((?:├─|└─|\|-|`-)(?:\x1b\[[0-9;:]*m)?) *\d+ /g, by: '$1<pid> ' },
  { what: /^( *Job: )\d+/gm, by: '$1<job>' },
  { what: /\b(job) \d+\b/g, by: '$1 <job>' },
  { what: /^((?:Exec)?(?:Main|Control)?PID)=[1-9]\d*$/gm, by: '$1=<pid>' },
  { what: /^(\w*Timestamp\w*)=\d+$/gm, by: '$1=<µs>' },
  { what: /^(\w*Timestamp\w*)=@\d+$/gm, by: '$1=<time>' },
  {
    what: /^((?:CPUUsageNSec|MemoryAvailable|EffectiveMemory\w+|ControlGroupId|\w+Bytes|N(?:Names|Jobs|InstalledJobs|FailedJobs))=).*$/gm,
    by: '$1<amount>',
  },
  // A share of the machine's threads, unless a unit says a number, which is small here.
  { what: /^TasksMax=\d{4,}$/gm, by: 'TasksMax=<share>' },
  // Linux tells the size of a tmpfs only where it is not half of the memory there was when it booted.
  { what: /^(Options=.*),size=\d+k\b/gm, by: '$1' },
  { what: /\b(start_time|stop_time)=\[(?!n\/a)[^\]]*\] ; (stop_time=\[(?!n\/a)[^\]]*\] ; )?/g, by: '$1=[<time>] ; ' },
  { what: /\bsince @\d+/g, by: 'since @<time>' },
  { what: /\bnext_elapse=\d+\w* [\d\w. ]+(?= \})/g, by: 'next_elapse=<span>' },
  { what: /\bpid=\d+/g, by: 'pid=<pid>' },
  { what: /; Control PID: \d+/g, by: '; Control PID: <pid>' },
]

/** The output without what differs. `names` are further texts to mask, such as the name of the container. */
export function mask(text: string, names: readonly string[] = []): string {
  let masked = text
  for (const name of names) {
    masked = masked.replaceAll(name, '<host>')
  }
  for (const { what, by } of masks) {
    masked = masked.replace(what, by)
  }
  for (const [what, sort] of sets) {
    masked = masked.replace(what, sort)
  }
  return masked
}

/**
 * What depends on the day it was recorded, or on the length of the container's name, with the widths of its columns: how far off
 * timers are, and the list of machines. Colours go with it.
 */
export function maskDay(run: string, text: string): string {
  if (!/list-timers|list-machines/.test(run)) {
    return text
  }
  return text
    .replace(/\x1b\[[0-9;]*m/g, '')
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, '<day>')
    .replace(
      /\d+ (?:[a-z]*…|(?:year|month|week|day)s?\b)(?: \d+ (?:[a-z]*…|(?:year|month|week|day)s?\b)| …|…)*/g,
      '<span>',
    )
    .replace(/ +/g, ' ')
}

const sortLines = (text: string): string => text.split('\n').toSorted().join('\n')

/** What systemd keeps in sets has no order: units that trigger one, and links that were removed. */
const sets: readonly (readonly [what: RegExp, sort: (found: string) => string])[] = [
  [/^[\w@.-]+\.\w+(?:, [\w@.-]+\.\w+)+$/gm, found => found.split(', ').toSorted().join(', ')],
  [/(?<=^TriggeredBy: )[^\n]*(?:\n {13}\S[^\n]*)+/gm, found => sortBlock(found)],
  [/(?<=^IPAddress(?:Allow|Deny)=).*/gm, found => found.split(' ').toSorted().join(' ')],
  [/^Removed '.*'\.(?:\nRemoved '.*'\.)+/gm, sortLines],
]

/** Lines below each other behind one label. */
function sortBlock(found: string): string {
  const lines = found.split('\n').map(line => line.trim())
  return lines.toSorted().join(`\n${' '.repeat(13)}`)
}
