import { parseBoolean } from '#core/base/boolean.ts'
import { exitStatus, parseExitStatus } from '#core/base/linux/exit-status.ts'
import { parseSignal, signalName } from '#core/base/linux/signal.ts'
import { formatSocketAddress, parseSocketAddress } from '#core/base/linux/socket-address.ts'
import { readSyslogIdentifier, readSyslogPriority } from '#core/base/linux/syslog.ts'
import { isUserName } from '#core/base/linux/user-name.ts'
import { parseInt32, parseRange, parseUint32 } from '#core/base/numbers.ts'
import { comparePaths, isNormalized, pathBelow, relativePath, simplifyPath } from '#core/base/path.ts'
import { parsePercent, parsePermille, parsePermyriad } from '#core/base/percent.ts'
import {
  parseErrno,
  parseMode,
  parseNice,
  parseOomScoreAdjust,
  parsePid,
  parsePort,
  parseUid,
} from '#core/base/scalars.ts'
import { parseSize } from '#core/base/size.ts'
import { escapeSpecifiers } from '#core/base/specifier.ts'
import { formatBytes } from '#core/base/text/bytes.ts'
import { ellipsize } from '#core/base/text/ellipsize.ts'
import { flat, outcome, vectorTest } from './vectors.ts'

interface Text {
  readonly in: string
}

vectorTest<Text>('boolean', 'booleans are read as systemd reads them', ({ in: text }) => flat(parseBoolean(text)))

vectorTest<Text>('size', 'byte sizes are read as systemd reads them', ({ in: text }) => ({
  iec: outcome(parseSize(text, 1024)),
  si: outcome(parseSize(text, 1000)),
}))

vectorTest<Text>('percent', 'percent, permille and permyriad are read as systemd reads them', ({ in: text }) => ({
  percent: outcome(parsePercent(text)),
  percent_unbounded: outcome(parsePercent(text, 'unbounded')),
  permille: outcome(parsePermille(text)),
  permille_unbounded: outcome(parsePermille(text, 'unbounded')),
  permyriad: outcome(parsePermyriad(text)),
  permyriad_unbounded: outcome(parsePermyriad(text, 'unbounded')),
}))

const scalars = {
  nice: parseNice,
  mode: parseMode,
  pid: parsePid,
  uid: parseUid,
  oom_score_adjust: parseOomScoreAdjust,
  port: parsePort,
  errno: parseErrno,
  range: parseRange,
  uint: (text: string) => parseUint32(text),
  int: (text: string) => parseInt32(text),
}

vectorTest<Text & { readonly kind: keyof typeof scalars }>(
  'scalars',
  'small numbers are read as systemd reads them',
  ({ kind, in: text }) => flat<unknown>(scalars[kind](text)),
)

vectorTest<{ readonly op: string; readonly in: string & number }>(
  'signals',
  'signals are read and named as by systemd',
  ({ op, in: given }) => (op === 'from_string' ? flat(parseSignal(given)) : { out: signalName(given) }),
)

vectorTest<{ readonly op: string; readonly in: string; readonly code: number }>(
  'exit_status',
  'exit statuses have the names and classes systemd gives them',
  ({ op, in: text, code }) =>
    op === 'from_string'
      ? flat(parseExitStatus(text))
      : {
          full: exitStatus(code)?.name ?? null,
          'libc+systemd': exitStatus(code, ['libc', 'systemd'])?.name ?? null,
          class: exitStatus(code)?.class ?? null,
        },
)

interface PathCase {
  readonly op: 'simplify' | 'make_relative' | 'startswith' | 'is_normalized' | 'compare'
  readonly in: string
  readonly from: string
  readonly to: string
  readonly path: string
  readonly prefix: string
  readonly a: string
  readonly b: string
}

vectorTest<PathCase>('paths', 'paths are simplified and compared as by systemd', given => {
  switch (given.op) {
    case 'simplify':
      return { out: simplifyPath(given.in), keep_trailing_slash: simplifyPath(given.in, 'keep') }
    case 'make_relative':
      return flat(relativePath(given.from, given.to))
    case 'startswith':
      return { rest: pathBelow(given.path, given.prefix) ?? null }
    case 'is_normalized':
      return { out: isNormalized(given.in) }
    case 'compare':
      return { out: comparePaths(given.a, given.b) }
  }
})

vectorTest<Text>('user_name', 'names of users are judged as by systemd', ({ in: name }) => ({
  strict: isUserName(name),
  relax: isUserName(name, { relaxed: true }),
  allow_numeric: isUserName(name, { numeric: true }),
  'relax+numeric': isUserName(name, { relaxed: true, numeric: true }),
}))

vectorTest<{ readonly in: number | bigint }>('format_bytes', 'bytes are written as systemctl writes them', given => {
  const amount = BigInt.asUintN(64, BigInt(given.in))
  const write = (base: 1000 | 1024, point: boolean, unit: boolean) => formatBytes(amount, { base, point, unit }) ?? null
  return { si_or_iec_default: write(1024, true, true), si: write(1000, true, true), plain: write(1000, false, false) }
})

vectorTest<Text & { readonly len: number; readonly percent: number }>(
  'ellipsize',
  'texts are cut to columns as systemctl cuts them',
  ({ in: text, len, percent }) => ({ out: ellipsize(text, len, percent) }),
)

const families = { unix: 'AF_UNIX', inet: 'AF_INET', inet6: 'AF_INET6', vsock: 'AF_VSOCK' }

vectorTest<Text>('socket_address', 'socket addresses are read and written as by systemd', ({ in: text }) => {
  const found = parseSocketAddress(text, { ipv6: true, hasInterface: name => name === 'lo' })
  return found.ok
    ? { family: families[found.value.family], print: formatSocketAddress(found.value) }
    : { err: found.error }
})

vectorTest<Text & { readonly op: string; readonly args?: readonly string[] }>(
  'small_tables',
  'specifiers are escaped and heads of log lines read as by systemd',
  ({ op, in: text, args }) => {
    if (op === 'specifier_escape') {
      return { out: escapeSpecifiers(text) }
    }
    if (op === 'syslog_identifier') {
      const { identifier, pid, rest } = readSyslogIdentifier(text)
      return { identifier: identifier ?? null, pid: pid ?? '0', rest }
    }
    const found = readSyslogPriority(text, args?.[0] === 'true' ? 'facility' : 'level')
    return { args: [args?.[0], `${found?.priority ?? 0}`, found === undefined ? '0' : '1'] }
  },
)
