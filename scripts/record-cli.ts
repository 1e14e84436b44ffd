/**
 * Records what systemctl prints, and holds another systemctl, or another manager, against the recordings.
 *
 *     node scripts/record-cli.ts CONTAINER [--record] [--compare] [--live] [--systemctl PATH] [--reference PATH] [GROUP...]
 *
 * The container runs a service manager. The units of test/parity/cli/units are installed in it and started as setup.sh says.
 * `--record` writes test/parity/cli/GROUP.json; `--compare`, the default, runs the same list and fails where anything differs;
 * `--live` runs the reference beside each invocation instead of reading recordings, for when they are being worked on.
 * The program under test is `--systemctl`, by default the container's own; `before` and `after` use `--reference`.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { groups } from '../test/parity/cli/invocations.ts'
import { openShell, type Shell } from './record-cli/container.ts'
import { commandLine, type Invocation, keyOf, type Recorded } from './record-cli/invocation.ts'
import { mask, maskDay } from './record-cli/mask.ts'

const folder = join(dirname(import.meta.dirname), 'test/parity/cli')
const roles = ['systemctl', 'halt', 'poweroff', 'reboot', 'shutdown', 'telinit', 'runlevel']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    record: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    'no-setup': { type: 'boolean', default: false },
    systemctl: { type: 'string', default: '/usr/bin/systemctl' },
    reference: { type: 'string', default: '/usr/bin/systemctl' },
    match: { type: 'string', default: '' },
  },
})
const [container = '', ...wanted] = positionals
if (container === '') {
  throw new Error('name a container in which a service manager runs')
}

/** A folder in the container in which every name of the program leads to one file. */
function linkNames(name: string, path: string): string {
  const place = `/opt/record/${name}`
  const links = roles.map(role => `ln -sf ${path} ${place}/${role}`).join('; ')
  execFileSync('docker', ['exec', container, 'sh', '-c', `mkdir -p ${place}; ${links}`])
  return place
}

function setUp(): void {
  // Not by `docker cp`, which now and then leaves out folders of a container that has just started.
  const archive = execFileSync('tar', ['-C', join(folder, 'units'), '--owner=root', '--group=root', '-c', '.'])
  execFileSync('docker', ['exec', '-i', container, 'tar', '-C', '/', '--no-overwrite-dir', '-x'], { input: archive })
  const script = readFileSync(join(folder, 'setup.sh'))
  execFileSync('docker', ['exec', '-i', container, 'sh', '-c', 'cat >/opt/t/setup.sh'], { input: script })
  execFileSync('docker', ['exec', container, 'sh', '/opt/t/setup.sh'], { stdio: 'ignore' })
}

async function perform(invocation: Invocation, tested: Shell, reference: Shell): Promise<Recorded> {
  if (invocation.before !== undefined) {
    await reference.run(invocation.before)
  }
  const { code, stdout, stderr } = await tested.run(commandLine(invocation))
  const after = invocation.after === undefined ? undefined : await reference.run(invocation.after)
  return {
    run: invocation.run,
    ...(invocation.columns === undefined ? {} : { columns: invocation.columns }),
    code,
    stdout: clean(stdout),
    stderr: clean(stderr),
    ...(after === undefined ? {} : { after: clean(`${after.stdout}${after.stderr}${after.code}`) }),
  }
}

function clean(text: string): string {
  return mask(text.replaceAll('/opt/record/tested/', '').replaceAll('/opt/record/reference/', ''), [container])
}

function ofAnyDay(recorded: Recorded): Recorded {
  return { ...recorded, stdout: maskDay(recorded.run, recorded.stdout) }
}

function show(expected: Recorded, actual: Recorded): void {
  console.log(`--- ${keyOf(expected)}`)
  for (const part of ['code', 'stdout', 'stderr', 'after'] as const) {
    if (expected[part] === actual[part]) {
      continue
    }
    const [old, new_] = [String(expected[part]).split('\n'), String(actual[part]).split('\n')]
    for (const [index, line] of old.entries()) {
      if (line !== new_[index]) {
        console.log(`  ${part}:${index + 1} - ${JSON.stringify(line)}`)
      }
      if (line !== new_[index]) {
        console.log(`  ${part}:${index + 1} + ${JSON.stringify(new_[index] ?? null)}`)
      }
    }
    for (const line of new_.slice(old.length)) {
      console.log(`  ${part} + ${JSON.stringify(line)}`)
    }
  }
}

async function main(): Promise<void> {
  if (!values['no-setup']) {
    setUp()
  }
  const tested = openShell(container, linkNames('tested', values.systemctl))
  const reference = openShell(container, linkNames('reference', values.reference))
  let [agree, all] = [0, 0]
  for (const [group, list] of Object.entries(groups)) {
    if (wanted.length > 0 && !wanted.includes(group)) {
      continue
    }
    const path = join(folder, `${group}.json`)
    const recorded: Recorded[] = []
    /** The same line may be run in several states. */
    const seen = new Map<string, number>()
    const before: readonly Recorded[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []
    for (const invocation of list.filter(({ run }) => run.includes(values.match))) {
      const expected = values.live
        ? await perform(invocation, reference, reference)
        : before.filter(known => keyOf(known) === keyOf(invocation))[seen.get(keyOf(invocation)) ?? 0]
      seen.set(keyOf(invocation), (seen.get(keyOf(invocation)) ?? 0) + 1)
      const actual = await perform(invocation, tested, reference)
      recorded.push(actual)
      all += 1
      const [wished, found] = [
        ofAnyDay(expected ?? { run: invocation.run, code: -1, stdout: '', stderr: '' }),
        ofAnyDay(actual),
      ]
      if (JSON.stringify(wished) === JSON.stringify(found)) {
        agree += 1
      } else if (!values.record) {
        show(wished, found)
      }
    }
    if (values.record) {
      writeFileSync(path, `${JSON.stringify(recorded, null, 2)}\n`)
    }
  }
  tested.close()
  reference.close()
  console.log(values.record ? `recorded ${all}` : `${agree} of ${all} agree`)
  process.exitCode = values.record || agree === all ? 0 : 1
}

await main()
