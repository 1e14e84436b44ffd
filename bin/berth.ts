/** One program under many names: the manager of a container, or a command that talks to it. */
import { chooseRole } from '#cli/role.ts'

/** For temporary files of commands. The library changes how this process ends, so only who asks for it loads it. */
async function atEnd(callback: () => void): Promise<() => void> {
  const { onExit } = await import('signal-exit')
  return onExit(callback)
}

const [argv0, argv] = [process.argv0, process.argv.slice(2)]
const role = chooseRole({ argv0, argv, pid: process.pid })
if (role.is === 'init') {
  void import('#manager/main.ts').then(({ main }) => main(argv0, argv))
} else {
  void import('#cli/main.ts').then(({ main }) => main(atEnd))
}
