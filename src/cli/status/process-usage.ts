/**
 * What processes use, where no control group counts it. The only file that imports pidusage, and knows its traps: it runs a shell
 * to learn the kernel's clock ticks; it gives up on all processes when one of them is gone, so that those are asked for again
 * one by one; it keeps a descriptor a process until it is told to clear; without a memory of its own (`maxage: 0`) it asks again
 * until there is no descriptor left.
 */
import type { CommandKernel } from '#cli/session/session.ts'
import { parseUint32 } from '#core/base/numbers.ts'

export interface ProcessUsage {
  readonly memoryBytes: bigint
  readonly cpuUsec: bigint
  /** Threads. */
  readonly tasks: bigint
}

/** The sum over the processes that are still there. */
export async function measureProcesses(kernel: CommandKernel, pids: readonly number[]): Promise<ProcessUsage> {
  const { default: pidusage } = await import('pidusage')
  const ask = async (some: readonly number[]) => Object.values(await pidusage(some))
  const askEach = async () => {
    const answers = await Promise.all(pids.map(pid => ask([pid]).catch(() => [])))
    return answers.flat()
  }
  const usages = pids.length === 0 ? [] : await ask(pids).catch(askEach)
  pidusage.clear()
  const sum = (name: 'memory' | 'ctime') =>
    BigInt(Math.round(usages.reduce((total, one) => total + (one?.[name] ?? 0), 0)))
  const tasks = pids.reduce((total, pid) => total + countThreads(kernel, pid), 0)
  return { memoryBytes: sum('memory'), cpuUsec: sum('ctime') * 1000n, tasks: BigInt(tasks) }
}

function countThreads({ files }: CommandKernel, pid: number): number {
  const text = files.readText(`/proc/${pid}/status`, 65_536)
  const count = text.ok ? parseUint32(/^Threads:\s*(\d+)$/m.exec(text.value)?.[1] ?? '') : text
  return count.ok ? count.value : 0
}
