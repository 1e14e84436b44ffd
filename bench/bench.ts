/**
 * Times the manager beside real systemd, and systemctl beside the stock one, in one run, and prints a table.
 *
 *     node bench/bench.ts [--check] [--record VERSION]
 *
 * `--check` fails where a ratio is over its budget, `--record` writes the figures into bench/history.json under that version.
 * Needs a Docker engine, which is started where none answers. Both boot the same image with the same fifty services; figures of
 * one run on one machine, to be read as ratios.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { complaints, type Row, readHistory, record, writeHistory } from './history.ts'

const root = join(import.meta.dirname, '..')
const scripts = join(root, 'scripts/docker')
const image = 'berth-test/bench'
const real = 'berth-bench-systemd'
const ours = 'berth-bench-berth'
const beside = 'berth-bench-beside'
const services = 50
const files = 1000

function docker(...args: readonly string[]): string {
  return execFileSync('docker', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 26,
  }).trim()
}

function sh(container: string, script: string): string {
  return docker('exec', container, 'bash', '-c', script)
}

/** Units for everything that is timed; `done` tells when the last of the fifty runs. */
const makeUnits = `
cd /etc/systemd/system
mkdir -p multi-user.target.wants many.target.wants
for i in $(seq -w ${services}); do
  printf '[Service]\\nType=exec\\nExecStart=/bin/sleep infinity\\n' > bench-$i.service
  ln -s ../bench-$i.service multi-user.target.wants/
done
printf '[Unit]\\nAfter=%s\\n[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/sh -c "date +%%%%s%%%%N > /run/done"\\n' "$(ls bench-*.service | tr '\\n' ' ')" > done.service
ln -s ../done.service multi-user.target.wants/
printf '[Service]\\nType=oneshot\\nExecStart=/bin/true\\n' > once.service
printf '[Service]\\nType=oneshot\\nExecStart=/bin/true\\n' > each@.service
printf '[Unit]\\nDescription=%%p\\n' > many.target
for i in $(seq 200); do ln -s ../each@.service many.target.wants/each@$i.service; done
mkdir -p /opt/files
for i in $(seq ${files}); do printf '[Unit]\\nDescription=File %s\\nAfter=network.target\\n[Service]\\nExecStart=/bin/sleep infinity\\nRestart=always\\nUser=nobody\\nNice=5\\n[Install]\\nWantedBy=multi-user.target\\n' $i > /opt/files/file-$i.service; done
`

function build(): void {
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' })
  const packages = ['systemd', 'systemd-sysv', 'dbus', 'procps', 'less']
  execFileSync(join(scripts, 'image.sh'), ['berth-test/systemd', 'trixie', ...packages], { stdio: 'inherit' })
  const context = mkdtempSync(join(tmpdir(), 'berth-bench-'))
  writeFileSync(join(context, 'units.sh'), makeUnits)
  cpSync(join(root, 'dist/rootfs'), join(context, 'rootfs'), { recursive: true, verbatimSymlinks: true })
  const base = [
    'FROM berth-test/systemd',
    'COPY units.sh /',
    'RUN bash /units.sh && cp /usr/bin/systemctl /opt/systemctl',
  ]
  for (const [name, lines] of [
    [image, base],
    [`${image}-berth`, [`FROM ${image}`, 'COPY rootfs/ /', 'CMD ["/usr/bin/systemctl"]']],
  ] as const) {
    writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`)
    execFileSync('docker', ['build', '-q', '-t', name, context], {
      stdio: 'ignore',
      env: { ...process.env, DOCKER_BUILDKIT: '0' },
    })
  }
  rmSync(context, { recursive: true })
}

/** Milliseconds from the start of the container until the last service ran. */
function bootTime(container: string): number {
  const done = sh(container, 'until [ -s /run/done ]; do sleep 0.02; done; cat /run/done')
  const started = Date.parse(docker('inspect', '-f', '{{.State.StartedAt}}', container))
  return Number(BigInt(done) / 1_000_000n) - started
}

/** Milliseconds one run of a command takes, of several, all in one shell. */
function timeOf(container: string, command: string, times: number): number {
  const script = `a=$(date +%s%N); for i in $(seq ${times}); do ${command} >/dev/null 2>&1 </dev/null; done; b=$(date +%s%N); echo $(((b - a) / ${times}))`
  return Number(sh(container, script)) / 1e6
}

/** Resident and private memory of PID 1 in MB. */
function memory(container: string): { readonly resident: number; readonly private: number } {
  const text = sh(container, 'cat /proc/1/smaps_rollup')
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
  return { resident: kib('Rss') / 1024, private: kib('Anonymous') / 1024 }
}

function managerRows(): readonly Row[] {
  const pair = (what: string, unit: Row['unit'], measure: (container: string) => number): Row => ({
    what,
    unit,
    real: measure(real),
    ours: measure(ours),
  })
  const rows: Row[] = [pair(`boot until ${services} services run`, 'ms', bootTime)]
  sh(ours, 'sleep 4')
  const [there, here] = [memory(real), memory(ours)]
  rows.push({ what: `resident memory, ${services} services`, unit: 'MB', real: there.resident, ours: here.resident })
  rows.push({ what: `private memory, ${services} services`, unit: 'MB', real: there.private, ours: here.private })
  rows.push(pair('start of one (exec)', 'ms', c => timeOf(c, '/opt/systemctl restart bench-01', 4)))
  rows.push(pair(`stop of ${services}`, 'ms', c => timeOf(c, "/opt/systemctl stop 'bench-*'", 1)))
  rows.push(pair('200 oneshots, a second', '/s', c => 200_000 / timeOf(c, '/opt/systemctl start many.target', 1)))
  // Loaded, since the target names them, but not started.
  const names = "$(ls /opt/files | tr '\\n' ' ')"
  const load = `cp /opt/files/* /run/systemd/system/; printf '[Unit]\\nAfter=%s\\n' "${names}" > /run/systemd/system/files.target; /opt/systemctl daemon-reload; /opt/systemctl start files.target`
  for (const container of [real, ours]) {
    sh(container, load)
  }
  rows.push(pair(`daemon-reload with ${files} more units`, 'ms', c => timeOf(c, '/opt/systemctl daemon-reload', 1)))
  return rows
}

/** The stock client and ours, both asking our manager. */
function clientRows(): readonly Row[] {
  const commands = ['is-active once', 'show once', 'list-units', 'status once', 'start once']
  return commands.map(command => ({
    what: `systemctl ${command}`,
    unit: 'ms',
    real: timeOf(ours, `/opt/systemctl ${command}`, 10),
    ours: timeOf(ours, `systemctl ${command}`, 10),
  }))
}

/** The same command under our PID 1, and beside a `sleep`: the first starts the manager, the next find it. */
function besideRows(): readonly Row[] {
  docker('run', '-d', '--name', beside, '--network', 'none', `${image}-berth`, 'sleep', 'infinity')
  const usual = timeOf(ours, 'systemctl start once', 10)
  const first = timeOf(beside, 'systemctl start once', 1)
  const next = timeOf(beside, 'systemctl start once', 10)
  return [
    { what: 'first start beside a foreign PID 1', unit: 'ms', real: usual, ours: first },
    { what: 'next start beside a foreign PID 1', unit: 'ms', real: usual, ours: next },
  ]
}

function start(): void {
  execFileSync(join(scripts, 'oracle.sh'), [real, image], { stdio: 'inherit' })
  docker('run', '-d', '--name', ours, '--network', 'none', '--tmpfs', '/run', '--tmpfs', '/run/lock', `${image}-berth`)
}

function remove(): void {
  for (const container of [real, ours, beside]) {
    try {
      docker('rm', '-f', '-v', container)
    } catch {
      // It was not there.
    }
  }
}

function print(title: string, columns: readonly [string, string], rows: readonly Row[]): void {
  process.stdout.write(
    `\n${title.padEnd(40)}${columns[0].padStart(12)}${columns[1].padStart(12)}${'ratio'.padStart(9)}\n`,
  )
  for (const { what, unit, real: theirs, ours: mine } of rows) {
    const figure = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`.padStart(12)
    process.stdout.write(
      `${what.padEnd(40)}${figure(theirs)}${figure(mine)}${(mine / theirs).toFixed(2).padStart(9)}\n`,
    )
  }
}

function measure(): readonly Row[] {
  remove()
  build()
  try {
    start()
    const manager = managerRows()
    print('manager', ['systemd', 'berth'], manager)
    const client = clientRows()
    print('client, asking our manager', ['stock', 'ours'], client)
    const foreign = besideRows()
    print('beside a foreign PID 1', ['our PID 1', 'beside'], foreign)
    return [...manager, ...client, ...foreign]
  } finally {
    remove()
  }
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, record: { type: 'string' } } })
const rows = measure()
const history = readHistory()
if (values.record !== undefined) {
  const date = new Date().toISOString().slice(0, 10)
  writeHistory(record(history, { version: values.record, date, rows }))
}
if (values.check) {
  const over = complaints(history, rows)
  for (const line of over) {
    console.error(line)
  }
  process.exitCode = over.length === 0 ? 0 : 1
}
