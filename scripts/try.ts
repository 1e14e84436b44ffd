/**
 * Runs one test file, or those of one folder: `npm run try -- test/manager/life/boot.test.ts`. What follows goes to jest, such as
 * `-t 'a name'`. Files of test/system and test/docker want `npm run build` first.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const [path, ...rest] = process.argv.slice(2)
if (path === undefined) {
  process.stderr.write('Which test? npm run try -- PATH\n')
  process.exit(2)
}
const room = /^(?:\.\/)?test\/(system|docker)\b/.exec(path)?.[1] ?? 'unit'
const jest = ['node_modules/jest/bin/jest.js', `--selectProjects=${room}`, `--testPathPatterns=${path}`, ...rest]
const { status } = spawnSync(process.execPath, ['--no-warnings', '--experimental-vm-modules', ...jest], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
