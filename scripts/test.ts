/**
 * Builds what the tests need and runs some of jest's projects, one after another.
 *
 *     node scripts/test.ts unit|system|docker|sanitized...
 *
 * `sanitized` are the tests of the kernel room against a native part built with the address and undefined behaviour sanitizers.
 * What each run counted is written to build/jest-PROJECT.json, for whoever adds it up.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

interface Suite {
  readonly builds: readonly string[]
  readonly jest: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

const suites: Readonly<Record<string, Suite>> = {
  unit: { builds: ['scripts/build-native.ts'], jest: ['--selectProjects=unit'] },
  system: { builds: ['scripts/build.ts'], jest: ['--selectProjects=system', '--maxWorkers=2'] },
  docker: { builds: ['scripts/build.ts'], jest: ['--selectProjects=docker', '--runInBand'] },
  sanitized: {
    builds: ['scripts/build-native.ts --sanitize'],
    jest: ['--selectProjects=unit', '--testPathPatterns=test/kernel'],
    environment: { BERTH_NATIVE: 'build/native-asan' },
  },
}

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): boolean {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  return status === 0
}

function runSuite(name: string): boolean {
  const suite = suites[name]
  if (suite === undefined) {
    throw new Error(`no such tests: ${name}; there are ${Object.keys(suites).join(', ')}`)
  }
  process.stdout.write(`\n=== ${name} tests\n`)
  if (!suite.builds.every(script => run(script.split(' ')))) {
    return false
  }
  mkdirSync(join(root, 'build'), { recursive: true })
  const node = ['--no-warnings', '--experimental-vm-modules']
  const jest = ['node_modules/jest/bin/jest.js', ...suite.jest, '--json', `--outputFile=build/jest-${name}.json`]
  // The JSON goes to the file; what jest prints for people goes to standard error.
  return run([...node, ...jest], suite.environment)
}

const wanted = process.argv.slice(2)
const failed = wanted.filter(name => !runSuite(name))
if (failed.length > 0) {
  process.stderr.write(`\nThese tests failed: ${failed.join(', ')}.\n`)
  process.exitCode = 1
}
