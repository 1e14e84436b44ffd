/** What properties show where a unit says nothing, and what shares in percent are of: read once, and again on each reload. */
import { type ResourceName, resources } from '#core/base/linux/rlimit.ts'
import type { ManagerConfig } from '#core/unit/directives/manager.ts'
import type { Files, Host } from '#kernel/kernel.ts'
import type { PropertyHost } from '#manager/bus/properties/subject.ts'

const smallFile = 64 * 1024

export function readPropertyHost(files: Files, host: Host, manager: ManagerConfig): PropertyHost {
  const text = (path: string): string => {
    const read = files.readText(path, smallFile)
    return read.ok ? read.value.trim() : ''
  }
  const kibibytes = /^MemTotal:\s+(\d+) kB$/m.exec(text('/proc/meminfo'))?.[1] ?? '0'
  const limits = host.limits.flatMap(({ resource, soft, hard }) => {
    const name: ResourceName | undefined = resources[resource]?.name
    return name === undefined ? [] : [[name, { soft, hard }] as const]
  })
  return {
    manager,
    limits: new Map(limits),
    memoryBytes: BigInt(kibibytes) * 1024n,
    tasksMax: smallestOf([text('/proc/sys/kernel/threads-max'), text('/proc/sys/kernel/pid_max')]),
    nice: 0,
    oomScoreAdjust: Number(text('/proc/self/oom_score_adj')) || 0,
    coredumpFilter: BigInt(`0x${/^[0-9a-f]+$/.exec(text('/proc/self/coredump_filter'))?.[0] ?? '33'}`),
    timerSlackNs: 50_000n,
  }
}

/** The smallest of the numbers that could be read; without any there is no limit. */
function smallestOf(texts: readonly string[]): bigint {
  const numbers = texts.flatMap(text => (/^\d+$/.test(text) ? [BigInt(text)] : []))
  const [least = 2n ** 64n - 1n] = numbers.sort((a, b) => Number(a - b))
  return least
}
