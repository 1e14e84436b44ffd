/** What a condition is judged by. */
import type { Kernel } from '#kernel/kernel.ts'

/** The machine as conditions see it. */
export interface Surroundings {
  readonly kernel: Pick<Kernel, 'host' | 'files'>
  /** The variables services are given (ConditionEnvironment=). */
  readonly variables: ReadonlyMap<string, string>
}

/** Whether it holds, or why that cannot be told. */
export type Verdict = boolean | 'EINVAL' | 'ERANGE'

/** One kind of condition: what it says of its parameter, which is never empty. */
export type Question = (parameter: string, around: Surroundings) => Verdict

const sizeMaxBytes = 4 * 1024 * 1024

/** A small file, whole; undefined when it cannot be read. */
export function readFile({ kernel }: Surroundings, path: string): string | undefined {
  const text = kernel.files.readText(path, sizeMaxBytes)
  return text.ok ? text.value : undefined
}

/** The first line of a small file, empty when it cannot be read. */
export function firstLine(around: Surroundings, path: string): string {
  return readFile(around, path)?.split('\n')[0] ?? ''
}

export function exists({ kernel }: Surroundings, path: string): boolean {
  return kernel.files.access(path, 'exists')
}

/** A row of /proc/self/status. */
export function ownStatus(around: Surroundings, field: string): string {
  const row = readFile(around, '/proc/self/status')
    ?.split('\n')
    .find(line => line.startsWith(`${field}:`))
  return row?.slice(field.length + 1).trim() ?? ''
}
