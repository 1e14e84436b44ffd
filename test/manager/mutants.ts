/** Rules of the manager, each broken in a copy of the source: a scenario in memory must notice. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { scenarios } from './scenarios.ts'

export interface Mutation {
  /** The rule that holds no more. */
  readonly rule: string
  readonly scenario: keyof typeof scenarios
  readonly file: string
  readonly from: string
  readonly to: string
}

const root = join(import.meta.dirname, '../..')

/** A copy of the source that can be broken. */
export class Copy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'berth-manager-mutant-'))

  constructor() {
    for (const part of ['src', 'test/fake', 'test/manager', 'units', 'package.json']) {
      cpSync(join(root, part), join(this.#folder, part), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(this.#folder, 'node_modules'))
  }

  /** Lives the scenario with the rule broken; what was noticed, or null. */
  live({ rule, scenario, file, from, to }: Mutation): string | null {
    const path = join(this.#folder, file)
    const before = readFileSync(path, 'utf8')
    if (before.split(from).length !== 2) {
      throw new Error(`"${from}" is not there once to break: ${rule}`)
    }
    writeFileSync(path, before.replace(from, to))
    const noticed = this.run(scenario)
    writeFileSync(path, before)
    return noticed
  }

  /** Lives the scenario; what went wrong, or null. */
  run(scenario: string): string | null {
    const program = `const { scenarios } = await import('./test/manager/scenarios.ts')
await scenarios[${JSON.stringify(scenario)}]()
process.exit(0)`
    const args = ['--no-warnings', '--input-type=module', '--eval', program]
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: this.#folder,
      encoding: 'utf8',
      timeout: 20_000,
      env: {},
    })
    return status === 0 ? null : (stderr.split('\n').find(line => line.includes('Error')) ?? `ended with ${status}`)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true })
  }
}
