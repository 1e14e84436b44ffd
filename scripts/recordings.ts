/**
 * Asks real systemd again for everything that was recorded of it, and fails where it answers otherwise by now.
 *
 *     node scripts/recordings.ts
 *
 * Needs a Docker engine (one is started where none answers) and Debian's registry. The scripts it runs can also record anew.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const scripts = import.meta.dirname
const image = 'berth-test/systemd'
const container = 'berth-recordings'

function run(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'inherit' }).status === 0
}

/** Real systemd, just booted: what is asked must not see what was asked before. */
function boot(): boolean {
  return run(join(scripts, 'docker/oracle.sh'), container)
}

function node(script: string, ...args: readonly string[]): boolean {
  process.stdout.write(`\n=== ${script}\n`)
  return run(process.execPath, join(scripts, script), ...args)
}

const all: readonly (readonly [what: string, ask: () => boolean])[] = [
  ['what systemctl prints', () => boot() && node('record-cli.ts', container)],
  ['what becomes of unit files', () => boot() && node('record-install.ts', '--check', `--container=${container}`)],
  ['what the tools beside systemctl answer', () => node('record-tools.ts', image)],
  ['what rules for files and users do', () => node('record-provision.ts', image)],
]

const drifted = all.filter(([, ask]) => !ask()).map(([what]) => what)
run('docker', 'rm', '-f', '-v', container)
process.stdout.write(drifted.length === 0 ? '\nnothing has changed\n' : `\nchanged: ${drifted.join(', ')}\n`)
process.exitCode = drifted.length === 0 ? 0 : 1
