/**
 * Records what the real systemd-escape, systemd-analyze and systemd-delta answer, and fails where that is not what was recorded.
 *
 *     node scripts/record-tools.ts IMAGE [--record] [SUITE...]
 *
 * The image has systemd 257. Each group of test/parity/tools/invocations.ts runs in a container of its own, in which nothing but
 * `sleep` runs. `--record` writes test/parity/tools/SUITE.json and keeps what stands there about differences on purpose.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Group, suites, type Tree } from '../test/parity/tools/invocations.ts'
import { type Answer, baseEnvironment, mask, type Recorded, titleOf } from '../test/parity/tools/recording.ts'

const folder = join(dirname(import.meta.dirname), 'test/parity/tools')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { record: { type: 'boolean', default: false } },
})
const [image = '', ...wanted] = positionals
if (image === '') {
  throw new Error('name an image with systemd 257')
}

/** Puts the files of a group into a container. */
function putFiles(container: string, tree: Tree): void {
  const root = mkdtempSync(join(tmpdir(), 'record-tools-'))
  for (const [path, what] of Object.entries(tree)) {
    // What the image has is as good.
    if (path.startsWith('/bin/')) {
      continue
    }
    const full = join(root, path)
    mkdirSync(what === null ? full : dirname(full), { recursive: true })
    if (typeof what === 'string') {
      symlinkSync(what, full)
    } else if (what !== null) {
      writeFileSync(full, what.map(line => `${line}\n`).join(''))
    }
    if (typeof what !== 'string' && what?.[0]?.startsWith('#!')) {
      chmodSync(full, 0o755)
    }
  }
  const archive = execFileSync('tar', ['-C', root, '--owner=root', '--group=root', '-c', '.'])
  execFileSync('docker', ['exec', '-i', container, 'tar', '-C', '/', '--no-overwrite-dir', '-x'], { input: archive })
  rmSync(root, { recursive: true })
}

function ask(container: string, group: Group, run: readonly string[]): Answer {
  const variables = Object.entries(baseEnvironment(group)).map(([name, value]) => `${name}=${value}`)
  const isolated = ['env', '-i', ...variables, ...run]
  const { status, stdout, stderr } = spawnSync('docker', ['exec', '-w', '/', container, ...isolated], {
    encoding: 'utf8',
  })
  return { run, exit: status ?? -1, out: mask(stdout), err: mask(stderr) }
}

function recordGroup(group: Group): Recorded {
  const container = execFileSync('docker', ['run', '-d', '--rm', '--entrypoint', 'sleep', image, 'infinity'], {
    encoding: 'utf8',
  }).trim()
  try {
    putFiles(container, group.tree ?? {})
    return { name: group.name, answers: group.runs.map(run => ask(container, group, run)) }
  } finally {
    execFileSync('docker', ['kill', container], { stdio: 'ignore' })
  }
}

let [all, same] = [0, 0]
for (const [suite, groups] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(suite)) {
    continue
  }
  const path = join(folder, `${suite}.json`)
  const before: readonly Recorded[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []
  const old = new Map(
    before.flatMap(({ name, answers }) => answers.map(one => [JSON.stringify([name, one.run]), one] as const)),
  )
  const now = groups.map(recordGroup).map(({ name, answers }) => ({
    name,
    answers: answers.map((answer): Answer => {
      const { differs, ...known } = old.get(JSON.stringify([name, answer.run])) ?? { run: [] }
      all += 1
      if (JSON.stringify(known) === JSON.stringify(answer)) {
        same += 1
      } else if (!values.record) {
        console.log(`differs: ${name}: ${titleOf(answer.run)}\n${answer.out}${answer.err}`)
      }
      return { ...answer, ...(differs === undefined ? {} : { differs }) }
    }),
  }))
  if (values.record) {
    writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`)
  }
}
console.log(values.record ? `recorded ${all}` : `${same} of ${all} agree`)
process.exitCode = values.record || same === all ? 0 : 1
