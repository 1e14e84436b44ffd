/** `berth`: what is ours alone, and no part of systemd's commands (berth(1)). */
import type { Call } from '#cli/call.ts'
import { ownVersion } from '#core/base/version.ts'
import { examine } from './doctor/doctor.ts'
import { importConfig } from './import/import.ts'
import { divertBerth, installBerth, uninstallBerth } from './install/install.ts'

interface Command {
  readonly name: string
  /** How it is called, for the usage. */
  readonly usage: string
  readonly help: string
  /** @returns the exit status. */
  run(call: Call, args: readonly string[]): number | Promise<number>
}

/** One row a command. */
const commands: readonly Command[] = [
  {
    name: 'import',
    usage: 'import [--output=DIR] [--dry-run] FILE',
    help: 'Write unit files for what a supervisord.conf says',
    run: importConfig,
  },
  {
    name: 'install',
    usage: 'install [--root=DIR]',
    help: 'Put berth in the place of systemctl and init (npm package)',
    run: installBerth,
  },
  {
    name: 'uninstall',
    usage: 'uninstall [--root=DIR]',
    help: 'Take it away, and give back what was there',
    run: uninstallBerth,
  },
  {
    name: 'doctor',
    usage: 'doctor [--json]',
    help: 'Tell what was detected, what works less well here, and why',
    run: examine,
  },
  {
    name: 'divert',
    usage: 'divert [--root=DIR]',
    help: 'Have dpkg put files of our names aside (dpkg asks for it)',
    run: divertBerth,
  },
]

export async function runBerth(call: Call): Promise<number> {
  const { streams, argv } = call
  const [, name = '', ...args] = argv
  if (name === '--version') {
    streams.output.write(`berth ${ownVersion()}\n`)
    return 0
  }
  const command = commands.find(known => known.name === name)
  if (command !== undefined) {
    return command.run(call, args)
  }
  const isAsked = name === '' || name === '--help' || name === '-h' || name === 'help'
  if (!isAsked) {
    streams.errors.write(`berth has no command '${name}'.\n`)
  }
  const to = isAsked ? streams.output : streams.errors
  to.write('Usage: berth COMMAND\n\n')
  for (const { usage, help } of commands) {
    to.write(`  berth ${usage.padEnd(44)} ${help}\n`)
  }
  return isAsked ? 0 : 1
}
