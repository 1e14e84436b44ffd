/**
 * Rules of the engine, each broken in one place: the simulation must notice. A mutant is a copy of src/core with one piece of text
 * replaced, in which a process of its own lives random lives until somebody complains.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Mutation {
  /** The rule that holds no more. */
  readonly rule: string
  readonly file: string
  readonly from: string
  readonly to: string
}

export interface Noticed {
  readonly seed: number
  /** Events worked out until then, in all lives. */
  readonly steps: number
  readonly complaint: string
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Lives up to `lives` lives with a rule broken. Null when nothing was noticed. */
export function liveWith(mutation: Mutation, lives: number): Noticed | null {
  const folder = mkdtempSync(join(tmpdir(), 'berth-mutant-'))
  try {
    for (const part of ['src/core', 'src/manager/bus/properties', 'test/fake', 'test/core/engine', 'package.json']) {
      cpSync(join(root, part), join(folder, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    mutate(join(folder, mutation.file), mutation)
    writeFileSync(join(folder, 'live.ts'), program(lives))
    const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', 'live.ts'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: {},
    })
    if (stdout === '') {
      return { seed: 0, steps: 0, complaint: stderr.split('\n').find(line => line.includes('Error')) ?? stderr }
    }
    return JSON.parse(stdout)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function mutate(path: string, { rule, from, to }: Mutation): void {
  const before = readFileSync(path, 'utf8')
  if (before.split(from).length !== 2) {
    throw new Error(`"${from}" is not there once to break: ${rule}`)
  }
  writeFileSync(path, before.replace(from, to))
}

function program(lives: number): string {
  return `import { simulate } from './test/core/engine/life.ts'
let steps = 0
let noticed = null
for (let seed = 1; seed <= ${lives} && noticed === null; seed++) {
  const { machine, broken } = simulate(seed)
  steps += machine.steps
  if (broken.length > 0) noticed = { seed, steps, complaint: broken[0] }
}
process.stdout.write(JSON.stringify(noticed))
`
}
