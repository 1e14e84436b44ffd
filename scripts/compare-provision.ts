/**
 * Lets real systemd-sysusers and systemd-tmpfiles and ours loose on the rules of many Debian packages, each below a root of its
 * own, and compares what they said and what became of the trees.
 *
 *     node scripts/compare-provision.ts [PACKAGE...|together]
 *
 * Needs what `npm run build` makes, a Docker engine (one is started where none answers) and Debian's registry. Packages are only
 * unpacked, none is installed. Every difference is printed; the exit code says whether there was one.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packages } from '../test/parity/provision/packages.ts'
import { describeTree, linesOf, mask, readSnapshot, snapshotScript } from '../test/parity/provision/recording.ts'

const root = join(import.meta.dirname, '..')
const image = 'berth-test/rules'
const container = 'berth-test-rules'

function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'latin1', maxBuffer: 2 ** 28 })
  if (status !== 0) {
    throw new Error(`docker ${args.slice(0, 3).join(' ')}: ${stderr}`)
  }
  return stdout
}

const collect = `
mkdir -p /work /rules && cd /work && apt-get -qq update
for package in $PACKAGES; do
  apt-get -qq download $package >/dev/null 2>&1 || { echo "no package $package"; continue; }
  mkdir -p /rules/$package
  for file in *.deb; do
    dpkg --fsys-tarfile $file | tar -x -C /rules/$package --wildcards './usr/lib/tmpfiles.d/*' './usr/lib/sysusers.d/*' 2>/dev/null
    rm $file
  done
  rmdir --ignore-fail-on-non-empty /rules/$package
done
rm -rf /work /var/lib/apt/lists/*
`

/** An image with real systemd and the rules of all packages. */
function buildImage(): void {
  const base = ['berth-test/systemd', 'trixie', 'systemd', 'systemd-sysv', 'dbus', 'procps', 'less']
  execFileSync(join(root, 'scripts/docker/image.sh'), base)
  if (spawnSync('docker', ['image', 'inspect', image]).status === 0) {
    return
  }
  const context = mkdtempSync(join(tmpdir(), 'berth-rules-'))
  writeFileSync(join(context, 'collect.sh'), collect)
  const lines = [
    'FROM berth-test/systemd',
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

/** Both kinds of programs lie beside each other. */
function startContainer(): void {
  spawnSync('docker', ['rm', '-f', container], { stdio: 'ignore' })
  docker('run', '-d', '--name', container, '--network', 'none', '--entrypoint', 'sleep', image, 'infinity')
  const folder = mkdtempSync(join(tmpdir(), 'berth-rules-'))
  cpSync(join(root, 'dist/rootfs/usr'), join(folder, 'berth'), { recursive: true, verbatimSymlinks: true })
  docker('cp', join(folder, 'berth'), `${container}:/opt/`)
  rmSync(folder, { recursive: true })
}

const place = '/tmp/rules'
const mark = '-- part --'

const calls: readonly (readonly string[])[] = [
  ['systemd-sysusers', '--dry-run'],
  ['systemd-sysusers'],
  ['systemd-tmpfiles', '--create', '--prefix=/dev', '--boot', '--graceful'],
  ['systemd-tmpfiles', '--create', '--remove', '--boot', '--exclude-prefix=/dev'],
  ['systemd-tmpfiles', '--create'],
  ['systemd-tmpfiles', '--clean'],
  ['systemd-tmpfiles', '--remove'],
  ['systemd-sysusers'],
]

/** What is in the root before: the users of a new Debian system, and something to clean and to remove. */
const before = `
rm -rf ${place} && mkdir -p ${place}/etc ${place}/run ${place}/tmp ${place}/var/lib ${place}/var/log && cd ${place}
cp -p /etc/os-release /etc/machine-id etc/
cp /usr/share/base-passwd/passwd.master etc/passwd && cp /usr/share/base-passwd/group.master etc/group
touch -d 2020-01-01 tmp/old var/log/old && : > tmp/new && mkdir tmp/.X11-unix && : > tmp/.X1-lock
`

interface Outcome {
  readonly said: readonly string[]
  readonly tree: readonly string[]
}

function carryOut(kind: 'real' | 'ours', rules: readonly string[]): Outcome {
  const copies = rules.map(name => `cp -a /rules/${name}/. ${place}/`).join('\n')
  const runs = calls.map(([name, ...args]) => {
    const program = kind === 'real' ? `/usr/bin/${name}` : `exec -a ${name} /opt/berth/bin/systemctl`
    return `echo '$ ${[name, ...args].join(' ')}'; ( ${program} --root=${place} ${args.join(' ')} ) 2>&1; echo "exit $?"`
  })
  const script = `umask 022; ${before}${copies}\n${runs.join('\n')}\necho '${mark}'\n${snapshotScript}`
  const { stdout } = spawnSync('docker', ['exec', '-i', container, 'bash', '-s'], { input: script, encoding: 'latin1' })
  const [said = '', tree = ''] = stdout.split(`${mark}\n`)
  return { said: linesOf(said, place), tree: describeTree(readSnapshot(tree)).map(line => mask(line, place)) }
}

function differences(real: readonly string[], ours: readonly string[]): readonly string[] {
  const [known, own] = [new Set(real), new Set(ours)]
  const lines = [
    ...real.filter(line => !own.has(line)).map(line => `  real: ${line}`),
    ...ours.filter(line => !known.has(line)).map(line => `  ours: ${line}`),
  ]
  const at = real.findIndex((line, index) => line !== ours[index])
  return lines.length === 0 && at >= 0 ? ['  in another order:', `  real: ${real[at]}`, `  ours: ${ours[at]}`] : lines
}

buildImage()
startContainer()
const found = docker('exec', container, 'ls', '/rules').trim().split('\n')
const asked = process.argv.slice(2)
const wanted = asked.length === 0 ? found : found.filter(name => asked.includes(name))
let [equal, nodes] = [0, 0]
// At last all of them together.
const rounds = asked.includes('together') ? [found] : [...wanted.map(name => [name]), wanted]
for (const rules of rounds) {
  const [real, ours] = [carryOut('real', rules), carryOut('ours', rules)]
  const lines = [...differences(real.said, ours.said), ...differences(real.tree, ours.tree)]
  nodes += real.tree.length
  if (lines.length === 0) {
    equal += 1
  } else {
    console.log(`${rules.length === 1 ? rules[0] : 'all'}:\n${lines.join('\n')}`)
  }
}
docker('rm', '-f', container)
console.log(`${equal} of ${rounds.length} roots are equal (${wanted.length} packages and all together, ${nodes} files)`)
process.exitCode = equal === rounds.length ? 0 : 1
