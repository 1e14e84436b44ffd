/** One program under many names: the manager of a container, or a command that talks to it. */
import { readFileSync } from 'node:fs'
import { chooseRole, smallInits } from '#cli/role.ts'

/** For temporary files of commands. The library changes how this process ends, so only who asks for it loads it. */
async function atEnd(callback: () => void): Promise<() => void> {
  const { onExit } = await import('signal-exit')
  return onExit(callback)
}

const [argv0, argv] = [process.argv0, process.argv.slice(2)]
function isRunByInit(): boolean {
  try {
    return process.ppid === 1 && smallInits.includes(readFileSync('/proc/1/comm', 'utf8').trim())
  } catch {
    return false
  }
}

const role = chooseRole({ argv0, argv, pid: process.pid, isRunByInit })
if (role.is === 'init') {
  void import('#manager/main.ts').then(({ main }) => main(argv0, argv))
} else {
  void import('#cli/main.ts').then(({ main }) =>
    main(atEnd, (kernel, unitsPath) =>
      import('#manager/questions.ts').then(({ answerQuestions }) => answerQuestions(kernel, unitsPath)),
    ),
  )
}
