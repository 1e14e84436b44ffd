/** Processes: the executor starts them, one waiter reaps them (native/addon/spawn.c, wait.c). */
import type { Exit } from '#core/base/linux/exit.ts'
import type { Launch } from '#core/exec/launch.ts'
import { bytesOf, terminated, textOf } from '#kernel/bytes.ts'
import type { Outcome } from '#kernel/kernel.ts'
import { done, type Native, outcome } from '#kernel/native.ts'
import { createMailbox } from '#kernel/sockets/mailbox.ts'
import { type Poller, READABLE, type Watch } from '#kernel/sockets/poller.ts'
import { descriptorsOf, encodeLaunch } from './launch-format.ts'
import { argv, comm, listProcesses, readEntry, usersOf } from './process-table.ts'
import type { Processes } from './processes-api.ts'
import { createProcessWatch } from './watched-process.ts'

type Told = (line: string | null) => void

/** The part of Processes that starts and ends children; `reap` is to be called on SIGCHLD. */
export interface Children {
  spawn(launch: Launch, told: Told): Outcome<number>
  onExit(callback: (exit: Exit) => void): void
  onReap(callback: () => void): void
  reap(): void
}

/** Exits read in one call; there are more calls until none is left. */
const batchSize = 512
const howEnded: Readonly<Record<number, Exit['how']>> = { 1: 'exited', 2: 'killed', 3: 'dumped' }

export function createChildren(native: Native, poller: Poller, executorPath: string): Children {
  const executor = terminated(executorPath)
  const starting = new Map<number, StatusPipe>()
  const exits = createMailbox<Exit>()
  const notices = new Int32Array(batchSize * 3)
  const status = new Int32Array(1)
  let before = (): void => undefined

  function spawn(launch: Launch, told: Told): Outcome<number> {
    const pid = outcome(native.spawn(executor, encodeLaunch(launch), descriptorsOf(launch), status))
    if (!pid.ok) {
      return pid
    }
    starting.set(pid.value, openStatusPipe(native, poller, status[0] ?? -1, told))
    return pid
  }

  /** What the executor said is told before the end of its process is. */
  function listen(callback: (exit: Exit) => void): void {
    exits.listen(exit => {
      const pipe = starting.get(exit.pid)
      starting.delete(exit.pid)
      try {
        pipe?.finish()
      } finally {
        callback(exit)
      }
    })
  }

  /** Everything is collected before anybody hears of it, since who hears may throw. */
  function reap(): void {
    try {
      before()
    } finally {
      collect()
    }
  }

  function collect(): void {
    const ended: Exit[] = []
    for (let count = batchSize; count === batchSize; ) {
      count = native.wait(notices)
      ended.push(...exitsOf(notices, count))
    }
    exits.put(ended)
  }

  return {
    spawn,
    onExit: listen,
    onReap: callback => {
      before = callback
    },
    reap,
  }
}

function exitsOf(notices: Int32Array, count: number): Exit[] {
  const exits: Exit[] = []
  for (let i = 0; i < count; i++) {
    const [pid = 0, code = 0, status = 0] = notices.subarray(i * 3, i * 3 + 3)
    exits.push({ pid, how: howEnded[code] ?? 'killed', status })
  }
  return exits
}

interface StatusPipe {
  /** Reads what is left, tells, and closes; nothing the second time. */
  finish(): void
}

/** The executor's last words: nothing when the program was executed, which closes the pipe. */
function openStatusPipe(native: Native, poller: Poller, fd: number, told: Told): StatusPipe {
  const piece = new Uint8Array(1024)
  let said = ''
  let open = true

  /** True at the end of file. */
  function read(): boolean {
    for (;;) {
      const count = native.fdRead(fd, piece)
      if (count <= 0) {
        return count === 0
      }
      said += textOf(piece.subarray(0, count))
    }
  }
  function finish(): void {
    if (!open) {
      return
    }
    open = false
    read()
    watch.close()
    native.fdClose(fd)
    told(said === '' ? null : said.trimEnd())
  }
  const watch: Watch = poller.watch(fd, READABLE, () => {
    if (read()) {
      finish()
    }
  })
  return { finish }
}

export function linuxProcesses(
  native: Native,
  poller: Poller,
  children: Children,
  life: Pick<Processes, 'reexecute' | 'exit' | 'onBug'>,
): Processes {
  return {
    spawn: children.spawn,
    onExit: children.onExit,
    onReap: children.onReap,
    kill: (pid, signal) => done(native.kill(pid, signal)),
    queueSignal: (pid, signal, value) => done(native.queueSignal(pid, signal, value)),
    list: () => listProcesses(native),
    entry: pid => readEntry(native, pid),
    usersOf,
    watch: createProcessWatch(native, poller),
    argv,
    comm,
    becomeSubreaper: () => done(native.becomeSubreaper()),
    shrink: () => {
      // The launcher starts Node with --expose-gc; where something else did, only malloc's part is given back.
      globalThis.gc?.()
      native.trim()
    },
    setTitle: title => void native.setTitle(terminated(title)),
    setComm: name => void native.setName(terminated(textOf(bytesOf(name).subarray(0, 15)))),
    ...life,
  }
}
