/** Looks at the container for `berth doctor`. */
import { exists, firstLine, ownStatus, readFile, type Surroundings } from '#catalog/condition/subject.ts'
import { detectVirtualization } from '#catalog/condition/virtualization.ts'
import type { Call } from '#cli/call.ts'
import { weakDirectives } from './directives.ts'
import type { Facts } from './rules.ts'

const socket = '/run/systemd/private'

/** @param answers whether a manager answers. */
export function lookAround({ kernel, environment }: Call, answers: boolean): Facts {
  const around: Surroundings = { kernel, variables: environment }
  const found = detectVirtualization(around)
  return {
    pid1: firstProcess(around),
    answers,
    container: found.kind === 'container' ? found.name : 'none',
    cgroup: controlGroups(around),
    uid: kernel.host.uid,
    noNewPrivileges: ownStatus(around, 'NoNewPrivs') === '1',
    missingCapabilities: missingCapabilities(around),
    rootReadOnly: kernel.files.readOnlyFileSystem('/etc'),
    run: runFolder(around),
    pidsMax: limit(around, ['/sys/fs/cgroup/pids.max', '/sys/fs/cgroup/pids/pids.max']),
    memoryMaxBytes: limit(around, ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']),
    hasMachineId: /^[0-9a-f]{32}$/.test(firstLine(around, '/etc/machine-id')),
    policy: policy(around),
    stale: answers ? [] : [socket].filter(path => exists(around, path)),
    directives: weakDirectives(kernel, environment),
  }
}

/** By what it executes where that may be known, else by its name. */
function firstProcess(around: Surroundings): Facts['pid1'] {
  const program = around.kernel.files.readLink('/proc/1/exe')
  const name = (readFile(around, '/proc/1/cmdline')?.split('\0')[0] || firstLine(around, '/proc/1/comm')) ?? ''
  if (program.ok && program.value.endsWith('/lib/berth/node')) {
    return { is: 'berth', name }
  }
  const isSystemd = program.ok && program.value.endsWith('/systemd/systemd')
  return { is: isSystemd ? 'systemd' : 'other', name }
}

function controlGroups(around: Surroundings): Facts['cgroup'] {
  const { files } = around.kernel
  const version = exists(around, '/sys/fs/cgroup/cgroup.controllers')
    ? 'v2'
    : exists(around, '/sys/fs/cgroup/memory') || exists(around, '/sys/fs/cgroup/systemd')
      ? 'v1'
      : 'none'
  const folder = version === 'v1' ? '/sys/fs/cgroup/systemd' : '/sys/fs/cgroup'
  return { version, writable: version !== 'none' && files.access(folder, 'write') && !files.readOnlyFileSystem(folder) }
}

/** Those that docker gives, and package's services count on: bits of capabilities(7). */
const usualCapabilities = {
  CAP_CHOWN: 0,
  CAP_DAC_OVERRIDE: 1,
  CAP_KILL: 5,
  CAP_SETGID: 6,
  CAP_SETUID: 7,
  CAP_NET_BIND_SERVICE: 10,
}

function missingCapabilities({ kernel: { host } }: Surroundings): readonly string[] {
  if (host.uid !== 0) {
    return []
  }
  return Object.entries(usualCapabilities).flatMap(([name, bit]) =>
    (host.capabilities & (1n << BigInt(bit))) === 0n ? [name] : [],
  )
}

function runFolder(around: Surroundings): Facts['run'] {
  const { files } = around.kernel
  const rows = (readFile(around, '/proc/self/mounts') ?? '').split('\n').map(row => row.split(' '))
  const options = rows.findLast(([, place]) => place === '/run')?.[3]?.split(',') ?? []
  return {
    writable: files.access('/run', 'write') && !files.readOnlyFileSystem('/run'),
    noexec: options.includes('noexec'),
  }
}

/** Beyond this it is the kernel's word for none. */
const limitMax = 2 ** 60

function limit(around: Surroundings, paths: readonly string[]): number | null {
  const value = Number(paths.map(path => firstLine(around, path)).find(text => text !== '') ?? 'max')
  return Number.isFinite(value) && value < limitMax ? value : null
}

const policyPath = '/usr/sbin/policy-rc.d'
/** What invoke-rc.d takes for a no. */
const forbidden = '101'

/** Read, not run: a script that ends in one way only says the same of every service. */
function policy(around: Surroundings): Facts['policy'] {
  if (!around.kernel.files.access(policyPath, 'execute')) {
    return null
  }
  const ends = [...(readFile(around, policyPath) ?? '').matchAll(/^\s*exit\s+(\d+)/gm)].map(([, code]) => code)
  const [only] = ends
  if (ends.length !== 1) {
    return 'decides'
  }
  return only === forbidden ? 'forbids' : only === '0' ? 'allows' : 'decides'
}
