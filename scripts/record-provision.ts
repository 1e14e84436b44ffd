/**
 * Records what the real systemd-tmpfiles and systemd-sysusers do, and fails where that is not what was recorded.
 *
 *     node scripts/record-provision.ts IMAGE [--record] [SUITE...]
 *
 * The image has systemd 257. Each suite of test/parity/provision runs in a container of its own, in which nothing but `sleep`
 * runs, each case in a root of its own. `--record` writes test/parity/provision/SUITE.json and keeps what stands there about differences on purpose.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import type { Case } from '../test/parity/provision/case.ts'
import {
  type Answer,
  baseEnvironment,
  changesBetween,
  linesOf,
  mask,
  place,
  type Recorded,
  readSnapshot,
  setUpScript,
  snapshotScript,
} from '../test/parity/provision/recording.ts'
import { suites } from '../test/parity/provision/suites.ts'

const folder = join(dirname(import.meta.dirname), 'test/parity/provision')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { record: { type: 'boolean', default: false } },
})
const [image = '', ...wanted] = positionals
if (image === '') {
  throw new Error('name an image with systemd 257')
}

const root = '/tmp/case'

const mark = '-- part --'

/** Everything of a case in one call: entering a container takes longer than all it does there. */
function scriptOf(one: Case): string {
  const variables = Object.entries({ ...baseEnvironment, ...one.environment }).map(
    ([name, value]) => `${name}=${value}`,
  )
  const input = Buffer.from(place(one.input ?? '', root)).toString('base64')
  const quote = (words: readonly string[]): string =>
    words.map(word => `'${place(word, root).replaceAll("'", "'\\''")}'`).join(' ')
  const runs = one.runs.map(
    run => `echo '${mark}'; echo ${input} | base64 -d | env -i ${quote([...variables, ...run])} 2>&1; echo "exit $?"\n`,
  )
  return `rm -rf ${root} && mkdir ${root} && cd ${root} || exit
(${setUpScript(one, root)}
) || echo set-up failed
${snapshotScript}
${runs.join('')}
echo '${mark}'
${snapshotScript}`
}

async function recordCase(container: string, one: Case): Promise<Recorded> {
  const child = spawn('docker', ['exec', '-i', container, 'sh', '-s'], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(scriptOf(one))
  const parts = (await buffer(child.stdout)).toString('latin1').split(`${mark}\n`)
  const before = readSnapshot(parts[0] ?? '')
  const after = readSnapshot(parts.at(-1) ?? '')
  const answers = one.runs.map((run, index) => readAnswer(run, parts[index + 1] ?? ''))
  return { name: one.name, answers, changes: changesBetween(before, after).map(line => mask(line, root)) }
}

function readAnswer(run: readonly string[], output: string): Answer {
  const [, said = '', exit = ''] = /^(.*?)exit (\d+)\n$/s.exec(output) ?? []
  return { run, exit: Number(exit), said: linesOf(Buffer.from(said, 'latin1').toString(), root) }
}

async function recordSuite(cases: readonly Case[]): Promise<readonly Recorded[]> {
  const run = ['run', '-d', '--rm', '--network=none', '--hostname=box', '--entrypoint', 'sleep', image, 'infinity']
  const container = execFileSync('docker', run, { encoding: 'utf8' }).trim()
  try {
    const recorded: Recorded[] = []
    for (const one of cases) {
      recorded.push(await recordCase(container, one))
    }
    return recorded
  } finally {
    execFileSync('docker', ['kill', container], { stdio: 'ignore' })
  }
}

let [all, same] = [0, 0]

async function compareSuite(suite: string, cases: readonly Case[]): Promise<void> {
  const path = join(folder, `${suite}.json`)
  const before: readonly Recorded[] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : []
  const old = new Map(before.map(one => [one.name, one]))
  const now = (await recordSuite(cases)).map(recorded => {
    const { differs, ...known } = old.get(recorded.name) ?? { name: '' }
    all += 1
    if (JSON.stringify(known) === JSON.stringify(recorded)) {
      same += 1
    } else if (!values.record) {
      console.log(`differs: ${suite}: ${JSON.stringify(recorded, null, 2)}`)
    }
    return { ...recorded, ...(differs === undefined ? {} : { differs }) }
  })
  if (values.record) {
    writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`)
  }
}

const chosen = Object.entries(suites).filter(([suite]) => wanted.length === 0 || wanted.includes(suite))
await Promise.all(chosen.map(([suite, cases]) => compareSuite(suite, cases)))
console.log(values.record ? `recorded ${all}` : `${same} of ${all} agree`)
process.exitCode = values.record || same === all ? 0 : 1
