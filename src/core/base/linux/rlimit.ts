/** Linux' resource limits (getrlimit(2)); how Limit*= values are written stands in core/unit/kinds/exec/rlimit.ts. */

/** In what a limit is counted: `time` in seconds, `fine-time` in µs, `nice` as 20 minus the nice level. */
export type ResourceUnit = 'count' | 'bytes' | 'time' | 'fine-time' | 'nice'

const rows = [
  ['CPU', 'time'],
  ['FSIZE', 'bytes'],
  ['DATA', 'bytes'],
  ['STACK', 'bytes'],
  ['CORE', 'bytes'],
  ['RSS', 'bytes'],
  ['NPROC', 'count'],
  ['NOFILE', 'count'],
  ['MEMLOCK', 'bytes'],
  ['AS', 'bytes'],
  ['LOCKS', 'count'],
  ['SIGPENDING', 'count'],
  ['MSGQUEUE', 'bytes'],
  ['NICE', 'nice'],
  ['RTPRIO', 'count'],
  ['RTTIME', 'fine-time'],
] as const satisfies readonly (readonly [string, ResourceUnit])[]

/** The name of a resource as Limit*= ends: `NOFILE`. */
export type ResourceName = (typeof rows)[number][0]

/** One resource: `number` is Linux' RLIMIT_* on x86-64 and arm64. */
export interface Resource {
  readonly name: ResourceName
  readonly number: number
  readonly unit: ResourceUnit
}

/** All resources by number. */
export const resources: readonly Resource[] = rows.map(([name, unit], number) => ({ name, number, unit }))

const byName = new Map<string, Resource>(resources.map(resource => [resource.name, resource]))

/** The resource of a name, undefined for a name Linux does not know. */
export function resourceByName(name: string): Resource | undefined {
  return byName.get(name)
}

/** A soft and a hard limit; 2^64-1 is infinity. */
export interface ResourceLimit {
  readonly soft: bigint
  readonly hard: bigint
}
