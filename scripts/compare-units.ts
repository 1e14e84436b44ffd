/**
 * Loads the unit files of many Debian packages into real systemd and into our manager, and compares what each shows of them.
 *
 *     node scripts/compare-units.ts [--list] [UNIT...]
 *
 * Needs a Docker engine (one is started where none answers) and Debian's registry. Packages are only unpacked, none is installed.
 * `--list` prints every difference; the exit code says whether there was one.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packages } from '../test/parity/units/packages.ts'

const root = join(import.meta.dirname, '..')
const image = 'berth-test/units'
const names = { real: 'berth-test-units-systemd', ours: 'berth-test-units-berth' }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: 'boolean', default: false } },
})

function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status !== 0) {
    throw new Error(`docker ${args.slice(0, 3).join(' ')}: ${stderr}`)
  }
  return stdout
}

const collect = `
mkdir -p /work /units && cd /work && apt-get -qq update
for package in $PACKAGES; do
  apt-get -qq download $package >/dev/null 2>&1 || { echo "no package $package"; continue; }
  for file in *.deb; do dpkg --fsys-tarfile $file | tar -x --wildcards './usr/lib/systemd/system' './lib/systemd/system' 2>/dev/null; rm $file; done
done
for folder in usr/lib/systemd/system lib/systemd/system; do [ ! -d $folder ] || cp -an $folder/. /units/; done
cp -an /units/. /usr/lib/systemd/system/
rm -rf /work /var/lib/apt/lists/*
`

/** An image with real systemd and the unit files of all packages. */
function buildImage(): void {
  execFileSync(join(root, 'scripts/docker/image.sh'), [
    'berth-test/systemd',
    'trixie',
    'systemd',
    'systemd-sysv',
    'dbus',
    'procps',
    'less',
  ])
  if (spawnSync('docker', ['image', 'inspect', image]).status === 0) {
    return
  }
  const context = mkdtempSync(join(tmpdir(), 'berth-units-'))
  writeFileSync(join(context, 'collect.sh'), collect)
  const lines = [
    `FROM berth-test/systemd`,
    `ENV PACKAGES="${packages.join(' ')}"`,
    'COPY collect.sh /',
    'RUN sh /collect.sh',
  ]
  writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`)
  execFileSync('docker', ['build', '--network', 'host', '-t', image, context], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
  })
  rmSync(context, { recursive: true })
}

/** The same image with our files over it, and systemd's own systemctl kept to ask with. */
function buildOurs(): void {
  const context = mkdtempSync(join(tmpdir(), 'berth-units-'))
  cpSync(join(root, 'dist/rootfs'), join(context, 'rootfs'), { recursive: true, verbatimSymlinks: true })
  const lines = [
    `FROM ${image}`,
    'RUN cp /usr/bin/systemctl /opt/systemctl',
    'COPY rootfs/ /',
    'CMD ["/usr/bin/systemctl", "init", "basic.target"]',
  ]
  writeFileSync(join(context, 'Dockerfile'), `${lines.join('\n')}\n`)
  execFileSync('docker', ['build', '-q', '-t', `${image}-berth`, context], {
    stdio: 'ignore',
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
  })
  rmSync(context, { recursive: true })
}

/** Every unit of the packages; templates as an instance of theirs. */
function unitNames(): readonly string[] {
  const files = docker('run', '--rm', image, 'ls', '/units').split('\n')
  const units = files.filter(name => /\.(?:service|socket|timer|path|target|mount|slice|automount|swap)$/.test(name))
  return units
    .map(name => name.replace('@.', '@one-two.'))
    .filter(name => positionals.length === 0 || positionals.includes(name))
}

/** What changes while a unit lives, or by what it lives in; everything else comes from its files. */
const living =
  /Timestamp|^(?:InvocationID|ControlGroup(?:Id)?|ControlPID|MainPID|ExecMain(?:PID|Code|Status)|MemoryCurrent|MemoryPeak|MemoryAvailable|CPUUsageNSec|Tasks(?:Current)|ActiveState|SubState|Result|Job|NRestarts|WatchdogUSec|StatusText|StatusErrno|UID|GID|ConditionResult|AssertResult|CanFreeze|CanLiveMount|CanClean|CanStart|CanStop|CanReload|NextElapse.*|LastTrigger.*|NConnections|NAccepted|Effective.*|CapabilityBoundingSet|NFileDescriptorStore|StateChange.*|(?:Required|Wanted|Bound|Upheld|Triggered|Conflicted)By|RequisiteOf|ConsistsOf|Before|SliceOf|OnSuccessOf|OnFailureOf|(?:Reload|Stop)PropagatedFrom|ReferencedBy|Refs)$/

type Shown = ReadonlyMap<string, string>

function show(container: string, systemctl: string, units: readonly string[]): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>()
  for (let at = 0; at < units.length; at += 40) {
    const asked = units.slice(at, at + 40)
    const text = docker('exec', container, systemctl, 'show', '--all', '--', ...asked)
    for (const [index, block] of text.split('\n\n').entries()) {
      const unit = asked[index]
      if (unit !== undefined) {
        shown.set(unit, read(block))
      }
    }
  }
  return shown
}

function read(block: string): Shown {
  const lines = block.split('\n').filter(line => line.includes('='))
  return new Map(
    lines.map(line => {
      const equals = line.indexOf('=')
      return [line.slice(0, equals), settle(line.slice(equals + 1))]
    }),
  )
}

/** Lists of words in one order, and commands without how they went. */
function settle(value: string): string {
  const still = value.replace(/ ; start_time=.*? ; status=[\d/]+ /g, ' ')
  return value.startsWith('{') ? still : still.split(' ').sort().join(' ')
}

function differences(real: Shown, ours: Shown): readonly string[] {
  const keys = [...new Set([...real.keys(), ...ours.keys()])].filter(key => !living.test(key))
  return keys.flatMap(key =>
    real.get(key) === ours.get(key) ? [] : [`${key}: ${real.get(key) ?? '(none)'}  ->  ${ours.get(key) ?? '(none)'}`],
  )
}

function main(): void {
  buildImage()
  buildOurs()
  const units = unitNames()
  execFileSync(join(root, 'scripts/docker/oracle.sh'), [names.real, image])
  docker('rm', '-f', names.ours)
  docker(
    'run',
    '-d',
    '--name',
    names.ours,
    '--hostname',
    names.real,
    '--network',
    'none',
    '--tmpfs',
    '/run',
    '--tmpfs',
    '/run/lock',
    `${image}-berth`,
  )
  for (const container of Object.values(names)) {
    docker('exec', container, 'systemctl', 'daemon-reload')
  }
  const real = show(names.real, 'systemctl', units)
  const ours = show(names.ours, '/opt/systemctl', units)
  const counts = new Map<string, number>()
  let agree = 0
  for (const unit of units) {
    const found = differences(real.get(unit) ?? new Map(), ours.get(unit) ?? new Map())
    if (found.length === 0) {
      agree += 1
    }
    for (const line of found) {
      const key = line.slice(0, line.indexOf(':'))
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (values.list) {
        process.stdout.write(`${unit}  ${line.slice(0, 20_000)}\n`)
      }
    }
  }
  for (const [key, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    process.stdout.write(`${count}\t${key}\n`)
  }
  process.stdout.write(`${agree} of ${units.length} units agree\n`)
  for (const container of Object.values(names)) {
    docker('rm', '-f', '-v', container)
  }
  process.exitCode = agree === units.length ? 0 : 1
}

main()
