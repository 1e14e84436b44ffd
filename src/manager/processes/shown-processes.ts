/** Who is alive, as `status` shows it: by unit, with the command line. */
import { quoteWord } from '#core/base/text/shell-quote.ts'
import type { Kernel } from '#kernel/kernel.ts'
import type { ShownProcess } from '#manager/steward.ts'
import type { UnitProcesses } from './unit-processes.ts'

/** One pass over /proc; the manager itself stands in init.scope. */
export function shownProcesses(
  { processes, host }: Pick<Kernel, 'processes' | 'host'>,
  unitProcesses: UnitProcesses,
): ReadonlyMap<string, readonly ShownProcess[]> {
  const show = (pid: number): ShownProcess => {
    return { pid, commandLine: shownCommand(processes.argv(pid), processes.comm(pid)) }
  }
  const found = [...unitProcesses.byUnit()].map(
    ([unit, entries]) => [unit, entries.map(({ pid }) => show(pid))] as const,
  )
  return new Map([...found, ['init.scope', [show(host.pid)]]])
}

/** Words that a shell would take apart are quoted; a process without arguments goes by its name. */
function shownCommand(argv: readonly string[], comm: string): string {
  return argv.length === 0 ? `(${comm})` : argv.map(word => (word === '' ? '""' : quoteWord(word))).join(' ')
}
